import { loopbackRedirect, probeAuthorization, redirectUriAt } from '@sipgate-kit/core';
import type { Check } from '../check.ts';
import { fail, pass, Unmet } from '../finding.ts';

/** Any port, to ask about a redirect URI that is registered without one. */
const SOME_PORT = 49_152;

/** The redirect URI is registered: a browser would see the login page. */
export const redirectUri: Check = {
  id: 'redirect-uri',
  title: 'Redirect URI',
  async run({ settings, login, client, requests }) {
    const registered = (await settings()).get('redirectUri') ?? '';
    const provider = await login();
    const { clientId } = await client();
    const place = loopbackRedirect(registered);
    const asked = place !== undefined && place.port === undefined ? redirectUriAt(registered, SOME_PORT) : registered;
    const probe = await probeAuthorization(provider, { clientId, redirectUri: asked, scopes: [] }, requests);
    if (probe.accepted) return pass(`${registered} is registered.`);
    const { code, message, hint } = probe.refusal;
    if (code === 'unknown_client') throw new Unmet('the login does not know the OAuth client');
    if (code === 'invalid_redirect_uri') {
      return fail(
        `${registered} is not registered at the client: "Invalid parameter: redirect_uri".`,
        `Register it, letter by letter: sipgate clients update ${clientId} --redirect-uri ${registered}, or in the sipgate console. Or use a registered one: sipgate config set redirectUri <url>`,
      );
    }
    return fail(message, hint);
  },
};
