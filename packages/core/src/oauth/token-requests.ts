import * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import { jsonObjectIn } from '../json-object.ts';
import { isLoopbackHost, secureUrl } from '../secure-url.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { clientAuthentication } from './client-authentication.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { endpointOf } from './end-session.ts';
import { authorizationServer, type Provider } from './provider.ts';
import { createProviderClock, type ProviderClock } from './provider-clock.ts';
import { providerFetch } from './provider-fetch.ts';
import { tokenEndpointError } from './provider-refusals.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';
import { processTokenAnswer, refusalIn, tokenSetFrom, withoutIdToken } from './token-answer.ts';

/** What the entry's `refreshTokenSet` loads; described there. */
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
  const usable = await withoutIdToken(answer);
  const body = await processTokenAnswer('refresh_token', secrets, () =>
    oauth.processRefreshTokenResponse(server, { client_id: client.clientId }, usable),
  );
  return tokenSetFrom(body, {
    requestedScopes: tokenSet.scopes,
    previous: tokenSet,
    issuedAt: clock.fromLocal(sentAt),
  });
}

/** What the entry's `revokeTokenSet` loads; described there. */
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

/** What the entry's `logoutAtProvider` loads; described there. */
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
  const { error, error_description } = jsonObjectIn(await answer.text());
  throw tokenEndpointError(
    'logout',
    refusalIn(answer.status, typeof error === 'string' ? error : 'unknown_error', error_description, secrets),
  );
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
