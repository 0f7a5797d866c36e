import { randomUUID } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy as OAuth2Strategy } from 'passport-oauth2';
import refresh from 'passport-oauth2-refresh';

const { CLIENT_ID = '', CLIENT_SECRET = '', REDIRECT_URI = 'http://localhost:8080/oauth' } = process.env;
const ISSUER = process.env.SIPGATE_KIT_ISSUER ?? 'https://login.sipgate.com/auth/realms/third-party';
const API_URL = process.env.SIPGATE_KIT_API_URL ?? 'https://api.sipgate.com/v2';

const strategy = new OAuth2Strategy(
  {
    authorizationURL: `${ISSUER}/protocol/openid-connect/auth`,
    tokenURL: `${ISSUER}/protocol/openid-connect/token`,
    clientID: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    callbackURL: REDIRECT_URI,
    scope: ['openid', 'account:read'],
    state: true,
    pkce: true,
  },
  (
    /** @type {string} */ accessToken,
    /** @type {string} */ refreshToken,
    /** @type {{ expires_in: number }} */ answer,
    /** @type {object} */ _profile,
    /** @type {import('passport-oauth2').VerifyCallback} */ done,
  ) => done(null, keep(accessToken, refreshToken, answer)),
);
passport.use('sipgate', strategy);
refresh.use('sipgate', strategy);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((/** @type {Express.User} */ user, done) => done(null, user));

const app = express();
app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false }));
app.use(passport.session());

app.get('/login', passport.authenticate('sipgate'));

app.get('/oauth', passport.authenticate('sipgate', { failWithError: true, successRedirect: '/' }));

app.get('/', async (req, res) => {
  if (!req.user) return res.redirect('/login');
  if (req.user.expiresAt <= Date.now()) {
    const user = await refreshed(req.user.refreshToken);
    await new Promise((kept, failed) => req.login(user, (error) => (error ? failed(error) : kept(undefined))));
  }
  const account = await fetch(`${API_URL}/account`, { headers: { authorization: `Bearer ${req.user.accessToken}` } });
  const { company } = await account.json();
  res.type('text').send(`Signed in at ${company}`);
});

// Passport ends its own session only.
app.post('/logout', async (req, res) => {
  await fetch(`${ISSUER}/protocol/openid-connect/revoke`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      token: req.user?.refreshToken ?? '',
    }),
  });
  req.logout(() => res.type('text').send('Signed out'));
});

app.use(
  /** @type {express.ErrorRequestHandler} */
  (error, _req, res, _next) => void res.status(502).type('text').send(`Failed: ${error.message}`),
);

/** @param {string} refreshToken @returns {Promise<Express.User>} */
function refreshed(refreshToken) {
  return new Promise((resolve, reject) => {
    refresh.requestNewAccessToken('sipgate', refreshToken, (error, accessToken, newRefreshToken, answer) => {
      if (error) reject(error);
      else resolve(keep(accessToken, newRefreshToken, answer)); // its README says not to bother: here the old one is dead
    });
  });
}

/** @param {string} accessToken @param {string} refreshToken @param {{ expires_in: number }} answer @returns {Express.User} */
function keep(accessToken, refreshToken, { expires_in }) {
  return { accessToken, refreshToken, expiresAt: Date.now() + expires_in * 1000 };
}

app.listen(new URL(REDIRECT_URI).port, () => console.log(`Open ${new URL('/', REDIRECT_URI)}`));
