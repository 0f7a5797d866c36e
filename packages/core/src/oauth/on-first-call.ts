import { programPart } from '../program-part.ts';
import type { Clock, Fetch } from '../runtime.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { AuthorizationRequest } from './authorization.ts';
import type { AuthorizationProbe } from './authorization-probe.ts';
import type { SignIn } from './callback.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { DeviceAuthorization, DeviceAuthorizationRequest } from './device-authorization.ts';
import type { DeviceTokenOptions } from './device-token.ts';
import type { Provider } from './provider.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';

/*
 * What talks to the provider is loaded when it is wanted: no page waits for it at its start. Bundlers that decide by
 * files need it that way: nothing that is there from the start may import such a file.
 */

const loadTokenRequests = /* @__PURE__ */ programPart('provider_unreachable', () => import('./token-requests.ts'));
const loadDiscovery = /* @__PURE__ */ programPart('provider_unreachable', () => import('./discovery.ts'));
const loadAuthorizationProbe = /* @__PURE__ */ programPart(
  'provider_unreachable',
  () => import('./authorization-probe.ts'),
);
const loadDeviceAuthorization = /* @__PURE__ */ programPart(
  'provider_unreachable',
  () => import('./device-authorization.ts'),
);
const loadDeviceToken = /* @__PURE__ */ programPart('provider_unreachable', () => import('./device-token.ts'));

/**
 * Trades the set's refresh token for a new set. The old set is dead from the moment the provider answers: store the
 * new one before anything uses it. A token manager does all of this; call it yourself only if you own the storage race.
 *
 * An answer without a refresh token keeps the old one (RFC 6749 §6); one without a scope keeps the old scopes (§5.1).
 *
 * @throws ProviderError `refresh_refused` (only the person can help), `unknown_client`, `wrong_client_secret`, `client_disabled`, `provider_unreachable`, `provider_unavailable`, `malformed_response`; `requestSent` says whether the token may be spent.
 * @throws SipgateKitError `needs_login` when the set has no refresh token.
 * @example
 * const next = await refreshTokenSet(provider, client, tokenSet);
 */
export async function refreshTokenSet(
  provider: Provider,
  client: ClientCredentials,
  tokenSet: TokenSet,
  options?: ProviderRequestOptions,
): Promise<TokenSet> {
  const loaded = await loadTokenRequests();
  return loaded.refreshTokenSet(provider, client, tokenSet, options);
}

/**
 * Revokes the set's refresh token (RFC 7009), or its access token where it has none. On Keycloak this ends the
 * client's session, and the person's session where no other client uses it; any token of the chain will do, and the
 * consent stays. A token the provider no longer knows counts as revoked (RFC 7009 §2.2).
 *
 * @throws ProviderError when the provider refused or could not be reached; `invalid_configuration` when it has no revocation endpoint.
 * @example
 * await revokeTokenSet(provider, client, tokenSet);
 */
export async function revokeTokenSet(
  provider: Provider,
  client: ClientCredentials,
  tokenSet: TokenSet,
  options?: ProviderRequestOptions,
): Promise<void> {
  const loaded = await loadTokenRequests();
  return loaded.revokeTokenSet(provider, client, tokenSet, options);
}

/**
 * Keycloak's own logout: a form post of the refresh token that ends the person's session at the provider, for every
 * client it was used with. Nothing in the browser is needed.
 *
 * @throws ProviderError as {@link revokeTokenSet}; `needs_login` when the set has no refresh token.
 * @example
 * await logoutAtProvider(provider, client, tokenSet);
 */
export async function logoutAtProvider(
  provider: Provider,
  client: ClientCredentials,
  tokenSet: TokenSet,
  options?: ProviderRequestOptions,
): Promise<void> {
  const loaded = await loadTokenRequests();
  return loaded.logoutAtProvider(provider, client, tokenSet, options);
}

/**
 * Any OpenID Connect issuer, by its discovery document. The issuer in the document must equal the one asked for
 * (RFC 8414 §3.3). Keep the result: one request per process is enough.
 *
 * @throws SipgateKitError `provider_unreachable`, `provider_unavailable`, `malformed_response`, `issuer_mismatch`, `insecure_url`.
 * @example
 * const provider = await discoverProvider('https://login.sipgate.com/auth/realms/third-party');
 */
export async function discoverProvider(
  issuer: string,
  options?: { fetch?: Fetch; now?: Clock; timeoutMs?: number },
): Promise<Provider> {
  const loaded = await loadDiscovery();
  return loaded.discoverProvider(issuer, options);
}

/**
 * Whether an authorization request would lead to the login page: client known, redirect URI registered, scopes known,
 * PKCE as the client wants it. It opens the address as a browser without cookies would, and follows nothing.
 *
 * Keycloak answers with a page, status 400, when it does not trust the redirect URI ("Invalid parameter: redirect_uri",
 * "Client not found."), and tells everything else at the redirect URI (RFC 6749 §4.1.2.1).
 *
 * @throws ProviderError `provider_unreachable`, `provider_unavailable`, `malformed_response`.
 * @throws SipgateKitError `insecure_url`, `invalid_configuration` for a redirect URI that cannot be asked for.
 * @example
 * const probe = await probeAuthorization(provider, { clientId, redirectUri: 'http://localhost:8080/oauth', scopes: [] });
 */
export async function probeAuthorization(
  provider: Provider,
  request: AuthorizationRequest,
  options?: ProviderRequestOptions,
): Promise<AuthorizationProbe> {
  const loaded = await loadAuthorizationProbe();
  return loaded.probeAuthorization(provider, request, options);
}

/**
 * Starts a sign-in on a device without a browser (RFC 8628 §3.1): gets the code to show the person. Then call
 * `finishDeviceAuthorization`, which waits for them.
 *
 * @throws SipgateKitError `device_unsupported` when the provider announces no device authorization endpoint.
 * @throws ProviderError `device_unsupported` when the grant is off for the client; `invalid_scope`, `unknown_client`, `wrong_client_secret`, `client_disabled`, `provider_unreachable`, `provider_unavailable`, `malformed_response`, `token_request_failed`.
 * @example
 * const authorization = await startDeviceAuthorization(provider, client, { scopes: ['account:read'] });
 * console.error(`Open ${authorization.verificationUri} and enter ${authorization.userCode}`);
 */
export async function startDeviceAuthorization(
  provider: Provider,
  client: ClientCredentials,
  request: DeviceAuthorizationRequest,
  options?: ProviderRequestOptions,
): Promise<DeviceAuthorization> {
  const loaded = await loadDeviceAuthorization();
  return loaded.startDeviceAuthorization(provider, client, request, options);
}

/**
 * Waits until the person has confirmed the code, and returns the sign-in (RFC 8628 §3.4, §3.5). It asks at the pace that
 * the provider wants, slower when told so, and half as often after every failure of the network; the lost answer of a
 * request that did its work cannot be had again and ends as `code_invalid`.
 *
 * Aborting `options.signal` ends it with `request_aborted`.
 *
 * @throws SipgateKitError `device_expired` when nobody confirmed in time, `id_token_invalid`, `issuer_mismatch`, `request_aborted`.
 * @throws ProviderError `access_denied` when the person said no; `code_invalid`, `pkce_failed`, `unknown_client`, `wrong_client_secret`, `client_disabled`, `invalid_scope`, `malformed_response`, `token_request_failed`.
 * @example
 * const { key, tokenSet } = await finishDeviceAuthorization(provider, client, authorization);
 */
export async function finishDeviceAuthorization(
  provider: Provider,
  client: ClientCredentials,
  authorization: DeviceAuthorization,
  options?: DeviceTokenOptions,
): Promise<SignIn> {
  const loaded = await loadDeviceToken();
  return loaded.finishDeviceAuthorization(provider, client, authorization, options);
}
