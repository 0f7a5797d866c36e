/**
 * openid-client 6, `refreshTokenGrant`: the library makes the request, when to make it and what to keep is the application's.
 * @module
 */
import * as client from 'openid-client';
import { callApi, createTable } from './database.mjs';

/** @type {import('./peer.d.ts').Peer} */
export const openidClient = {
  store: 'memory',
  skips: { 'staggered 401s': 'its README knows no 401: what to do then is left to the application' },
  async start({ issuer, apiUrl, client: { clientId, clientSecret }, grant }) {
    const config = await client.discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      client.ClientSecretPost(clientSecret),
      {
        execute: [client.allowInsecureRequests],
      },
    );
    const session = createTable({
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken,
      expiresAt: grant.expiresAt,
    });
    return {
      async call() {
        let tokens = await session.read();
        if (tokens.expiresAt <= Date.now()) {
          try {
            const answer = await client.refreshTokenGrant(config, tokens.refreshToken);
            tokens = {
              accessToken: answer.access_token,
              refreshToken: answer.refresh_token ?? tokens.refreshToken,
              expiresAt: Date.now() + (answer.expiresIn() ?? 0) * 1_000,
            };
            await session.write(tokens);
          } catch {
            return 'failed';
          }
        }
        return (await callApi(apiUrl, tokens.accessToken)) === 200 ? 'ok' : 'failed';
      },
      refreshToken: () => session.peek().refreshToken,
    };
  },
};
