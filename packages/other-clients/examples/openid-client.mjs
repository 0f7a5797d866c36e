import { randomUUID } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import * as client from 'openid-client';

const { CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = 'http://localhost:8080/oauth' } = process.env;
const ISSUER = process.env.SIPGATE_KIT_ISSUER ?? 'https://login.sipgate.com/auth/realms/third-party';
const API_URL = process.env.SIPGATE_KIT_API_URL ?? 'https://api.sipgate.com/v2';

const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: ISSUER.startsWith('http://127.0.0.1:') ? [client.allowInsecureRequests] : [], // the sandbox
});

const app = express();
app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false }));

app.get('/login', async (req, res) => {
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  req.session.signIn = { codeVerifier, state };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid account:read',
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
  });
  res.redirect(url.href);
});

app.get('/oauth', async (req, res) => {
  const { codeVerifier = '', state = '' } = req.session.signIn ?? {};
  const answer = await client.authorizationCodeGrant(config, new URL(req.url, REDIRECT_URI), {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
  });
  req.session.tokens = keep(answer);
  res.redirect('/');
});

app.get('/', async (req, res) => {
  let { tokens } = req.session;
  if (!tokens) return res.redirect('/login');
  if (tokens.expiresAt <= Date.now()) {
    tokens = req.session.tokens = keep(await client.refreshTokenGrant(config, tokens.refreshToken));
  }
  const account = await client.fetchProtectedResource(config, tokens.accessToken, new URL(`${API_URL}/account`), 'GET');
  const { company } = await account.json();
  res.type('text').send(`Signed in at ${company}`);
});

app.post('/logout', async (req, res) => {
  if (req.session.tokens) await client.tokenRevocation(config, req.session.tokens.refreshToken);
  req.session.destroy(() => res.type('text').send('Signed out'));
});

app.use(
  /** @type {express.ErrorRequestHandler} */
  (error, _req, res, _next) =>
    void res
      .status(502)
      .type('text')
      .send(`Failed: ${error.error ?? error.cause?.message ?? error.message}`),
);

/** @param {client.TokenEndpointResponse & client.TokenEndpointResponseHelpers} answer */
function keep(answer) {
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? '', // a new one with every refresh: the old one is dead
    expiresAt: Date.now() + (answer.expiresIn() ?? 0) * 1000,
  };
}

app.listen(new URL(REDIRECT_URI).port, () => console.log(`Open ${new URL('/', REDIRECT_URI)}`));
