/**
 * passport-oauth2 1.8 with passport-oauth2-refresh 2.2, README "Usage" and the example it refers to (issue 1): on a 401
 * request a new access token, save it, call once more; where that fails, answer 401, so that the person signs in again.
 *
 * Kinder than the README, which says of the new refresh token "you probably don't need it anyway": here it is saved.
 * @module
 */
import { Strategy } from 'passport-oauth2';
import passportRefresh from 'passport-oauth2-refresh';
import { callApi, createTable } from './database.mjs';

/** @type {import('./peer.d.ts').Peer} */
export const passport = {
  store: 'memory',
  async start({ issuer, apiUrl, client, grant }) {
    const strategy = new Strategy(
      {
        authorizationURL: `${issuer}/protocol/openid-connect/auth`,
        tokenURL: `${issuer}/protocol/openid-connect/token`,
        clientID: client.clientId,
        clientSecret: client.clientSecret,
        callbackURL: 'http://127.0.0.1/oauth',
      },
      (
        /** @type {string} */ _access,
        /** @type {string} */ _refresh,
        /** @type {object} */ profile,
        /** @type {Function} */ done,
      ) => done(null, profile),
    );
    const refresh = new passportRefresh.AuthTokenRefresh();
    refresh.use('sipgate', strategy);
    const user = createTable({ accessToken: grant.accessToken, refreshToken: grant.refreshToken });

    /** @param {string} refreshToken @returns {Promise<{ accessToken: string, refreshToken: string }>} */
    const requestNewAccessToken = (refreshToken) =>
      new Promise((resolve, reject) => {
        refresh.requestNewAccessToken('sipgate', refreshToken, (error, accessToken, newRefreshToken) => {
          if (error || accessToken === undefined) reject(error);
          else resolve({ accessToken, refreshToken: newRefreshToken ?? refreshToken });
        });
      });
    return {
      async call() {
        const { accessToken, refreshToken } = await user.read();
        if ((await callApi(apiUrl, accessToken)) === 200) return 'ok';
        try {
          const tokens = await requestNewAccessToken(refreshToken);
          await user.write(tokens);
          return (await callApi(apiUrl, tokens.accessToken)) === 200 ? 'ok' : 'failed';
        } catch {
          return 'sign in again';
        }
      },
      refreshToken: () => user.peek().refreshToken,
    };
  },
};
