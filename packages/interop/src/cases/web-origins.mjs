/** @module what a page of another origin may read */
import { empty, error, TOKENS } from '../notation.mjs';

const HEADERS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
  'vary',
];

const APP = 'https://app.example.com';
const STRANGER = 'https://unknown.example';
const NONE = 'no such header';

/** Keycloak lists headers in another order after each start. @param {string} list */
const sorted = (list) => list.split(', ').sort().join(', ');

/** The headers of an answer that decide who may read it, and its status. @param {Response} response */
const reader = (response) => {
  const told = HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`\`${name}: ${sorted(value)}\``];
  });
  return `${response.status}; ${told.join(', ') || NONE}`;
};

/**
 * @param {number} status
 * @param {string} origin
 * @param {string} [exposed]
 */
const readable = (status, origin, exposed = 'Access-Control-Allow-Methods') =>
  `${status}; \`access-control-allow-origin: ${origin}\`, \`access-control-allow-credentials: true\`, \`access-control-expose-headers: ${exposed}\``;

/** @param {string} methods */
const preflighted = (methods) =>
  `200; \`access-control-allow-origin: ${STRANGER}\`, \`access-control-allow-credentials: true\`, \`access-control-allow-methods: ${methods}\`, \`access-control-allow-headers: Accept, Access-Control-Request-Headers, Access-Control-Request-Method, Authorization, Content-Type, DPoP, Origin, X-Requested-With\`, \`access-control-max-age: 3600\``;

/** @param {number} status */
const unreadable = (status) => `${status}; ${NONE}`;

/**
 * @param {keyof ReturnType<import('../world.mjs').World['at']>} endpoint
 * @param {string} method
 * @param {string} expected
 * @returns {import('./case.mjs').Case}
 */
const preflight = (endpoint, method, expected) => ({
  id: `web-origin/preflight-${endpoint}`,
  about: `preflight of the ${endpoint} endpoint, any origin`,
  ask: async (world) =>
    reader(
      await fetch(world.at()[endpoint], {
        method: 'OPTIONS',
        headers: {
          origin: STRANGER,
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type',
        },
      }),
    ),
  expected,
});

/**
 * A garbage refresh by a page of `origin`.
 *
 * @param {string} id
 * @param {string} about
 * @param {{ origin: string, settings: import('../world.mjs').ClientSettings, credentials?: import('../protocol.mjs').Parameters }} asked
 * @param {string} expected
 * @returns {import('./case.mjs').Case}
 */
const refreshing = (id, about, { origin, settings, credentials = {} }, expected) => ({
  id: `web-origin/${id}`,
  about,
  async ask(world) {
    const client = await world.spareClient(settings);
    return reader(await world.refresh('nonsense', { client, origin, parameters: credentials }));
  },
  expected,
});

const LISTED = { webOrigins: [APP] };
const PLUS = {
  webOrigins: ['+'],
  redirectUris: [
    'https://app.example.com/cb',
    'https://app.example.com:8443/*',
    'http://localhost/cb',
    'https://*.wild.example/*',
  ],
};

/** @type {import('./case.mjs').Chapter} */
export const webOrigins = {
  title: 'Web origins (CORS)',
  about: 'Status, and the headers by which a browser decides. The lists in them are sorted.',
  cases: [
    preflight('token', 'POST', preflighted('OPTIONS, POST')),
    preflight('revocation', 'POST', preflighted('OPTIONS, POST')),
    preflight('introspection', 'POST', unreadable(200)),
    preflight('deviceAuthorization', 'POST', preflighted('OPTIONS, POST')),
    preflight('userinfo', 'GET', preflighted('GET, HEAD, OPTIONS')),
    preflight('logout', 'POST', preflighted('GET, HEAD, OPTIONS')),
    preflight('keys', 'GET', preflighted('GET')),
    preflight('discovery', 'GET', preflighted('GET')),
    preflight('authorization', 'GET', unreadable(200)),
    {
      id: 'web-origin/discovery',
      about: 'discovery, any origin',
      ask: async (world) => reader(await fetch(world.at().discovery, { headers: { origin: STRANGER } })),
      expected: `200; \`access-control-allow-origin: ${STRANGER}\`, \`access-control-allow-credentials: true\``,
    },
    {
      id: 'web-origin/keys',
      about: 'keys (JWKS), any origin',
      ask: async (world) => reader(await fetch(world.at().keys, { headers: { origin: STRANGER } })),
      expected: `200; \`access-control-allow-origin: ${STRANGER}\`, \`access-control-allow-credentials: true\``,
    },
    refreshing('listed', 'token, error, origin listed', { origin: APP, settings: LISTED }, readable(400, APP)),
    refreshing('unlisted', 'token, error, origin not listed', { origin: STRANGER, settings: LISTED }, unreadable(403)),
    refreshing(
      'client-unknown',
      'token, error, client unknown',
      { origin: APP, settings: {}, credentials: { client_id: 'nobody' } },
      readable(401, APP),
    ),
    refreshing(
      'secret-wrong',
      'token, error, secret wrong, origin listed',
      { origin: APP, settings: LISTED, credentials: { client_secret: 'wrong' } },
      readable(401, APP),
    ),
    refreshing(
      'secret-wrong-unlisted',
      'token, error, secret wrong, origin not listed',
      { origin: STRANGER, settings: LISTED, credentials: { client_secret: 'wrong' } },
      readable(401, STRANGER),
    ),
    refreshing(
      'case',
      'listed `https://app.example.com`, asked by `https://APP.example.com`',
      { origin: 'https://APP.example.com', settings: LISTED },
      unreadable(403),
    ),
    refreshing(
      'null',
      'listed `https://app.example.com`, asked by `null`',
      { origin: 'null', settings: LISTED },
      unreadable(403),
    ),
    refreshing(
      'host-wildcard',
      'listed `https://*.wild.example`, asked by `https://a.wild.example`',
      { origin: 'https://a.wild.example', settings: { webOrigins: ['https://*.wild.example'] } },
      unreadable(403),
    ),
    refreshing(
      'trailing-slash',
      'listed `https://slash.example/`, asked by `https://slash.example`',
      { origin: 'https://slash.example', settings: { webOrigins: ['https://slash.example/'] } },
      unreadable(403),
    ),
    refreshing(
      'path',
      'listed `https://path.example/x`, asked by `https://path.example`',
      { origin: 'https://path.example', settings: { webOrigins: ['https://path.example/x'] } },
      unreadable(403),
    ),
    refreshing('plus', 'listed `+`, origin of a redirect URI', { origin: APP, settings: PLUS }, readable(400, APP)),
    refreshing(
      'plus-port',
      'listed `+`, origin of a redirect URI with port and star',
      { origin: `${APP}:8443`, settings: PLUS },
      readable(400, `${APP}:8443`),
    ),
    refreshing(
      'plus-loopback',
      'listed `+`, redirect URI `http://localhost/cb`, asked by `http://localhost:3000`',
      { origin: 'http://localhost:3000', settings: PLUS },
      unreadable(403),
    ),
    refreshing(
      'plus-host-wildcard',
      'listed `+`, redirect URI `https://*.wild.example/*`, asked by `https://a.wild.example`',
      { origin: 'https://a.wild.example', settings: PLUS },
      unreadable(403),
    ),
    refreshing(
      'star',
      'listed `*`',
      { origin: 'https://anything.example', settings: { webOrigins: ['*'] } },
      readable(400, 'https://anything.example'),
    ),
    refreshing('none', 'listed none', { origin: APP, settings: { webOrigins: [] } }, unreadable(403)),
    {
      id: 'web-origin/userinfo',
      about: 'userinfo',
      async ask(world) {
        const { accessToken } = await world.tokens({ client: await world.spareClient(LISTED) });
        const info = async (/** @type {string} */ origin, token = accessToken) =>
          reader(await fetch(world.at().userinfo, { headers: { origin, authorization: `Bearer ${token}` } }));
        return {
          'origin listed': await info(APP),
          'origin not listed': await info(STRANGER),
          'token garbage, origin listed': await info(APP, 'nonsense'),
        };
      },
      expected: {
        'origin listed': readable(200, APP),
        'origin not listed': unreadable(403),
        'token garbage, origin listed': readable(401, APP, 'Access-Control-Allow-Methods, WWW-Authenticate'),
      },
    },
    {
      id: 'web-origin/refresh',
      about: 'a good refresh token from an origin that is not listed, then from one that is',
      async ask(world) {
        const client = await world.spareClient(LISTED);
        const { refreshToken } = await world.tokens({ client });
        const barred = await world.refresh(refreshToken, { client, origin: STRANGER });
        const allowed = await world.refresh(refreshToken, { client, origin: APP });
        return {
          'not listed': reader(barred),
          'its body': barred,
          listed: reader(allowed),
        };
      },
      expected: {
        'not listed': unreadable(403),
        'its body': error(403, 'Invalid origin'),
        listed: readable(200, APP),
      },
    },
    {
      id: 'web-origin/code',
      about: 'a good code from an origin that is not listed, then from one that is',
      async ask(world) {
        const granted = await world.grant({ client: await world.spareClient(LISTED) });
        return {
          'not listed': reader(await world.exchange(granted, {}, { origin: STRANGER })),
          listed: await world.exchange(granted, {}, { origin: APP }),
        };
      },
      expected: { 'not listed': unreadable(403), listed: TOKENS },
    },
    {
      id: 'web-origin/revoke',
      about: 'revoking from an origin that is not listed, then from one that is',
      async ask(world) {
        const client = await world.spareClient(LISTED);
        const { refreshToken } = await world.tokens({ client });
        return {
          'not listed': reader(await world.revoke({ token: refreshToken }, { client, origin: STRANGER })),
          listed: reader(await world.revoke({ token: refreshToken }, { client, origin: APP })),
          'once more': await world.revoke({ token: refreshToken }, { client, origin: APP }),
        };
      },
      expected: {
        'not listed': unreadable(403),
        listed: readable(200, APP),
        'once more': error(200, 'invalid_token', 'Invalid token'),
      },
    },
    {
      id: 'web-origin/logout',
      about: 'logout from an origin that is listed',
      async ask(world) {
        const client = await world.spareClient(LISTED);
        const { refreshToken } = await world.tokens({ client });
        const left = await world.logout({ refresh_token: refreshToken }, { client, origin: APP });
        return { headers: reader(left), body: left };
      },
      expected: {
        headers:
          '204; `access-control-allow-origin: https://app.example.com`, `access-control-allow-credentials: true`, `access-control-expose-headers: Access-Control-Allow-Methods`',
        body: empty(204),
      },
    },
  ],
};
