/**
 * Sign in with sipgate, keep it working, call the REST API. Runs wherever `fetch` and WebCrypto run.
 *
 * @module
 */

export { featureScopeOf, findFeatureScope } from './api/account-kind.ts';
export { ApiError, type ApiErrorContext } from './api/api-error.ts';
export { DEFAULT_API_URL } from './api/api-url.ts';
export {
  type Authorizer,
  type AuthorizerOptions,
  type PersonalAccessToken,
  personalAccessToken,
  staticToken,
} from './api/authorizers.ts';
export type { CallOptions, ListOptions, OperationRequest, SipgateResponse } from './api/call-options.ts';
export { API_TIMEOUT_MS, createSipgateClient, type SipgateClient, type SipgateClientOptions } from './api/client.ts';
export type { ApiErrorDetail } from './api/error-details.ts';
export { type FileSource, fileContent } from './api/file-content.ts';
export type { Attempt, CallDescription, CallHooks } from './api/hooks.ts';
export { parseInstant } from './api/instant.ts';
export { formatMoney, type Money, moneyValue } from './api/money.ts';
export { itemsOfPages, type Page, type PageRange, type PagesOptions, readAllPages } from './api/pages.ts';
export { previewRequest } from './api/preview.ts';
export type { RetryPolicy } from './api/retries.ts';
export type { CallById, CallOf, ItemOf, ListOperationId, MissingScope } from './api/scoped-calls.ts';
export { type ErrorCode, SipgateKitError, type SipgateKitErrorOptions } from './errors.ts';
export { type InputIssue, InvalidInputError } from './invalid-input-error.ts';
export { unverifiedPayload } from './jwt-payload.ts';
export { type NetworkFailure, networkFailure } from './network-failure.ts';
export {
  type AuthorizationRequest,
  type AuthorizationTransaction,
  startAuthorization,
  TRANSACTION_LIFETIME_MS,
} from './oauth/authorization.ts';
export type { AuthorizationProbe } from './oauth/authorization-probe.ts';
export {
  type Callback,
  equalInConstantTime,
  finishAuthorization,
  readCallback,
  type SignIn,
} from './oauth/callback.ts';
export { type ClientCredentials, clientCredentials } from './oauth/client-credentials.ts';
export { type ClientProbe, probeClient, probeCodeExchange } from './oauth/client-probe.ts';
export type { DeviceAuthorization, DeviceAuthorizationRequest } from './oauth/device-authorization.ts';
export type { DeviceTokenOptions } from './oauth/device-token.ts';
export { endSessionUrl } from './oauth/end-session.ts';
export { type KeepAlive, type KeepAliveOptions, startKeepAlive } from './oauth/keep-alive.ts';
export { type LoopbackRedirect, loopbackRedirect, redirectUriAt } from './oauth/loopback-redirect.ts';
export {
  discoverProvider,
  finishDeviceAuthorization,
  logoutAtProvider,
  probeAuthorization,
  refreshTokenSet,
  revokeTokenSet,
  startDeviceAuthorization,
} from './oauth/on-first-call.ts';
export { pastedCallback } from './oauth/pasted-callback.ts';
export {
  type ExplicitProvider,
  explicitProvider,
  keycloakProvider,
  type Provider,
  type Realm,
  realmOf,
  SIPGATE_LOGIN_URL,
  sipgateProvider,
} from './oauth/provider.ts';
export { createProviderClock, type ProviderClock } from './oauth/provider-clock.ts';
export { ProviderError, type ProviderErrorDetails } from './oauth/provider-error.ts';
export { PROVIDER_TIMEOUT_MS, type ProviderRequestOptions } from './oauth/provider-request-options.ts';
export type { UnwrittenAnswer } from './oauth/refresh-context.ts';
export type { RefreshEvent, RefreshReason } from './oauth/refresh-events.ts';
export { type Replacement, revokeReplacedTokenSet } from './oauth/replaced-token-set.ts';
export { type SignOut, type SignOutOptions, signOut } from './oauth/sign-out.ts';
export {
  type ConnectionTokens,
  createTokenManager,
  keepInMemory,
  type TokenManager,
  type TokenManagerOptions,
} from './oauth/token-manager.ts';
export { ProxyError } from './proxy-error.ts';
export type { Clock, Fetch, Wait } from './runtime.ts';
export { Secret } from './secret.ts';
export { isLoopbackHost } from './secure-url.ts';
export { fingerprint } from './tokens/fingerprint.ts';
export { createMemoryTokenStore } from './tokens/memory-store.ts';
export { TokenSet, type TokenSetData } from './tokens/token-set.ts';
export type {
  Connection,
  ConnectionKey,
  ConnectionState,
  ConnectionStatus,
  DueQuery,
  Lease,
  LeaseOutcome,
  TokenStore,
} from './tokens/token-store.ts';
