/** @module what is in the answers, and in the tokens */

import { sayAnswer } from '../answers.mjs';
import { address, claims } from '../protocol.mjs';

/** What is secret, or new each time: named, never shown. */
const SECRET_OR_FRESH = /^(exp|iat|auth_time|jti|sid|sub|iss|at_hash|nonce|reuse_id|session_state|.*_token)$/;

/** Keycloak gives scopes in no lasting order. @param {string} scope */
const sorted = (scope) => scope.split(' ').sort().join(' ');

/** What is left of a session is a second less by the time of a slow answer. @param {number} seconds */
const wholeMinutes = (seconds) => String(Math.ceil(seconds / 60) * 60);

/** @type {import('./world.mjs').Chapter} */
export const tokenAnswers = {
  title: 'The token answer and the claims',
  about:
    'Fields in the order they come; the scopes in a `scope` are sorted here, since Keycloak gives them in no lasting order.',
  async run(world) {
    /** @type {import('./world.mjs').Row[]} */
    const rows = [];
    const fields = (/** @type {Record<string, unknown>} */ set) =>
      Object.entries(set)
        .map(([name, value]) => (SECRET_OR_FRESH.test(name) ? `\`${name}\`` : `\`${name}: ${stable(name, value)}\``))
        .join(', ');
    const names = (/** @type {string} */ jwt) => fields(claims(jwt));
    /**
     * @param {string} name
     * @param {unknown} value
     */
    const stable = (name, value) =>
      (name === 'scope'
        ? sorted(String(value))
        : name === 'refresh_expires_in'
          ? wholeMinutes(Number(value))
          : typeof value === 'object'
            ? JSON.stringify(value)
            : String(value)
      )
        .replaceAll(world.issuer('third-party'), '{issuer}')
        .replaceAll(world.client.clientId, '{clientId}');
    const header = (/** @type {string} */ jwt) =>
      Object.entries(JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()))
        .map(([name, value]) => (name === 'kid' ? '`kid`' : `\`${name}: ${value}\``))
        .join(', ');

    const open = await world.tokens({ scope: 'openid account:read balance:read', parameters: { nonce: 'a-nonce' } });
    const bare = await world.tokens({ scope: 'account:read' });
    rows.push(['sign-in with scope `openid account:read balance:read`', fields(open.set)]);
    rows.push(['sign-in with scope `account:read`', fields(bare.set)]);
    rows.push(['access token: header', header(open.set['access_token'])]);
    rows.push(['access token: claims', names(open.set['access_token'])]);
    rows.push(['access token without openid: claims', names(bare.set['access_token'])]);
    rows.push(['refresh token: header', header(open.set['refresh_token'])]);
    rows.push(['refresh token: claims', names(open.set['refresh_token'])]);
    rows.push(['ID token: claims', names(open.set['id_token'])]);
    rows.push(['ID token: nonce echoed', String(claims(open.set['id_token'])['nonce'] === 'a-nonce')]);
    rows.push([
      '`sid` is the session_state of callback and answer',
      String(
        claims(open.set['access_token'])['sid'] === open.set['session_state'] &&
          open.set['session_state'] === open.arrival.callback.searchParams.get('session_state'),
      ),
    ]);
    rows.push([
      '`iss` of the callback is the issuer',
      String(open.arrival.callback.searchParams.get('iss') === world.issuer('third-party')),
    ]);
    const next = await world.refreshed(open.set['refresh_token']);
    rows.push(['first refresh', fields(next)]);
    rows.push(['– its ID token: claims', names(next['id_token'])]);
    rows.push([
      '– its ID token: auth_time as before',
      String(claims(next['id_token'])['auth_time'] === claims(open.set['id_token'])['auth_time']),
    ]);
    rows.push([
      '– its refresh token: `reuse_id` as before',
      String(claims(next['refresh_token'])['reuse_id'] === claims(open.set['refresh_token'])['reuse_id']),
    ]);
    const aged = await world.tokens({ parameters: { max_age: '3600' } });
    rows.push(['with max_age: `auth_time` in the ID token', String('auth_time' in claims(aged.set['id_token']))]);
    const offline = await world.tokens({ scope: 'openid account:read offline_access' });
    rows.push(['with offline_access', fields(offline.set)]);
    rows.push(['– refresh token: claims', names(offline.set['refresh_token'])]);
    rows.push([
      'length of access, refresh, ID token',
      ['access_token', 'refresh_token', 'id_token']
        .map((t) => `about ${Math.round(open.set[t].length / 100) * 100}`)
        .join(', '),
    ]);
    rows.push(['userinfo, with openid', await sayAnswer(await world.userinfo(open.set['access_token']))]);
    rows.push(['userinfo, without openid', await sayAnswer(await world.userinfo(bare.set['access_token']))]);
    const mail = await world.tokens({ scope: 'openid email profile' });
    rows.push(['userinfo, with openid email profile', await sayAnswer(await world.userinfo(mail.set['access_token']))]);
    const refused = await world.userinfo('nonsense');
    rows.push([
      'userinfo, token garbage',
      `${await sayAnswer(refused.clone())}; \`www-authenticate: ${refused.headers.get('www-authenticate')?.replace(/realm="[^"]*"/, 'realm="…"')}\``,
    ]);
    const nothing = await fetch(world.at().userinfo);
    rows.push([
      'userinfo, no token',
      `${await sayAnswer(nothing.clone())}; \`www-authenticate: ${nothing.headers.get('www-authenticate')}\``,
    ]);
    rows.push([
      'userinfo, token in the query',
      await sayAnswer(await fetch(address(world.at().userinfo, { access_token: open.set['access_token'] }))),
    ]);
    rows.push([
      'userinfo, POST',
      await sayAnswer(
        await fetch(world.at().userinfo, {
          method: 'POST',
          headers: { authorization: `Bearer ${open.set['access_token']}` },
        }),
      ),
    ]);
    return rows;
  },
};

/** @type {import('./world.mjs').Chapter} */
export const discovery = {
  title: 'Discovery',
  async run(world) {
    const response = await fetch(world.at().discovery);
    const document = /** @type {Record<string, unknown>} */ (await response.json());
    const base = `${world.issuer('third-party')}`;
    /** @type {import('./world.mjs').Row[]} */
    const rows = Object.entries(document)
      .filter(([name]) => !/alg|enc|mtls|backchannel|frontchannel|request_object|claim|acr/.test(name))
      .map(([name, value]) => [
        `\`${name}\``,
        String(Array.isArray(value) ? [...value].sort().join(', ') : value).replaceAll(base, '{issuer}'),
      ]);
    rows.push([
      'headers',
      `\`cache-control: ${response.headers.get('cache-control')}\`, \`content-type: ${response.headers.get('content-type')}\``,
    ]);
    rows.push(['unknown realm', await sayAnswer(await fetch(world.at('nobody').discovery))]);
    rows.push([
      'unknown path below the realm',
      await sayAnswer(await fetch(`${base}/protocol/openid-connect/nonsense`)),
    ]);
    return rows;
  },
};
