import { environmentVariables } from '../../environment-variables.ts';
import { signInKindOf } from '../../session/sign-in-record.ts';
import { foundSettings } from '../../settings/found-settings.ts';
import { nearest } from '../../suggestion.ts';
import type { Check } from '../check.ts';
import { fail, pass, warn } from '../finding.ts';

const known = environmentVariables.flatMap(({ variables }) => variables.map(({ name }) => name));

/** Of other programs of the kit. */
const FOREIGN = /^SIPGATE_(?:KIT|SANDBOX)_/;

/** Variables that win over files and sign-ins, which people forget, and mistyped ones, which do nothing. */
export const environment: Check = {
  id: 'environment',
  title: 'Environment',
  async run({ cli }) {
    const { env } = cli.host;
    const set = Object.keys(env).filter((name) => name.startsWith('SIPGATE_') && (env[name] ?? '') !== '');
    const unknown = set.find((name) => !known.includes(name) && !FOREIGN.test(name));
    if (unknown !== undefined) {
      const near = nearest(unknown, known);
      return warn(
        `${unknown} is set, and does nothing.`,
        near === undefined ? 'Unset it, or see `sipgate help environment`.' : `Did you mean ${near}?`,
      );
    }
    if (set.includes('SIPGATE_TOKEN_ID') && !set.includes('SIPGATE_TOKEN')) {
      return fail('SIPGATE_TOKEN_ID is set without SIPGATE_TOKEN, and does nothing.', 'Set both, or unset it.');
    }
    const winning = set.filter((name) => known.includes(name));
    if (winning.length === 0) return pass('No variable of ours is set.');
    if (winning.includes('SIPGATE_TOKEN')) {
      const found = await foundSettings(cli).catch(() => undefined);
      const signedIn = await signInKindOf(cli.paths, found?.profile.value ?? 'default').catch(() => undefined);
      if (signedIn !== undefined) {
        return warn(
          'SIPGATE_TOKEN is set, and wins over the sign-in of this profile.',
          'Unset SIPGATE_TOKEN and SIPGATE_TOKEN_ID to use the sign-in.',
        );
      }
    }
    return pass(`Set, and winning over files: ${winning.join(', ')}.`);
  },
};
