/** A redirect with what every sign-in needs of its own: state, nonce and S256 challenge in cookies. Nothing is kept. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import * as oauth from 'oauth4webapi';
import { clientId, endpoint, origin, port } from './settings.mjs';

const cookie = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 600 };

const app = new Hono().get('/login', async (c) => {
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const verifier = oauth.generateRandomCodeVerifier();
  setCookie(c, 'state', state, cookie);
  setCookie(c, 'nonce', nonce, cookie);
  setCookie(c, 'verifier', verifier, cookie);
  const url = new URL(endpoint('auth'));
  url.search = String(
    new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: `${origin}/oauth`,
      scope: 'openid account:read',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
  );
  return c.redirect(url.href);
});

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
