import { SipgateKitError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { secureUrl } from '../secure-url.ts';
import type { Provider } from './provider.ts';
import { codeChallengeOf, randomValue } from './random-values.ts';

/**
 * One login under way. Plain data, JSON-safe, and secret (it carries the PKCE verifier): store it sealed until the
 * callback comes, take it out atomically, use it once.
 */
export interface AuthorizationTransaction {
  readonly state: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  /** Requested scopes, `openid` included. */
  readonly scopes: readonly string[];
  readonly issuer: string;
  readonly clientId: string;
  /** Instant of the request, milliseconds since the epoch. */
  readonly startedAt: number;
}

/** A transaction is worth ten minutes: long enough to find a password, short enough to be forgotten. Duration in milliseconds. */
export const TRANSACTION_LIFETIME_MS = 10 * 60_000;

/** What {@link startAuthorization} asks the provider for. */
export interface AuthorizationRequest {
  readonly clientId: string;
  /** Registered at the client; sent again, byte for byte, with the code. */
  readonly redirectUri: string;
  /** Scopes of the REST API. `openid` is always added, so that the answer says who signed in. */
  readonly scopes: readonly string[];
  /** `login` asks for the password even if the person is signed in, `consent` for consent, `none` for neither. */
  readonly prompt?: 'login' | 'consent' | 'none';
  /** User name to fill in. */
  readonly loginHint?: string;
  /** Language of the login page, as in `de` or `en`. */
  readonly uiLocales?: string;
  readonly now?: Clock;
}

/**
 * Starts a sign-in: makes the URL to send the browser to, and the transaction to keep until it is back.
 *
 * State (256 bits), nonce and PKCE verifier are fresh on every call; the challenge is always S256
 * (RFC 6749 §10.12, RFC 7636 §4.1, RFC 9700 §2.1.1).
 *
 * @throws SipgateKitError `insecure_url` when the redirect URI is plain http beyond loopback, `invalid_configuration` when it is no URL or has a fragment.
 * @example
 * const { url, transaction } = await startAuthorization(provider, {
 *   clientId: client.clientId, redirectUri: 'http://localhost:8080/oauth', scopes: ['account:read'],
 * });
 */
export async function startAuthorization(
  provider: Provider,
  request: AuthorizationRequest,
): Promise<{ url: URL; transaction: AuthorizationTransaction }> {
  assertRedirectUri(request.redirectUri);
  const now = request.now ?? Date.now;
  const transaction: AuthorizationTransaction = {
    state: randomValue(),
    codeVerifier: randomValue(),
    nonce: randomValue(),
    redirectUri: request.redirectUri,
    scopes: [...new Set(['openid', ...request.scopes])],
    issuer: provider.issuer,
    clientId: request.clientId,
    startedAt: now(),
  };
  const url = new URL(provider.authorizationEndpoint);
  // Each change of `url.searchParams` would write the whole address anew.
  const query = new URLSearchParams(url.search);
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: transaction.clientId,
    redirect_uri: transaction.redirectUri,
    scope: transaction.scopes.join(' '),
    state: transaction.state,
    nonce: transaction.nonce,
    code_challenge: await codeChallengeOf(transaction.codeVerifier),
    code_challenge_method: 'S256',
    prompt: request.prompt,
    login_hint: request.loginHint,
    ui_locales: request.uiLocales,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  url.search = `${query}`;
  return { url, transaction };
}

function assertRedirectUri(redirectUri: string): void {
  const { hash } = secureUrl(redirectUri, 'The redirect URI');
  if (hash !== '' || redirectUri.endsWith('#')) {
    throw new SipgateKitError(
      'invalid_configuration',
      'The redirect URI has a fragment, which RFC 6749 §3.1.2 forbids.',
      {
        hint: "Remove everything from the # on, here and in the client's redirect URIs.",
      },
    );
  }
}
