/** @module what the realm tells of itself */
import { error } from '../notation.mjs';

/** Members a client of this kit relies on. */
const RELIED_ON = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'introspection_endpoint',
  'userinfo_endpoint',
  'end_session_endpoint',
  'jwks_uri',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'code_challenge_methods_supported',
  'prompt_values_supported',
  'authorization_response_iss_parameter_supported',
];

/** What Keycloak can and a sipgate client cannot use. */
const MORE = ['grant_types_supported', 'response_types_supported', 'response_modes_supported', 'scopes_supported'];

/**
 * @param {import('../world.mjs').World} world
 * @param {readonly string[]} names
 */
async function told(world, names) {
  const document = /** @type {Record<string, unknown>} */ (await (await fetch(world.at().discovery)).json());
  const show = (/** @type {unknown} */ value) => String(Array.isArray(value) ? [...value].sort().join(', ') : value);
  return Object.fromEntries(
    names.map((name) => [name, show(document[name]).replaceAll(world.issuer('third-party'), '{issuer}')]),
  );
}

/** @type {import('./case.mjs').Chapter} */
export const discovery = {
  title: 'Discovery',
  cases: [
    {
      id: 'discovery/relied-on',
      about: 'what a client relies on',
      ask: (world) => told(world, RELIED_ON),
      expected: {
        issuer: '{issuer}',
        authorization_endpoint: '{issuer}/protocol/openid-connect/auth',
        token_endpoint: '{issuer}/protocol/openid-connect/token',
        introspection_endpoint: '{issuer}/protocol/openid-connect/token/introspect',
        userinfo_endpoint: '{issuer}/protocol/openid-connect/userinfo',
        end_session_endpoint: '{issuer}/protocol/openid-connect/logout',
        jwks_uri: '{issuer}/protocol/openid-connect/certs',
        revocation_endpoint: '{issuer}/protocol/openid-connect/revoke',
        device_authorization_endpoint: '{issuer}/protocol/openid-connect/auth/device',
        code_challenge_methods_supported: 'S256, plain',
        prompt_values_supported: 'consent, login, none',
        authorization_response_iss_parameter_supported: 'true',
      },
    },
    {
      id: 'discovery/more',
      about: 'what else it announces',
      ask: (world) => told(world, MORE),
      expected: {
        grant_types_supported:
          'authorization_code, client_credentials, implicit, password, refresh_token, urn:ietf:params:oauth:grant-type:device_code, urn:ietf:params:oauth:grant-type:jwt-bearer, urn:ietf:params:oauth:grant-type:token-exchange, urn:ietf:params:oauth:grant-type:uma-ticket, urn:openid:params:grant-type:ciba',
        response_types_supported:
          'code, code id_token, code id_token token, code token, id_token, id_token token, none, token',
        response_modes_supported: 'form_post, form_post.jwt, fragment, fragment.jwt, jwt, query, query.jwt',
        scopes_supported:
          'account:read, acr, all, authorization:oauth2:clients:read, authorization:oauth2:clients:write, balance:read, basic, email, featureScope, history:read, numbers:read, offline_access, openid, profile, roles, users:read, web-origins',
      },
      explained:
        'The sandbox announces what it does: the grants a sipgate client may use, and all 121 scopes of sipgate, of which our realm file has a few.',
    },
    {
      id: 'discovery/unknown',
      about: 'what is not there',
      async ask(world) {
        return {
          'unknown realm': await fetch(world.at('nobody').discovery),
          'unknown path below the realm': await fetch(
            `${world.issuer('third-party')}/protocol/openid-connect/nonsense`,
          ),
        };
      },
      expected: {
        'unknown realm': error(404, 'Realm does not exist'),
        'unknown path below the realm': error(404, 'HTTP 404 Not Found'),
      },
    },
  ],
};
