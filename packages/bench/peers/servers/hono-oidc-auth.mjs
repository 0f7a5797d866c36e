/** `@hono/oidc-auth`, README "How to Use": the session is a signed cookie. */
import { serve } from '@hono/node-server';
import { getAuth, initOidcAuthMiddleware, oidcAuthMiddleware, processOAuthCallback } from '@hono/oidc-auth';
import { Hono } from 'hono';
import { clientId, clientSecret, issuer, origin, port, secret } from './settings.mjs';

const app = new Hono()
  .use(
    '*',
    initOidcAuthMiddleware({
      OIDC_AUTH_SECRET: secret,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_REDIRECT_URI: `${origin}/oauth`,
      OIDC_SCOPES: 'openid account:read',
    }),
  )
  .get('/oauth', (c) => processOAuthCallback(c))
  .get('/who', async (c) => ((await getAuth(c)) ? c.text('signed in') : c.text('nobody', 401)))
  .use('/login', oidcAuthMiddleware())
  .get('/login', (c) => c.text('signed in'));

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
