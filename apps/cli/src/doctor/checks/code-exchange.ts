import { probeCodeExchange } from '@sipgate-kit/core';
import type { Check } from '../check.ts';
import { fail, pass, Unmet } from '../finding.ts';

/** The last step of a sign-in, tried with a code that never was: the login must answer "Code not valid". */
export const codeExchange: Check = {
  id: 'code-exchange',
  title: 'Trading codes',
  async run({ settings, client, login, requests }) {
    const redirectUri = (await settings()).get('redirectUri') ?? '';
    const probe = await probeCodeExchange(await login(), await client(), redirectUri, requests);
    if (probe.accepted) {
      const said = probe.provider.errorDescription ?? probe.provider.error;
      return pass(
        `Works: a made-up code is refused ("${said}"). If that ever happens to a real one: it works once, for about a minute, and with the redirect URI it was asked for.`,
      );
    }
    // Those are what the check of the client is about.
    if (/^(?:unknown_client|wrong_client_secret|client_disabled)$/.test(probe.refusal.code)) {
      throw new Unmet('the login does not accept the OAuth client');
    }
    return fail(probe.refusal.message, 'Allow the client the authorization code flow ("standard flow").');
  },
};
