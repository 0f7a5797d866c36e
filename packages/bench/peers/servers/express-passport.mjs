/** Express with `passport-oauth2` and `express-session`, by its README; state and PKCE on, sessions in memory. */
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import { clientId, clientSecret, endpoint, origin, port, secret } from './settings.mjs';

passport.use(
  new OAuth2Strategy(
    {
      authorizationURL: endpoint('auth'),
      tokenURL: endpoint('token'),
      clientID: clientId,
      clientSecret,
      callbackURL: `${origin}/oauth`,
      scope: ['openid', 'account:read'],
      state: true,
      pkce: 'S256',
    },
    (accessToken, refreshToken, parameters, _profile, done) => {
      const { sub } = JSON.parse(Buffer.from(parameters.id_token.split('.')[1], 'base64url').toString());
      done(null, { sub, accessToken, refreshToken });
    },
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret, saveUninitialized: false, resave: false }));
app.use(passport.session());
app.get('/login', passport.authenticate('oauth2'));
app.get('/oauth', passport.authenticate('oauth2', { failureRedirect: '/login' }), (_, response) =>
  response.redirect('/'),
);
app.get('/who', (request, response) => response.status(request.user ? 200 : 401).send(''));
app.listen(port, '127.0.0.1');
