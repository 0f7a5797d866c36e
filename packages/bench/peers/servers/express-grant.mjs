/** Express with `grant` and `express-session`, by grant's README; sessions in memory. */
import express from 'express';
import session from 'express-session';
import grant from 'grant';
import { clientId, clientSecret, endpoint, origin, port, secret } from './settings.mjs';

const app = express();
app.use(session({ secret, saveUninitialized: true, resave: false }));
app.use(
  grant.express({
    defaults: { origin, transport: 'session', state: true, nonce: true, pkce: true, response: ['tokens'] },
    sipgate: {
      oauth: 2,
      authorize_url: endpoint('auth'),
      access_url: endpoint('token'),
      key: clientId,
      secret: clientSecret,
      scope: ['openid', 'account:read'],
      scope_delimiter: ' ',
      callback: '/who',
    },
  }),
);
app.get('/who', (request, response) => {
  const tokens = request.session.grant?.response;
  response.status(tokens?.access_token ? 200 : 401).send('');
});
app.listen(port, '127.0.0.1');
