/** @module what is in the token answer, in the tokens and in userinfo */
import { empty, fields, json } from '../notation.mjs';
import { address, claims } from '../protocol.mjs';

/** What is secret, or new each time: named, never shown. */
const SECRET_OR_FRESH = /^(exp|iat|auth_time|jti|sid|sub|iss|at_hash|nonce|reuse_id|session_state|.*_token)$/;

/** What is left of a token or session is a second less by the time of a slow answer. @param {number} seconds */
const wholeMinutes = (seconds) => String(Math.ceil(seconds / 60) * 60);

/**
 * Names and values of an object, one line that is the same in every run; the order of members counts, that of scopes and roles does not.
 *
 * @param {import('../world.mjs').World} world
 * @param {Record<string, any>} object
 * @param {import('../world.mjs').Client} [client]
 */
const tell = (world, object, client = world.client) =>
  fields(
    Object.entries(object).map(([name, value]) =>
      SECRET_OR_FRESH.test(name) ? name : `${name}: ${show(name, value)}`,
    ),
  )
    .replaceAll(world.issuer('third-party'), '{issuer}')
    .replaceAll(client.clientId, '{clientId}');

/**
 * The claims of a token, in alphabetical order: Keycloak's own is another after each start.
 *
 * @param {import('../world.mjs').World} world
 * @param {Record<string, any>} object
 * @param {import('../world.mjs').Client} [client]
 */
const tellClaims = (world, object, client) =>
  tell(world, Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))), client);

/**
 * @param {string} name
 * @param {any} value
 */
function show(name, value) {
  if (name === 'scope') return String(value).split(' ').sort().join(' ');
  if (name.endsWith('expires_in')) return wholeMinutes(Number(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @param {string} jwt */
const header = (jwt) =>
  fields(
    Object.entries(JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString())).map(([name, value]) =>
      name === 'kid' ? 'kid' : `${name}: ${value}`,
    ),
  );

const SCOPES = 'openid account:read balance:read';

const ANSWER =
  '`access_token`, `expires_in: 300`, `refresh_expires_in: 2592000`, `refresh_token`, `token_type: Bearer`, `id_token`, `not-before-policy: 0`, `session_state`, `scope: account:read balance:read openid`';
const ID_CLAIMS_OF_REFRESH =
  '`acr: 1`, `at_hash`, `aud: {clientId}`, `auth_time`, `azp: {clientId}`, `exp`, `iat`, `iss`, `jti`, `sid`, `sub`, `typ: ID`';

/** @type {import('./case.mjs').Chapter} */
export const tokens = {
  title: 'The token answer and the claims',
  about:
    'Members in the order they come; the scopes in a `scope` are sorted here, since Keycloak gives them in no lasting order.',
  cases: [
    {
      id: 'tokens/answer',
      about: 'members of the answer',
      async ask(world) {
        const open = await world.tokens({ scope: SCOPES });
        const bare = await world.tokens({ scope: 'account:read' });
        const offline = await world.tokens({ scope: 'openid account:read offline_access' });
        return {
          [`scope ${SCOPES}`]: tell(world, open.set),
          'scope account:read': tell(world, bare.set),
          'with offline_access': tell(world, offline.set),
          'after a refresh': tell(world, (await world.refreshed(open.refreshToken)).set),
        };
      },
      expected: {
        [`scope ${SCOPES}`]: ANSWER,
        'scope account:read':
          '`access_token`, `expires_in: 300`, `refresh_expires_in: 2592000`, `refresh_token`, `token_type: Bearer`, `not-before-policy: 0`, `session_state`, `scope: account:read`',
        'with offline_access':
          '`access_token`, `expires_in: 300`, `refresh_expires_in: 0`, `refresh_token`, `token_type: Bearer`, `id_token`, `not-before-policy: 0`, `session_state`, `scope: account:read offline_access openid`',
        'after a refresh': ANSWER,
      },
    },
    {
      id: 'tokens/headers',
      about: 'headers of the tokens',
      async ask(world) {
        const { set } = await world.tokens();
        return {
          'access token': header(set['access_token']),
          'refresh token': header(set['refresh_token']),
          'ID token': header(set['id_token']),
        };
      },
      expected: {
        'access token': '`alg: RS256`, `typ: JWT`, `kid`',
        'refresh token': '`alg: HS512`, `typ: JWT`, `kid`',
        'ID token': '`alg: RS256`, `typ: JWT`, `kid`',
      },
    },
    {
      id: 'tokens/access-token',
      about: 'claims of the access token',
      async ask(world) {
        const client = await world.spareClient({ webOrigins: ['http://localhost:8080'] });
        const open = await world.tokens({ client, scope: SCOPES });
        const bare = await world.tokens({ client, scope: 'account:read' });
        return {
          [`scope ${SCOPES}`]: tellClaims(world, claims(open.accessToken), client),
          'scope account:read': tellClaims(world, claims(bare.accessToken), client),
        };
      },
      expected: {
        [`scope ${SCOPES}`]:
          '`acr: 1`, `allowed-origins: ["http://localhost:8080"]`, `aud: {clientId}`, `auth_time`, `azp: {clientId}`, `exp`, `featureScope: NEO_PBX`, `iat`, `iss`, `jti`, `realm_access: {"roles":["account:read","balance:read"]}`, `scope: account:read balance:read openid`, `session_state`, `sid`, `sub`, `typ: Bearer`',
        'scope account:read':
          '`acr: 1`, `allowed-origins: ["http://localhost:8080"]`, `aud: {clientId}`, `auth_time`, `azp: {clientId}`, `exp`, `featureScope: NEO_PBX`, `iat`, `iss`, `jti`, `realm_access: {"roles":["account:read"]}`, `scope: account:read`, `session_state`, `sid`, `sub`, `typ: Bearer`',
      },
    },
    {
      id: 'tokens/refresh-token',
      about: 'claims of the refresh token',
      async ask(world) {
        const open = await world.tokens({ scope: SCOPES });
        const offline = await world.tokens({ scope: 'openid account:read offline_access' });
        const next = await world.refreshed(open.refreshToken);
        return {
          [`scope ${SCOPES}`]: tellClaims(world, claims(open.refreshToken)),
          'with offline_access': tellClaims(world, claims(offline.refreshToken)),
          'reuse_id after a refresh as before': String(
            claims(next.refreshToken)['reuse_id'] === claims(open.refreshToken)['reuse_id'],
          ),
        };
      },
      expected: {
        [`scope ${SCOPES}`]:
          '`aud: {issuer}`, `aud_x: {clientId}`, `azp: {clientId}`, `exp`, `iat`, `iss`, `jti`, `prov: default`, `reuse_id`, `scope: account:read acr balance:read basic featureScope openid roles web-origins`, `sid`, `sub`, `typ: Refresh`',
        'with offline_access':
          '`aud: {issuer}`, `aud_x: {clientId}`, `azp: {clientId}`, `iat`, `iss`, `jti`, `prov: default`, `reuse_id`, `scope: account:read acr basic featureScope offline_access openid roles web-origins`, `sid`, `sub`, `typ: Offline`',
        'reuse_id after a refresh as before': 'true',
      },
      explained:
        'Refresh tokens are opaque to clients. Keycloak’s name the default scopes of the realm, which are those of our realm file, and the provider that made them.',
    },
    {
      id: 'tokens/id-token',
      about: 'claims of the ID token',
      async ask(world) {
        const open = await world.tokens({ scope: SCOPES, parameters: { nonce: 'a-nonce' } });
        const next = await world.refreshed(open.refreshToken);
        const before = claims(open.set['id_token']);
        const after = claims(next.set['id_token']);
        return {
          'with nonce': tellClaims(world, before),
          'nonce echoed': String(before['nonce'] === 'a-nonce'),
          'after a refresh': tellClaims(world, after),
          'auth_time after a refresh as before': String(after['auth_time'] === before['auth_time']),
        };
      },
      expected: {
        'with nonce':
          '`acr: 1`, `at_hash`, `aud: {clientId}`, `auth_time`, `azp: {clientId}`, `exp`, `iat`, `iss`, `jti`, `nonce`, `sid`, `sub`, `typ: ID`',
        'nonce echoed': 'true',
        'after a refresh': ID_CLAIMS_OF_REFRESH,
        'auth_time after a refresh as before': 'true',
      },
    },
    {
      id: 'tokens/session',
      about: '`sid` is the session_state of callback and answer',
      async ask(world) {
        const { set, arrival } = await world.tokens();
        const sid = claims(set['access_token'])['sid'];
        return String(sid === set['session_state'] && sid === arrival.callback.searchParams.get('session_state'));
      },
      expected: 'true',
    },
  ],
};

/** @type {import('./case.mjs').Chapter} */
export const userinfo = {
  title: 'Userinfo',
  cases: [
    {
      id: 'userinfo/scopes',
      about: 'what the scopes open up',
      async ask(world) {
        const withScope = async (/** @type {string} */ scope) =>
          world.userinfo((await world.tokens({ scope })).accessToken);
        return {
          openid: await withScope('openid account:read'),
          'without openid': await withScope('account:read'),
          'openid email profile': await withScope('openid email profile'),
        };
      },
      expected: {
        openid: json(200, ['sub']),
        'without openid': empty(403),
        'openid email profile': json(200, [
          'sub',
          'email_verified',
          'name',
          'preferred_username',
          'given_name',
          'family_name',
          'email',
        ]),
      },
    },
    {
      id: 'userinfo/refused',
      about: 'no good token',
      async ask(world) {
        const challenge = (/** @type {Response} */ response) =>
          `${response.status} ${response.headers.get('www-authenticate')}`;
        return {
          'token garbage': challenge(await world.userinfo('nonsense')),
          'no token': challenge(await fetch(world.at().userinfo)),
        };
      },
      expected: {
        'token garbage':
          '401 Bearer realm="third-party", error="invalid_token", error_description="Token verification failed"',
        'no token': '401 Bearer realm="third-party"',
      },
    },
    {
      id: 'userinfo/ways',
      about: 'ways to hand over the token',
      async ask(world) {
        const { accessToken } = await world.tokens();
        const endpoint = world.at().userinfo;
        return {
          'token in the query': await fetch(address(endpoint, { access_token: accessToken })),
          'POST with header': await fetch(endpoint, {
            method: 'POST',
            headers: { authorization: `Bearer ${accessToken}` },
          }),
          'POST with token in the form': await fetch(endpoint, {
            method: 'POST',
            body: new URLSearchParams({ access_token: accessToken }),
          }),
          'a refresh token instead': await world.userinfo((await world.tokens()).refreshToken),
        };
      },
      expected: {
        'token in the query': empty(401),
        'POST with header': json(200, ['sub']),
        'POST with token in the form': json(200, ['sub']),
        'a refresh token instead': empty(401),
      },
    },
  ],
};
