/**
 * `@hono/oidc-auth` 1.8.1, README "How to Use": `oidcAuthMiddleware()` in front of the pages, the session in a cookie. It
 * gives no access token to the application, so a call is a page; the pages a browser loads at once carry one cookie.
 * @module
 */
import { oidcAuthMiddleware } from '@hono/oidc-auth';
import { Hono } from 'hono';
import { sign } from 'hono/jwt';

const SECRET = 'at-least-thirty-two-characters-long';
const IN_A_DAY_S = 86_400;

/** @type {import('./peer.d.ts').Peer} */
export const honoOidcAuth = {
  store: 'cookie',
  skips: { 'staggered 401s': 'it calls no API and gives the application no access token' },
  async start({ issuer, client, grant }) {
    const app = new Hono().use('*', oidcAuthMiddleware()).get('/', (c) => c.text('page'));
    const settings = {
      OIDC_AUTH_SECRET: SECRET,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.clientId,
      OIDC_CLIENT_SECRET: client.clientSecret,
      OIDC_SCOPES: 'openid account:read',
    };
    // The middleware reads its settings from the environment on Node.
    Object.assign(process.env, settings);
    // As its own callback writes it; its refresh interval is over.
    const session = {
      sub: grant.subject,
      email: '',
      rtk: grant.refreshToken,
      rtkexp: Math.floor(Date.now() / 1_000) - 1,
      ssnexp: Math.floor(Date.now() / 1_000) + IN_A_DAY_S,
    };
    /** The browser's cookie: the last answer wins. @type {string | undefined} */
    let cookie = await sign(session, SECRET, 'HS256');
    return {
      async call() {
        const headers = cookie === undefined ? {} : { cookie: `oidc-auth=${cookie}` };
        const response = await app.request('http://127.0.0.1/', { headers });
        for (const line of response.headers.getSetCookie()) {
          const value = /^oidc-auth=([^;]*)/.exec(line)?.[1];
          if (value !== undefined) cookie = value === '' ? undefined : value;
        }
        if (response.status === 200) return 'ok';
        // It answers a failed refresh by deleting the cookie, at once or with an error page.
        return cookie === undefined ? 'sign in again' : 'failed';
      },
      refreshToken: () => cookie && JSON.parse(Buffer.from(cookie.split('.')[1] ?? '', 'base64url').toString()).rtk,
    };
  },
};
