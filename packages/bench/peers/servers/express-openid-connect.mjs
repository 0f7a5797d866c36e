/** Express with `express-openid-connect`, by its README; the session is an encrypted cookie. */
import express from 'express';
import openidConnect from 'express-openid-connect';
import { clientId, clientSecret, issuer, origin, port, secret } from './settings.mjs';

const app = express();
app.use(
  openidConnect.auth({
    authRequired: false,
    issuerBaseURL: issuer,
    baseURL: origin,
    clientID: clientId,
    clientSecret,
    secret,
    routes: { callback: '/oauth', login: '/login' },
    clientAuthMethod: 'client_secret_post',
    authorizationParams: { response_type: 'code', response_mode: 'query', scope: 'openid account:read' },
  }),
);
app.get('/who', (request, response) => response.status(request.oidc.isAuthenticated() ? 200 : 401).send(''));
app.listen(port, '127.0.0.1');
