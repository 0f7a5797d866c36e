import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority that nobody trusts unless told to. */
export interface Authority {
  /** A file with its certificate, as NODE_EXTRA_CA_CERTS wants it. */
  readonly file: string;
  /** A certificate for hosts; `validity` in days from now. */
  issue(hosts: readonly string[], validity?: { readonly from: number; readonly until: number }): Promise<Certificate>;
}

const DAY_MS = 24 * 60 * 60_000;
const days = (count: number) => new Date(Date.now() + count * DAY_MS);

export async function newAuthority(): Promise<Authority> {
  const own = await generate([{ name: 'commonName', value: 'Example Company TLS Inspection' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: days(-1000),
    notAfterDate: days(1000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const file = join(mkdtempSync(join(tmpdir(), 'sipgate authority ')), 'authority.pem');
  writeFileSync(file, own.cert);
  return {
    file,
    async issue(hosts, { from, until } = { from: -1, until: 30 }) {
      const made = await generate([{ name: 'commonName', value: hosts[0] ?? '' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        notBeforeDate: days(from),
        notAfterDate: days(until),
        ca: { key: own.private, cert: own.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
        ],
      });
      return { cert: made.cert, key: made.private };
    },
  };
}
