import { access, constants } from 'node:fs/promises';
import type { Check } from '../check.ts';
import { fail, pass } from '../finding.ts';

/** Whom TLS connections trust. */
export const certificates: Check = {
  id: 'certificates',
  title: 'Certificates',
  async run({ cli }) {
    const { env } = cli.host;
    if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
      return fail(
        'NODE_TLS_REJECT_UNAUTHORIZED is 0: anybody on the way can read and change everything.',
        'Unset it. If something in your network opens TLS connections, name its certificate authority in NODE_EXTRA_CA_CERTS instead.',
      );
    }
    const extra = env['NODE_EXTRA_CA_CERTS'] ?? '';
    if (extra === '') return pass('Those that Node brings.');
    const readable = await access(extra, constants.R_OK).then(
      () => true,
      () => false,
    );
    return readable
      ? pass(`Those that Node brings, and those in ${extra} (NODE_EXTRA_CA_CERTS).`)
      : fail(
          `NODE_EXTRA_CA_CERTS names ${extra}, which cannot be read.`,
          'Set it to the path of a PEM file that you may read, or unset it.',
        );
  },
};
