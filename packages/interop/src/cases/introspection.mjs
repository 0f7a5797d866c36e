/** @module what the introspection endpoint says of a token (RFC 7662) */
import { error, invalidRequest, json } from '../notation.mjs';
import { post } from '../protocol.mjs';

const INACTIVE = json(200, ['active']);

/**
 * @param {import('../world.mjs').World} world
 * @param {import('../protocol.mjs').Parameters} parameters
 * @param {import('../world.mjs').Client} [client]
 */
const introspect = (world, parameters, client) =>
  post(world.at().introspection, { ...world.credentials(client), ...parameters });

/** @type {import('./case.mjs').Chapter} */
export const introspection = {
  title: 'Introspection (RFC 7662)',
  cases: [
    {
      id: 'introspection/good',
      about: 'good tokens',
      async ask(world) {
        const { accessToken, set } = await world.tokens();
        const told = async (/** @type {string} */ token) =>
          /** @type {Record<string, any>} */ (await (await introspect(world, { token })).json());
        return {
          'members for an access token': Object.keys(await told(accessToken))
            .sort()
            .join(', '),
          'an ID token': String((await told(String(set['id_token'])))['active']),
        };
      },
      expected: {
        'members for an access token':
          'acr, active, allowed-origins, aud, auth_time, azp, client_id, exp, featureScope, iat, iss, jti, realm_access, scope, session_state, sid, sub, token_type, typ, username',
        'an ID token': 'true',
      },
    },
    {
      id: 'introspection/not-good',
      about: 'tokens that are not good',
      async ask(world) {
        const { accessToken, refreshToken } = await world.tokens();
        const first = {
          garbage: await introspect(world, { token: 'nonsense' }),
          empty: await introspect(world, { token: '' }),
          'a good refresh token': await introspect(world, { token: refreshToken }),
        };
        const next = await world.refreshed(refreshToken);
        const rotated = await introspect(world, { token: refreshToken });
        await world.revoke({ token: next.refreshToken });
        return {
          ...first,
          'a rotated refresh token': rotated,
          'an access token of a revoked session': await introspect(world, { token: accessToken }),
          'a revoked refresh token': await introspect(world, { token: next.refreshToken }),
        };
      },
      expected: {
        garbage: INACTIVE,
        empty: INACTIVE,
        'a good refresh token': INACTIVE,
        'a rotated refresh token': INACTIVE,
        'an access token of a revoked session': INACTIVE,
        'a revoked refresh token': INACTIVE,
      },
    },
    {
      id: 'introspection/refused',
      about: 'who may not ask, and how not to',
      async ask(world) {
        const { accessToken } = await world.tokens();
        return {
          'token missing': await introspect(world, {}),
          'secret wrong': await introspect(world, { token: accessToken, client_secret: 'wrong' }),
          'client unknown': await introspect(world, { token: accessToken, client_id: 'nobody' }),
          'a public client': await introspect(world, { token: accessToken }, world.publicClient),
        };
      },
      expected: {
        'token missing': invalidRequest('Token not provided.'),
        'secret wrong': error(401, 'invalid_client', 'Client authentication failed.'),
        'client unknown': error(401, 'invalid_client', 'Invalid client or Invalid client credentials'),
        'a public client': error(403, 'invalid_request', 'Client not allowed.'),
      },
    },
    {
      id: 'introspection/of-another-client',
      about: 'an access token of another client',
      async ask(world) {
        const { accessToken } = await world.tokens();
        const body = await introspect(world, { token: accessToken }, await world.spareClient());
        return String(/** @type {Record<string, any>} */ (await body.json())['active']);
      },
      expected: 'false',
    },
  ],
};
