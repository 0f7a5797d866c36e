import * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import { isLoopbackHost, secureUrl } from '../secure-url.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { type ClientCredentials, clientAuthentication } from './client-credentials.ts';
import { authorizationServer, type Provider } from './provider.ts';
import { createProviderClock, type ProviderClock } from './provider-clock.ts';
import { tokenEndpointError } from './provider-error.ts';
import { type ProviderRequestOptions, providerFetch } from './provider-fetch.ts';
import { processTokenAnswer, refusalIn, tokenSetFrom, withoutIdToken } from './token-answer.ts';

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
  options: ProviderRequestOptions = {},
): Promise<TokenSet> {
  const refreshToken = tokenSet.refreshToken;
  if (refreshToken === undefined) {
    throw new SipgateKitError('needs_login', 'There is no refresh token to renew the access token with.', {
      hint: 'Let the person sign in again.',
    });
  }
  const clock = options.clock ?? createProviderClock(options.now);
  const secrets = [refreshToken, client.clientSecret?.reveal() ?? ''];
  const server = authorizationServer(provider);
  const sentAt = clock.local();
  const answer = await oauth.refreshTokenGrantRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    refreshToken,
    requestOptions(provider.tokenEndpoint, { ...options, clock }),
  );
  const usable = await withoutIdToken(answer, clock, sentAt);
  const body = await processTokenAnswer('refresh_token', secrets, () =>
    oauth.processRefreshTokenResponse(server, { client_id: client.clientId }, usable),
  );
  return tokenSetFrom(body, {
    requestedScopes: tokenSet.scopes,
    previous: tokenSet,
    issuedAt: clock.fromLocal(sentAt),
  });
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
  options: ProviderRequestOptions = {},
): Promise<void> {
  const endpoint = endpointOf(provider, 'revocationEndpoint', 'revocation endpoint');
  const token = tokenSet.refreshToken ?? tokenSet.accessToken;
  const secrets = [token, client.clientSecret?.reveal() ?? ''];
  const hint = tokenSet.refreshToken === undefined ? 'access_token' : 'refresh_token';
  const answer = await oauth.revocationRequest(
    authorizationServer(provider),
    { client_id: client.clientId },
    clientAuthentication(client),
    token,
    { ...requestOptions(endpoint, options), additionalParameters: { token_type_hint: hint } },
  );
  await processTokenAnswer('revocation', secrets, () => oauth.processRevocationResponse(answer));
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
  options: ProviderRequestOptions = {},
): Promise<void> {
  const endpoint = endpointOf(provider, 'endSessionEndpoint', 'end-session endpoint');
  const refreshToken = tokenSet.refreshToken;
  if (refreshToken === undefined) {
    throw new SipgateKitError('needs_login', 'There is no refresh token to end the session with.', {
      hint: 'Send the person to the end-session URL instead.',
    });
  }
  const secrets = [refreshToken, client.clientSecret?.reveal() ?? ''];
  const body = new URLSearchParams({ client_id: client.clientId, refresh_token: refreshToken });
  if (client.clientSecret) body.set('client_secret', client.clientSecret.reveal());
  const answer = await providerFetch(options)(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body,
  });
  if (answer.ok) return;
  const { error, error_description } = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  throw tokenEndpointError(
    'logout',
    refusalIn(answer.status, String(error ?? 'unknown_error'), error_description, secrets),
  );
}

/**
 * The address that ends the person's session in the browser (OpenID Connect RP-Initiated Logout §2).
 *
 * With an ID token as hint the provider need not ask; without, it shows a question. The ID token ends up in the
 * browser's history and in the provider's logs: leave it out unless the question is unacceptable.
 *
 * @throws SipgateKitError `invalid_configuration` when the provider has no end-session endpoint.
 * @example
 * const url = endSessionUrl(provider, { clientId, postLogoutRedirectUri: 'https://app.example.com/' });
 */
export function endSessionUrl(
  provider: Provider,
  request: { clientId: string; idToken?: string; postLogoutRedirectUri?: string; state?: string },
): URL {
  const url = new URL(endpointOf(provider, 'endSessionEndpoint', 'end-session endpoint'));
  url.searchParams.set('client_id', request.clientId);
  if (request.idToken !== undefined) url.searchParams.set('id_token_hint', request.idToken);
  if (request.postLogoutRedirectUri !== undefined) {
    url.searchParams.set('post_logout_redirect_uri', request.postLogoutRedirectUri);
  }
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url;
}

function endpointOf(provider: Provider, name: 'revocationEndpoint' | 'endSessionEndpoint', what: string): string {
  const endpoint = provider[name];
  if (endpoint !== undefined) return endpoint;
  throw new SipgateKitError('invalid_configuration', `The provider ${provider.issuer} has no ${what}.`, {
    hint: `Give the provider its ${name}, or leave this step out.`,
  });
}

/** oauth4webapi's options for one request to `endpoint`. */
export function requestOptions(endpoint: string, options: ProviderRequestOptions) {
  return {
    [oauth.customFetch]: providerFetch(options),
    [oauth.allowInsecureRequests]: isLoopbackHost(secureUrl(endpoint, 'The endpoint').hostname),
  };
}

/** The client in oauth4webapi's terms: ID token instants are judged by the provider's clock, give or take 30 s. */
export function oauthClient(client: ClientCredentials, clock: ProviderClock): oauth.Client {
  return {
    client_id: client.clientId,
    [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1000),
    [oauth.clockTolerance]: 30,
  };
}
