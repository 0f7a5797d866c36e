import { randomUUID } from 'node:crypto';
import { generateCodeVerifier, OAuth2Client, OAuth2Fetch } from '@badgateway/oauth2-client';
import express from 'express';
import session from 'express-session';

const { CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = 'http://localhost:8080/oauth' } = process.env;
const ISSUER = process.env.SIPGATE_KIT_ISSUER ?? 'https://login.sipgate.com/auth/realms/third-party';
const API_URL = process.env.SIPGATE_KIT_API_URL ?? 'https://api.sipgate.com/v2';

const client = new OAuth2Client({
  server: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  discoveryEndpoint: `${ISSUER}/.well-known/openid-configuration`,
});

const app = express();
app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false }));

app.get('/login', async (req, res) => {
  const codeVerifier = await generateCodeVerifier();
  const state = randomUUID();
  req.session.signIn = { codeVerifier, state };
  const url = await client.authorizationCode.getAuthorizeUri({
    redirectUri: REDIRECT_URI,
    scope: ['openid', 'account:read'],
    state,
    codeVerifier,
  });
  res.redirect(url);
});

app.get('/oauth', async (req, res) => {
  const { codeVerifier = '', state = '' } = req.session.signIn ?? {};
  req.session.oauth2Token = await client.authorizationCode.getTokenFromCodeRedirect(new URL(req.url, REDIRECT_URI), {
    redirectUri: REDIRECT_URI,
    state,
    codeVerifier,
  });
  res.redirect('/');
});

app.get('/', async (req, res) => {
  if (!req.session.oauth2Token) return res.redirect('/login');
  const sipgate = new OAuth2Fetch({
    client,
    getNewToken: () => null, // nothing but a new sign-in brings one
    getStoredToken: () => req.session.oauth2Token ?? null,
    storeToken: (token) => {
      req.session.oauth2Token = token; // with the new refresh token: the old one is dead
    },
    scheduleRefresh: false,
  });
  const account = await sipgate.fetch(`${API_URL}/account`);
  const { company } = await account.json();
  res.type('text').send(`Signed in at ${company}`);
});

app.post('/logout', async (req, res) => {
  if (req.session.oauth2Token) await client.revoke(req.session.oauth2Token, 'refresh_token');
  req.session.destroy(() => res.type('text').send('Signed out'));
});

// Not its message, in which the library quotes the state.
app.use(
  /** @type {express.ErrorRequestHandler} */
  (error, _req, res, _next) =>
    void res
      .status(502)
      .type('text')
      .send(`Failed: ${error.oauth2Code ?? 'unexpected'}`),
);

app.listen(new URL(REDIRECT_URI).port, () => console.log(`Open ${new URL('/', REDIRECT_URI)}`));
