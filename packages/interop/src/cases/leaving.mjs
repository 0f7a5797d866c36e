/** @module revoking and signing out */
import { callback, empty, error, invalidGrant, invalidRequest, page, TOKENS } from '../notation.mjs';
import { address, post } from '../protocol.mjs';
import { REDIRECT_URI } from '../realms.mjs';
import { shown } from './signing-in.mjs';

const WRONG_SECRET = error(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');
const UNKNOWN = error(401, 'invalid_client', 'Invalid client or Invalid client credentials');
const ENDED = invalidGrant('Session not active');
const LOGGING_OUT = page(200, 'Logging out');

/** @type {import('./case.mjs').Chapter} */
export const revoking = {
  title: 'Revoking (RFC 7009)',
  cases: [
    {
      id: 'revoke/malformed',
      about: 'what cannot be revoked; after all these, refreshing',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        const client = await world.spareClient();
        return {
          'token missing': await world.revoke({}),
          'token empty': await world.revoke({ token: '' }),
          'token garbage': await world.revoke({ token: 'nonsense' }),
          'token of another client': await world.revoke({ token: refreshToken }, { client }),
          'secret wrong': await world.revoke({ token: refreshToken, client_secret: 'wrong' }),
          'client unknown': await world.revoke({ token: refreshToken, client_id: 'nobody' }),
          refreshing: await world.refresh(refreshToken),
        };
      },
      expected: {
        'token missing': invalidRequest('Token not provided'),
        'token empty': error(200, 'invalid_token', 'Invalid token'),
        'token garbage': error(200, 'invalid_token', 'Invalid token'),
        'token of another client': invalidRequest('Unmatching clients'),
        'secret wrong': WRONG_SECRET,
        'client unknown': UNKNOWN,
        refreshing: TOKENS,
      },
    },
    {
      id: 'revoke/access-token',
      about: 'an access token',
      async ask(world) {
        const { refreshToken, accessToken } = await world.tokens();
        return {
          revoking: await world.revoke({ token: accessToken }),
          'once more': await world.revoke({ token: accessToken }),
          'userinfo with it': await world.userinfo(accessToken),
          'its refresh token': await world.refresh(refreshToken),
        };
      },
      expected: {
        revoking: empty(200),
        'once more': empty(200),
        'userinfo with it': empty(401),
        'its refresh token': TOKENS,
      },
    },
    {
      id: 'revoke/refresh-token',
      about: 'a refresh token; then a sign-in in the same browser',
      async ask(world) {
        const { person, refreshToken } = await world.tokens();
        const newer = await world.refreshed(refreshToken);
        const answers = {
          revoking: await world.revoke({ token: newer.refreshToken }),
          'once more': await world.revoke({ token: newer.refreshToken }),
          'refreshing with it': await world.refresh(newer.refreshToken),
          'userinfo with its access token': await world.userinfo(newer.accessToken),
        };
        return { ...answers, 'pages of the next sign-in': shown((await world.grant({ person })).arrival) };
      },
      expected: {
        revoking: empty(200),
        'once more': error(200, 'invalid_token', 'Invalid token'),
        'refreshing with it': ENDED,
        'userinfo with its access token': empty(401),
        'pages of the next sign-in': 'login',
      },
    },
    {
      id: 'revoke/rotated',
      about: 'an older refresh token, already rotated',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        const newest = await world.refreshed(refreshToken);
        return {
          revoking: await world.revoke({ token: refreshToken }),
          'refreshing with the newest': await world.refresh(newest.refreshToken),
        };
      },
      expected: { revoking: empty(200), 'refreshing with the newest': ENDED },
    },
    {
      id: 'revoke/expired',
      about: 'an expired access token',
      async ask(world) {
        const realm = world.shortRealm;
        const { accessToken } = await world.tokens({ realm });
        await world.pass('an access token');
        return post(world.at(realm).revocation, { ...world.credentials(), token: accessToken });
      },
      expected: empty(200),
    },
    {
      id: 'revoke/of-dead-session',
      about: 'access and ID token, when the session is over',
      async ask(world) {
        const { accessToken, refreshToken, set } = await world.tokens();
        const alive = { 'the ID token before': await world.revoke({ token: String(set['id_token']) }) };
        await world.revoke({ token: refreshToken });
        return {
          ...alive,
          'the access token': await world.revoke({ token: accessToken }),
          'the ID token': await world.revoke({ token: String(set['id_token']) }),
        };
      },
      expected: {
        'the ID token before': error(400, 'unsupported_token_type', 'Unsupported token type'),
        'the access token': error(200, 'invalid_token', 'Invalid token'),
        'the ID token': error(400, 'unsupported_token_type', 'Unsupported token type'),
      },
    },
    {
      id: 'revoke/hint-unknown',
      about: 'token_type_hint unknown',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        return world.revoke({ token: refreshToken, token_type_hint: 'nonsense' });
      },
      expected: empty(200),
    },
    {
      id: 'revoke/public-client',
      about: 'a refresh token of a public client',
      async ask(world) {
        const client = world.publicClient;
        const { refreshToken } = await world.tokens({ client });
        return {
          revoking: await world.revoke({ token: refreshToken }, { client }),
          'refreshing with it': await world.refresh(refreshToken, { client }),
        };
      },
      expected: { revoking: empty(200), 'refreshing with it': ENDED },
    },
  ],
};

/**
 * A browser that has signed in goes to the logout endpoint.
 *
 * @param {string} id
 * @param {string} about
 * @param {(set: Record<string, any>, world: import('../world.mjs').World) => import('../protocol.mjs').Parameters} parameters
 * @param {string} expected
 * @returns {import('./case.mjs').Case}
 */
const leaving = (id, about, parameters, expected) => ({
  id,
  about,
  async ask(world) {
    const { person, set } = await world.tokens();
    return person.open(address(world.at().logout, parameters(set, world)));
  },
  expected,
});

/** @type {import('./case.mjs').Chapter} */
export const signingOut = {
  title: 'Signing out',
  cases: [
    {
      id: 'logout/malformed',
      about: 'POST with what is not good for it; after all these, refreshing',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        const client = await world.spareClient();
        return {
          'secret wrong': await world.logout({ refresh_token: refreshToken, client_secret: 'wrong' }),
          'refresh token of another client': await world.logout({ refresh_token: refreshToken }, { client }),
          'refresh token garbage': await world.logout({ refresh_token: 'nonsense' }),
          refreshing: await world.refresh(refreshToken),
        };
      },
      expected: {
        'secret wrong': WRONG_SECRET,
        'refresh token of another client': invalidGrant(
          "Invalid refresh token. Token client and authorized client don't match",
        ),
        'refresh token garbage': invalidGrant('Invalid refresh token'),
        refreshing: TOKENS,
      },
    },
    {
      id: 'logout/refresh-token',
      about: 'POST with refresh_token; then a sign-in in the same browser',
      async ask(world) {
        const { person, refreshToken, accessToken } = await world.tokens();
        const answers = {
          logout: await world.logout({ refresh_token: refreshToken }),
          'once more': await world.logout({ refresh_token: refreshToken }),
          'refreshing with it': await world.refresh(refreshToken),
          'userinfo with its access token': await world.userinfo(accessToken),
        };
        return { ...answers, 'pages of the next sign-in': shown((await world.grant({ person })).arrival) };
      },
      expected: {
        logout: empty(204),
        'once more': empty(204),
        'refreshing with it': ENDED,
        'userinfo with its access token': empty(401),
        'pages of the next sign-in': 'login',
      },
    },
    {
      id: 'logout/rotated',
      about: 'POST with an older refresh_token, already rotated',
      async ask(world) {
        const { refreshToken } = await world.tokens();
        const newest = await world.refreshed(refreshToken);
        return {
          logout: await world.logout({ refresh_token: refreshToken }),
          'refreshing with the newest': await world.refresh(newest.refreshToken),
        };
      },
      expected: { logout: empty(204), 'refreshing with the newest': ENDED },
    },
    {
      id: 'logout/public-client',
      about: 'POST with refresh_token, public client',
      async ask(world) {
        const client = world.publicClient;
        const { refreshToken } = await world.tokens({ client });
        return world.logout({ refresh_token: refreshToken }, { client });
      },
      expected: empty(204),
    },
    leaving('logout/get', 'GET without anything', () => ({}), LOGGING_OUT),
    leaving('logout/client-id', 'GET with client_id', (_, { client }) => ({ client_id: client.clientId }), LOGGING_OUT),
    leaving(
      'logout/client-id-and-redirect',
      'GET with client_id and post_logout_redirect_uri',
      (_, { client }) => ({ client_id: client.clientId, post_logout_redirect_uri: REDIRECT_URI }),
      LOGGING_OUT,
    ),
    leaving(
      'logout/redirect-alone',
      'GET with post_logout_redirect_uri alone',
      () => ({ post_logout_redirect_uri: REDIRECT_URI }),
      page(400, 'Missing parameters: id_token_hint'),
    ),
    leaving(
      'logout/hint',
      'GET with id_token_hint',
      (set) => ({ id_token_hint: set['id_token'] }),
      page(200, 'You are logged out'),
    ),
    {
      id: 'logout/hint-and-redirect',
      about: 'GET with id_token_hint, post_logout_redirect_uri and state',
      async ask(world) {
        const { person, set, refreshToken } = await world.tokens();
        return {
          leaving: await person.open(
            address(world.at().logout, {
              id_token_hint: set['id_token'],
              post_logout_redirect_uri: REDIRECT_URI,
              state: 'a-state',
            }),
          ),
          'refreshing afterwards': await world.refresh(refreshToken),
        };
      },
      expected: { leaving: callback(['state']), 'refreshing afterwards': ENDED },
    },
    leaving(
      'logout/redirect-unregistered',
      'GET with id_token_hint and an unregistered post_logout_redirect_uri',
      (set) => ({ id_token_hint: set['id_token'], post_logout_redirect_uri: 'https://evil.example/' }),
      page(400, 'Invalid redirect uri'),
    ),
    leaving(
      'logout/hint-garbage',
      'GET with a garbage id_token_hint',
      () => ({ id_token_hint: 'nonsense', post_logout_redirect_uri: REDIRECT_URI }),
      page(400, 'Invalid parameter: id_token_hint'),
    ),
    leaving(
      'logout/hint-of-another-client',
      'GET with id_token_hint, and client_id of another client',
      (set, { publicClient }) => ({ id_token_hint: set['id_token'], client_id: publicClient.clientId }),
      page(400, 'Invalid parameter: id_token_hint'),
    ),
    leaving(
      'logout/old-parameter',
      'GET with the old parameter redirect_uri',
      () => ({ redirect_uri: REDIRECT_URI }),
      LOGGING_OUT,
    ),
  ],
};
