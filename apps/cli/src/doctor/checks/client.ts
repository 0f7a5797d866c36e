import type { Check } from '../check.ts';
import { fail, pass, skip, warn } from '../finding.ts';

/** The login accepts the OAuth client's id and secret. It is asked with a refresh token that never was. */
export const client: Check = {
  id: 'client',
  title: 'OAuth client',
  async run(context) {
    const { get } = await context.settings();
    if (get('clientId') === undefined) {
      const { kind } = await context.credentials().catch(() => ({ kind: undefined }));
      return kind === undefined || kind === 'connection'
        ? warn(
            'None is set, so nobody can sign in by browser.',
            'Make one in the sipgate console, then: sipgate config set clientId <id>. Or sign in with a personal access token: sipgate login --pat. To try things without an account: sipgate sandbox',
          )
        : skip(`Not checked: none is set, and the ${kind} needs none.`);
    }
    const credentials = await context.client();
    const probe = await context.tryClient();
    const public_ = credentials.clientSecret === undefined;
    if (probe.accepted)
      return pass(`${credentials.clientId} is known${public_ ? '; it has no secret' : ', and the secret fits'}.`);
    const { code, message, hint } = probe.refusal;
    if (code === 'wrong_client_secret' && public_) {
      return warn(
        'The client has a secret, which is not known here.',
        'Say it when you sign in: sipgate login --client-secret-stdin < secret.txt, or SIPGATE_CLIENT_SECRET. `sipgate clients get <client> --reveal-secret` shows it.',
      );
    }
    if (code === 'wrong_client_secret') {
      return fail(
        message,
        'Copy the secret again: `sipgate clients get <client> --reveal-secret` or the sipgate console shows it. Then sign in anew: sipgate login --client-secret-stdin',
      );
    }
    if (code === 'unknown_client') {
      return fail(
        message,
        'Check the client id, and the realm behind its colon: sipgate config get clientId. A client that was deleted has to be made anew.',
      );
    }
    return fail(message, hint);
  },
};
