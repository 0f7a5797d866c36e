/** @module what a page of another origin may read */
import { sayAnswer, sayBody } from '../answers.mjs';
import { post } from '../protocol.mjs';
import { REDIRECT_URI } from '../realms.mjs';

const HEADERS = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
  'vary',
];

/** Keycloak lists headers in another order after each start. @param {string | null} list */
const sorted = (list) => (list ?? '').split(', ').sort().join(', ');

/** @type {import('./world.mjs').Chapter} */
export const webOrigins = {
  title: 'Web origins (CORS)',
  async run(world) {
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    const client = await world.spareClient({
      webOrigins: [
        'https://app.example.com',
        'https://*.wild.example',
        'https://slash.example/',
        'https://path.example/x',
      ],
    });
    const plus = await world.spareClient({
      webOrigins: ['+'],
      redirectUris: [
        'https://app.example.com/cb',
        'https://app.example.com:8443/*',
        'http://localhost/cb',
        'https://*.wild.example/*',
        REDIRECT_URI,
      ],
    });
    const star = await world.spareClient({ webOrigins: ['*'] });
    const none = await world.spareClient({ webOrigins: [] });

    const say = (/** @type {string} */ situation, /** @type {Response} */ response) => {
      const told = HEADERS.filter((name) => response.headers.has(name)).map(
        (name) => `\`${name}: ${sorted(response.headers.get(name))}\``,
      );
      rows.push([situation, `${response.status}; ${told.join(', ') || 'no such header'}`]);
    };
    const preflight = (/** @type {string} */ url, method = 'POST') =>
      fetch(url, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://unknown.example',
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type',
        },
      });
    const refresh = (
      /** @type {{ clientId: string, clientSecret: string }} */ c,
      /** @type {string} */ origin,
      secret = c.clientSecret,
    ) =>
      post(
        world.at().token,
        { grant_type: 'refresh_token', client_id: c.clientId, client_secret: secret, refresh_token: 'nonsense' },
        { origin },
      );

    say('preflight of token, any origin', await preflight(world.at().token));
    say('preflight of revoke, any origin', await preflight(world.at().revocation));
    say('preflight of userinfo, any origin', await preflight(world.at().userinfo, 'GET'));
    say('preflight of logout, any origin', await preflight(world.at().logout));
    say('preflight of discovery, any origin', await preflight(world.at().discovery, 'GET'));
    say('preflight of auth, any origin', await preflight(world.at().authorization, 'GET'));
    say('discovery, any origin', await fetch(world.at().discovery, { headers: { origin: 'https://unknown.example' } }));
    say('token, error, origin listed', await refresh(client, 'https://app.example.com'));
    say('token, error, origin not listed', await refresh(client, 'https://unknown.example'));
    say(
      'token, error, client unknown',
      await refresh({ clientId: 'nobody', clientSecret: 'x' }, 'https://app.example.com'),
    );
    say('token, error, secret wrong, origin listed', await refresh(client, 'https://app.example.com', 'wrong'));
    say(
      'listed `https://*.wild.example`, asked by `https://a.wild.example`',
      await refresh(client, 'https://a.wild.example'),
    );
    say(
      'listed `https://slash.example/`, asked by `https://slash.example`',
      await refresh(client, 'https://slash.example'),
    );
    say(
      'listed `https://path.example/x`, asked by `https://path.example`',
      await refresh(client, 'https://path.example'),
    );
    say('listed `+`, origin of a redirect URI', await refresh(plus, 'https://app.example.com'));
    say('listed `+`, origin of a redirect URI with port and star', await refresh(plus, 'https://app.example.com:8443'));
    say(
      'listed `+`, redirect URI `http://localhost/cb`, asked by `http://localhost:3000`',
      await refresh(plus, 'http://localhost:3000'),
    );
    say(
      'listed `+`, redirect URI `https://*.wild.example/*`, asked by `https://a.wild.example`',
      await refresh(plus, 'https://a.wild.example'),
    );
    say('listed `*`', await refresh(star, 'https://anything.example'));
    say('listed none', await refresh(none, 'https://app.example.com'));

    const granted = await world.tokens({ client });
    const info = (/** @type {string} */ origin, token = granted.set['access_token']) =>
      fetch(world.at().userinfo, { headers: { origin, authorization: `Bearer ${token}` } });
    say('userinfo, origin listed', await info('https://app.example.com'));
    say('userinfo, origin not listed', await info('https://unknown.example'));
    say('userinfo, token garbage, origin listed', await info('https://app.example.com', 'nonsense'));
    const token = (/** @type {string} */ origin, /** @type {string} */ refreshToken) =>
      post(
        world.at().token,
        {
          grant_type: 'refresh_token',
          client_id: client.clientId,
          client_secret: client.clientSecret,
          refresh_token: refreshToken,
        },
        { origin },
      );
    const allowed = await token('https://app.example.com', granted.set['refresh_token']);
    say('token, success, origin listed', allowed);
    const next = await allowed.json();
    const barred = await token('https://unknown.example', next.refresh_token);
    say('token, origin not listed, refresh token good', barred);
    rows.push(['– its body', sayBody(await barred.text())]);
    const after = await token('https://app.example.com', next.refresh_token);
    rows.push(['– the same refresh token from a listed origin', await sayAnswer(after)]);
    const code = await world.grant({ client });
    say('token, origin not listed, code good', await world.exchange(code, {}, { origin: 'https://unknown.example' }));
    rows.push([
      '– the same code from a listed origin',
      await sayAnswer(await world.exchange(code, {}, { origin: 'https://app.example.com' })),
    ]);
    const more = await world.tokens({ client });
    say(
      'revoke, origin listed',
      await post(
        world.at().revocation,
        { ...world.credentials(client), token: more.set['refresh_token'] },
        { origin: 'https://app.example.com' },
      ),
    );
    const closed = await world.tokens({ client });
    say(
      'revoke, origin not listed',
      await post(
        world.at().revocation,
        { ...world.credentials(client), token: closed.set['refresh_token'] },
        { origin: 'https://unknown.example' },
      ),
    );
    rows.push([
      '– refreshing with that token',
      await sayAnswer(await token('https://app.example.com', closed.set['refresh_token'])),
    ]);
    const last = await world.tokens({ client });
    say(
      'logout, origin listed',
      await post(
        world.at().logout,
        { ...world.credentials(client), refresh_token: last.set['refresh_token'] },
        { origin: 'https://app.example.com' },
      ),
    );
    return rows;
  },
};
