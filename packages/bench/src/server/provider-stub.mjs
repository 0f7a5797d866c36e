/**
 * A provider that does nothing but answer the back channel as Keycloak does: discovery, keys, token endpoint, user info.
 * It keeps nothing and shows no page: the code holds what the answer needs, so it is the same work for every server. A
 * process of its own.
 * @module
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { takeOrders } from '../orders.mjs';

const REALM = '/auth/realms/third-party';
const { privateKey: pem } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const privateKey = createPrivateKey(pem);
const jwk = { ...createPublicKey(pem).export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' };
const inBase64 = (/** @type {unknown} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = inBase64({ alg: 'RS256', typ: 'JWT', kid: 'bench' });

const server = createServer(async (request, response) => {
  const path = (request.url ?? '').replace(REALM, '').replace(/\?.*/, '');
  const answer = await answers[path]?.(request);
  const body = JSON.stringify(answer ?? { error: 'not_found' });
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const issuer = `http://127.0.0.1:${port}${REALM}`;

/** Of the size of sipgate's; signed once, since no server of these looks into them. */
const accessToken = jwt({ iss: issuer, scope: 'openid account:read', padding: 'a'.repeat(700) });
const refreshToken = jwt({ iss: issuer, typ: 'Refresh', padding: 'r'.repeat(200) });

/** @type {Record<string, (request: import('node:http').IncomingMessage) => unknown>} */
const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/protocol/openid-connect/auth`,
    token_endpoint: `${issuer}/protocol/openid-connect/token`,
    userinfo_endpoint: `${issuer}/protocol/openid-connect/userinfo`,
    jwks_uri: `${issuer}/protocol/openid-connect/certs`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'account:read'],
    authorization_response_iss_parameter_supported: true,
  }),
  '/protocol/openid-connect/certs': () => ({ keys: [jwk] }),
  '/protocol/openid-connect/userinfo': () => ({ sub: 'person', id: 'person' }),
  async '/protocol/openid-connect/token'(request) {
    const body = await text(request);
    const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
    const code = isJson ? JSON.parse(body).code : new URLSearchParams(body).get('code');
    const { nonce, sub, client } = JSON.parse(Buffer.from(code, 'base64url').toString());
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: issuer, aud: client, azp: client, sub, iat: now, exp: now + 300, ...(nonce && { nonce }) };
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 300,
      refresh_token: refreshToken,
      refresh_expires_in: 2_592_000,
      id_token: jwt(claims),
      scope: 'openid account:read',
    };
  },
};

/** @param {object} claims */
function jwt(claims) {
  const signed = `${HEADER}.${inBase64(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

takeOrders({ about: () => ({ issuer }) });
