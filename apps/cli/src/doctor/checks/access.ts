import { SipgateKitError } from '@sipgate-kit/core';
import { loginCommand } from '../../session/login-command.ts';
import { personText } from '../../session/person.ts';
import type { Check } from '../check.ts';
import { fail, pass, Unmet } from '../finding.ts';

/** The REST API accepts the credentials. */
export const access: Check = {
  id: 'access',
  title: 'Access',
  async run({ settings, credentials, tryPerson }) {
    const { kind, origin } = await credentials();
    try {
      return pass(`sipgate knows you: ${personText(await tryPerson())}.`);
    } catch (error) {
      if (!(error instanceof SipgateKitError)) throw error;
      if (/^(?:needs_login|refresh_refused)$/.test(error.code)) throw new Unmet('the sign-in has ended');
      if (/^(?:request_timeout|provider_un.*)$/.test(error.code)) throw new Unmet('sipgate cannot be reached');
      if (error.code !== 'unauthorized') return fail(error.message, error.hint);
      const { profile } = await settings();
      return fail(
        `sipgate does not accept the ${kind} (401).`,
        origin === 'environment'
          ? 'Copy it again into SIPGATE_TOKEN and, for a personal access token, SIPGATE_TOKEN_ID; or unset both and sign in.'
          : `Sign in again: ${loginCommand(profile.value)}${kind === 'personal access token' ? ' --pat' : ''}`,
      );
    }
  },
};
