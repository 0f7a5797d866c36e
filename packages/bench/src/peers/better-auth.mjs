/**
 * better-auth 1.7.25 with its generic OAuth plugin: `auth.api.getAccessToken`, documented as "get a valid access token,
 * doing a refresh if needed", in front of every API call.
 * @module
 */
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { callApi } from './database.mjs';

/** @type {import('./peer.d.ts').Peer} */
export const betterAuthPeer = {
  store: 'memory',
  skips: { 'staggered 401s': 'it does not call the API, and refreshes by the clock only' },
  async start({ issuer, apiUrl, client, grant }) {
    const now = new Date();
    const account = {
      id: 'account-1',
      accountId: grant.subject,
      providerId: 'sipgate',
      userId: 'user-1',
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken,
      accessTokenExpiresAt: new Date(grant.expiresAt),
      scope: grant.scopes.join(','),
      createdAt: now,
      updatedAt: now,
    };
    const user = {
      id: 'user-1',
      name: 'Alice',
      email: 'alice@adler-optik.example',
      emailVerified: true,
      createdAt: now,
      updatedAt: now,
    };
    /** @type {Record<string, any[]>} */
    const database = { user: [user], account: [account], session: [], verification: [] };
    const auth = betterAuth({
      baseURL: 'http://127.0.0.1:3000',
      secret: 'at-least-thirty-two-characters-of-noise-9f8e7d',
      database: memoryAdapter(database),
      logger: { disabled: true },
      telemetry: { enabled: false },
      plugins: [
        genericOAuth({
          config: [
            {
              providerId: 'sipgate',
              clientId: client.clientId,
              clientSecret: client.clientSecret,
              authorizationUrl: `${issuer}/protocol/openid-connect/auth`,
              tokenUrl: `${issuer}/protocol/openid-connect/token`,
              scopes: ['openid', 'account:read'],
            },
          ],
        }),
      ],
    });
    return {
      async call() {
        try {
          const { accessToken } = await auth.api.getAccessToken({ body: { accountId: account.id, userId: user.id } });
          return (await callApi(apiUrl, accessToken)) === 200 ? 'ok' : 'failed';
        } catch {
          return 'failed';
        }
      },
      refreshToken: () => database['account']?.[0]?.refreshToken,
    };
  },
};
