/**
 * simple-oauth2 5.1.0, README "Refresh an access token": read the persisted token, ask `expired()`, `refresh()`, persist.
 *
 * Found while writing this: `refresh()` of a token whose server rotates returns the new pair, so a single caller works.
 * @module
 */
import { AuthorizationCode } from 'simple-oauth2';
import { callApi, createTable } from './database.mjs';

/** @type {import('./peer.d.ts').Peer} */
export const simpleOAuth2 = {
  store: 'memory',
  skips: { 'staggered 401s': 'its README knows no 401: tokens are refreshed by the clock only' },
  async start({ issuer, apiUrl, client, grant }) {
    const provider = new URL(issuer);
    const oauth = new AuthorizationCode({
      client: { id: client.clientId, secret: client.clientSecret },
      auth: {
        tokenHost: provider.origin,
        tokenPath: `${provider.pathname}/protocol/openid-connect/token`,
        authorizePath: `${provider.pathname}/protocol/openid-connect/auth`,
      },
      options: { authorizationMethod: 'body' },
    });
    const persisted = createTable(
      JSON.stringify({
        access_token: grant.accessToken,
        refresh_token: grant.refreshToken,
        expires_at: new Date(grant.expiresAt).toISOString(),
      }),
    );
    return {
      async call() {
        let accessToken = oauth.createToken(JSON.parse(await persisted.read()));
        if (accessToken.expired()) {
          try {
            accessToken = await accessToken.refresh();
            await persisted.write(JSON.stringify(accessToken));
          } catch {
            return 'failed';
          }
        }
        return (await callApi(apiUrl, String(accessToken.token['access_token']))) === 200 ? 'ok' : 'failed';
      },
      refreshToken: () => JSON.parse(persisted.peek()).refresh_token,
    };
  },
};
