/** @module the authorization endpoint: what is refused on a page, what at the client, and in which words */
import { callback, page, refusal, SIGN_IN_PAGE } from '../notation.mjs';
import { authorizing } from './case.mjs';

const NO_REDIRECT = page(400, 'Invalid parameter: redirect_uri');
const FLOW_OFF = (/** @type {string} */ flow) =>
  `Client is not allowed to initiate browser login with given response_type. ${flow} flow is disabled for the client.`;

/**
 * An authorization request in which a parameter comes twice.
 *
 * @param {string} name
 * @param {string} value of the second
 * @param {string} expected
 * @returns {import('./case.mjs').Case}
 */
const repeating = (name, value, expected) => ({
  id: `authorization/${name.replace('_', '-')}-twice`,
  about: `${name} twice`,
  async ask(world) {
    const url = world.authorizationUrl();
    url.searchParams.append(name, value);
    return world.browser().open(url);
  },
  expected,
});

/** @type {import('./case.mjs').Chapter} */
export const authorization = {
  title: 'The authorization endpoint',
  about: '`→` is a 302 to the redirect URI with these parameters, in this order.',
  cases: [
    authorizing(
      'authorization/client-id-missing',
      'client_id missing',
      { client_id: undefined },
      page(400, 'Invalid Request'),
    ),
    authorizing('authorization/client-id-empty', 'client_id empty', { client_id: '' }, page(400, 'Client not found.')),
    authorizing(
      'authorization/client-unknown',
      'client_id unknown',
      { client_id: 'nobody' },
      page(400, 'Client not found.'),
    ),
    authorizing('authorization/client-disabled', 'client disabled', {}, page(400, 'Client disabled.'), {
      enabled: false,
    }),
    authorizing(
      'authorization/redirect-uri-unregistered',
      'redirect_uri does not match',
      { redirect_uri: 'https://evil.example/' },
      NO_REDIRECT,
    ),
    authorizing('authorization/redirect-uri-empty', 'redirect_uri empty', { redirect_uri: '' }, NO_REDIRECT),
    authorizing(
      'authorization/redirect-uri-missing-several-registered',
      'redirect_uri missing, several registered',
      { redirect_uri: undefined },
      NO_REDIRECT,
      { redirectUris: ['http://localhost/a', 'http://localhost/b'] },
    ),
    authorizing(
      'authorization/redirect-uri-missing-openid',
      'redirect_uri missing, one registered, with openid',
      { redirect_uri: undefined },
      NO_REDIRECT,
      {},
    ),
    authorizing(
      'authorization/redirect-uri-missing',
      'redirect_uri missing, one registered, without openid',
      { redirect_uri: undefined, scope: 'account:read' },
      SIGN_IN_PAGE,
      {},
    ),
    authorizing(
      'authorization/redirect-uri-missing-star',
      'redirect_uri missing, one registered ending in /*, without openid, unknown scope',
      { redirect_uri: undefined, scope: 'nonsense' },
      refusal('invalid_scope', 'Invalid scopes: nonsense'),
      { redirectUris: ['http://localhost:8080/app/*'] },
    ),
    authorizing('authorization/redirect-uri-none-registered', 'redirect_uri given, none registered', {}, NO_REDIRECT, {
      redirectUris: [],
    }),
    authorizing(
      'authorization/response-type-missing',
      'response_type missing',
      { response_type: undefined },
      refusal('invalid_request', 'Missing parameter: response_type'),
    ),
    authorizing(
      'authorization/response-type-unknown',
      'response_type unknown',
      { response_type: 'nonsense' },
      refusal('unsupported_response_type'),
    ),
    authorizing(
      'authorization/response-type-empty',
      'response_type empty',
      { response_type: '' },
      refusal('unsupported_response_type'),
    ),
    authorizing(
      'authorization/implicit-flow-off',
      'response_type=token, implicit flow off',
      { response_type: 'token' },
      refusal('unauthorized_client', FLOW_OFF('Implicit'), { inFragment: true }),
    ),
    authorizing(
      'authorization/hybrid-flow-off',
      'response_type=code id_token, implicit flow off',
      { response_type: 'code id_token', nonce: 'a-nonce' },
      refusal('unauthorized_client', FLOW_OFF('Implicit'), { inFragment: true }),
    ),
    authorizing(
      'authorization/standard-flow-off',
      'response_type=code, standard flow off',
      {},
      refusal('unauthorized_client', FLOW_OFF('Standard')),
      { standardFlow: false },
    ),
    authorizing(
      'authorization/response-mode-unknown',
      'response_mode unknown',
      { response_mode: 'nonsense' },
      refusal('invalid_request', 'Invalid parameter: response_mode'),
    ),
    authorizing(
      'authorization/response-mode-fragment',
      'response_mode=fragment with an error',
      { response_mode: 'fragment', scope: 'nonsense' },
      refusal('invalid_scope', 'Invalid scopes: nonsense', { inFragment: true }),
    ),
    authorizing(
      'authorization/scope-unknown',
      'scope unknown',
      { scope: 'nonsense' },
      refusal('invalid_scope', 'Invalid scopes: nonsense'),
    ),
    authorizing(
      'authorization/scope-partly-unknown',
      'scope partly unknown',
      { scope: 'openid account:read nonsense' },
      refusal('invalid_scope', 'Invalid scopes: openid account:read nonsense'),
    ),
    authorizing('authorization/scope-missing', 'scope missing', { scope: undefined }, SIGN_IN_PAGE),
    authorizing(
      'authorization/scope-empty',
      'scope empty',
      { scope: '' },
      refusal('invalid_scope', 'Invalid scopes: '),
    ),
    authorizing(
      'authorization/state-missing',
      'scope unknown, state missing',
      { scope: 'nonsense', state: undefined },
      callback(['error=invalid_scope', 'error_description=Invalid scopes: nonsense', 'iss']),
    ),
    authorizing('authorization/prompt-unknown', 'prompt unknown', { prompt: 'nonsense' }, SIGN_IN_PAGE),
    authorizing(
      'authorization/prompt-none',
      'prompt=none, not signed in',
      { prompt: 'none' },
      refusal('login_required'),
    ),
    authorizing(
      'authorization/state-too-long',
      'state of 4,100 characters, and an unknown scope',
      { state: 'x'.repeat(4_100), scope: 'nonsense' },
      callback(['error=invalid_scope', 'error_description=Invalid scopes: nonsense', 'iss']),
    ),
    authorizing(
      'authorization/scope-too-long',
      'scope of 4,100 characters',
      { scope: 'x'.repeat(4_100) },
      SIGN_IN_PAGE,
    ),
    authorizing(
      'authorization/max-age-malformed',
      'max_age not a number',
      { max_age: 'soon' },
      page(400, 'Invalid Request'),
    ),
    repeating('state', 'another', refusal('invalid_request', 'duplicated parameter')),
    repeating('scope', 'account:read', refusal('invalid_request', 'duplicated parameter')),
    repeating('client_id', 'x', page(400, 'Invalid Request')),
    repeating('redirect_uri', 'https://evil.example/', refusal('invalid_request', 'duplicated parameter')),
    {
      id: 'authorization/post',
      about: 'POST instead of GET',
      async ask(world) {
        const { origin, pathname, searchParams } = world.authorizationUrl();
        return world.browser().open(origin + pathname, { method: 'POST', body: searchParams });
      },
      expected: SIGN_IN_PAGE,
    },
  ],
};
