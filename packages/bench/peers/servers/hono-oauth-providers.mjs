/**
 * `@hono/oauth-providers` has no provider of one's own: its Google middleware, whose two requests are sent to the provider
 * that everybody here uses. It keeps no session; as its README has it, the handler gets the person, and that is all.
 */
import { serve } from '@hono/node-server';
import { googleAuth } from '@hono/oauth-providers/google';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { clientId, clientSecret, endpoint, origin, port } from './settings.mjs';

const places = new Map([
  ['https://oauth2.googleapis.com/token', endpoint('token')],
  ['https://www.googleapis.com/oauth2/v2/userinfo', endpoint('userinfo')],
]);
const platformFetch = globalThis.fetch;
globalThis.fetch = (url, init) => platformFetch(places.get(url) ?? url, init);

const google = googleAuth({
  client_id: clientId,
  client_secret: clientSecret,
  scope: ['openid', 'account:read'],
  redirect_uri: `${origin}/oauth`,
});
const app = new Hono()
  .get('/login', google)
  .get('/oauth', google, (c) => {
    if (c.get('user-google') === undefined) return c.text('nobody', 401);
    setCookie(c, 'who', c.get('user-google').id, { path: '/' });
    return c.text('signed in');
  })
  .get('/who', (c) => (getCookie(c, 'who') ? c.text('signed in') : c.text('nobody', 401)));

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
