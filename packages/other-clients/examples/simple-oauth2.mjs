import { randomUUID } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import { AuthorizationCode } from 'simple-oauth2';

const { CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = 'http://localhost:8080/oauth' } = process.env;
const ISSUER = process.env.SIPGATE_KIT_ISSUER ?? 'https://login.sipgate.com/auth/realms/third-party';
const API_URL = process.env.SIPGATE_KIT_API_URL ?? 'https://api.sipgate.com/v2';

const realm = new URL(ISSUER);
const client = new AuthorizationCode({
  client: { id: CLIENT_ID, secret: CLIENT_SECRET },
  auth: {
    tokenHost: realm.origin,
    authorizePath: `${realm.pathname}/protocol/openid-connect/auth`,
    tokenPath: `${realm.pathname}/protocol/openid-connect/token`,
    revokePath: `${realm.pathname}/protocol/openid-connect/revoke`,
  },
  http: { json: true }, // not 'strict', which is usual: revoking answers with nothing, and that is not JSON
});

const app = express();
app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false }));

app.get('/login', (req, res) => {
  const state = randomUUID();
  req.session.signIn = { state };
  res.redirect(client.authorizeURL({ redirect_uri: REDIRECT_URI, scope: 'openid account:read', state }));
});

app.get('/oauth', async (req, res) => {
  const { code, state, error } = req.query;
  if (state === undefined || state !== req.session.signIn?.state) throw new Error('state is not ours');
  if (error) throw new Error(String(error));
  const accessToken = await client.getToken({ code: String(code), redirect_uri: REDIRECT_URI });
  req.session.token = JSON.stringify(accessToken);
  res.redirect('/');
});

app.get('/', async (req, res) => {
  if (!req.session.token) return res.redirect('/login');
  let accessToken = client.createToken(JSON.parse(req.session.token));
  if (accessToken.expired()) {
    accessToken = await accessToken.refresh();
    req.session.token = JSON.stringify(accessToken); // with the new refresh token: the old one is dead
  }
  const account = await fetch(`${API_URL}/account`, {
    headers: { authorization: `Bearer ${accessToken.token.access_token}` },
  });
  const { company } = await account.json();
  res.type('text').send(`Signed in at ${company}`);
});

app.post('/logout', async (req, res) => {
  if (req.session.token) await client.createToken(JSON.parse(req.session.token)).revokeAll();
  req.session.destroy(() => res.type('text').send('Signed out'));
});

app.use(
  /** @type {express.ErrorRequestHandler} */
  (error, _req, res, _next) => void res.status(502).type('text').send(`Failed: ${error.message}`),
);

app.listen(new URL(REDIRECT_URI).port, () => console.log(`Open ${new URL('/', REDIRECT_URI)}`));
