/**
 * `@badgateway/oauth2-client` 3.3.1, README "Fetch Wrapper" and "Storing tokens for later use": one `OAuth2Fetch`, whose
 * `getNewToken` gives `null` where "a user needs to be redirected back to the authorization_code endpoints".
 * @module
 */
import { OAuth2Client, OAuth2Fetch } from '@badgateway/oauth2-client';

/** @type {import('./peer.d.ts').Peer} */
export const badgateway = {
  store: 'memory',
  async start({ issuer, apiUrl, client: { clientId, clientSecret }, grant }) {
    const client = new OAuth2Client({
      server: issuer,
      clientId,
      clientSecret,
      tokenEndpoint: `${issuer}/protocol/openid-connect/token`,
      authenticationMethod: 'client_secret_post',
    });
    /** @type {import('@badgateway/oauth2-client').OAuth2Token} */
    let stored = { accessToken: grant.accessToken, refreshToken: grant.refreshToken, expiresAt: grant.expiresAt };
    let signInAgain = 0;
    const fetchWrapper = new OAuth2Fetch({
      client,
      getNewToken: async () => {
        signInAgain += 1;
        return null;
      },
      storeToken: (token) => {
        stored = token;
      },
      getStoredToken: () => stored,
    });
    return {
      async call() {
        const before = signInAgain;
        try {
          const response = await fetchWrapper.fetch(`${apiUrl}/account`);
          await response.arrayBuffer();
          return response.status === 200 ? 'ok' : 'failed';
        } catch {
          return signInAgain > before ? 'sign in again' : 'failed';
        }
      },
      refreshToken: () => stored.refreshToken ?? undefined,
    };
  },
};
