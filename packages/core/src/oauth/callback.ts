import { SipgateKitError } from '../errors.ts';
import { programPart } from '../program-part.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { ConnectionKey } from '../tokens/token-store.ts';
import { type AuthorizationTransaction, TRANSACTION_LIFETIME_MS } from './authorization.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { Provider } from './provider.ts';
import { createProviderClock } from './provider-clock.ts';
import { cleanProviderText } from './provider-error.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';

/** The parameters of a callback, each present at most once. The code and the state are secrets. */
export interface Callback {
  readonly state: string;
  readonly code?: string;
  /** `iss`, RFC 9207. */
  readonly issuer?: string;
  readonly error?: string;
  /** Cleaned: one line, at most 200 characters. Still escape it before it goes into a page. */
  readonly errorDescription?: string;
}

/** A finished sign-in: who, and the tokens. */
export interface SignIn {
  /** issuer + client + the ID token's `sub`: the one safe name of this person. */
  readonly key: ConnectionKey;
  readonly tokenSet: TokenSet;
}

const loadExchange = /* @__PURE__ */ programPart('provider_unreachable', () => import('./code-exchange.ts'));

const SINGLE_PARAMETERS = ['state', 'code', 'iss', 'error', 'error_description', 'error_uri', 'session_state'] as const;

/**
 * Reads a callback's parameters without spending anything: first duplicates, then shape.
 *
 * Use it to find the transaction by `state`; {@link finishAuthorization} checks everything again.
 *
 * @throws SipgateKitError `duplicate_parameter`; `malformed_callback` when there is no state, or neither code nor error.
 * @example
 * const { state } = readCallback(new URL(request.url));
 */
export function readCallback(parameters: URL | URLSearchParams): Callback {
  const query = parameters instanceof URL ? parameters.searchParams : parameters;
  for (const name of SINGLE_PARAMETERS) {
    if (query.getAll(name).length > 1) {
      throw new SipgateKitError('duplicate_parameter', `The callback carries "${name}" more than once.`, {
        hint: 'Start again. If it happens again, something between browser and server rewrites URLs.',
      });
    }
  }
  const value = (name: string) => query.get(name) || undefined;
  const [state, code, issuer, error] = [value('state'), value('code'), value('iss'), value('error')];
  const errorDescription = cleanProviderText(value('error_description'), [state ?? '', code ?? '']);
  if (state === undefined) throw malformedCallback('no state');
  if (code === undefined && error === undefined) throw malformedCallback('neither a code nor an error');
  return {
    state,
    ...(code !== undefined && { code }),
    ...(issuer !== undefined && { issuer }),
    ...(error !== undefined && { error: cleanProviderText(error, [state]) ?? 'unknown' }),
    ...(errorDescription !== undefined && { errorDescription }),
  };
}

function malformedCallback(what: string): SipgateKitError {
  return new SipgateKitError('malformed_callback', `The callback carries ${what}.`, {
    hint: 'Do not open the callback address by hand; start at the sign-in page.',
  });
}

/**
 * Finishes a sign-in. Before anything is sent it checks, in this order: duplicate parameters, state (constant time),
 * the transaction's age, `iss` (RFC 9207), the provider's error. Then it exchanges the code with the transaction's own
 * redirect URI and PKCE verifier and validates the ID token's issuer, audience, expiry and nonce.
 *
 * Take the transaction out of its store atomically before you call this: a transaction is good for one call.
 *
 * @throws SipgateKitError `duplicate_parameter`, `malformed_callback`, `state_mismatch`, `transaction_expired`, `issuer_mismatch`, `id_token_invalid`.
 * @throws ProviderError `access_denied`, `login_required`, `invalid_scope`, `authorization_failed`, `code_invalid`, `pkce_failed`, `invalid_redirect_uri`, `unknown_client`, `wrong_client_secret`, `client_disabled`, `provider_unreachable`, `provider_unavailable`, `malformed_response`, `token_request_failed`.
 * @example
 * const { key, tokenSet } = await finishAuthorization(provider, client, transaction, new URL(request.url));
 */
export async function finishAuthorization(
  provider: Provider,
  client: ClientCredentials,
  transaction: AuthorizationTransaction,
  parameters: URL | URLSearchParams,
  options: ProviderRequestOptions = {},
): Promise<SignIn> {
  const clock = options.clock ?? createProviderClock(options.now);
  const callback = readCallback(parameters);
  if (!equalInConstantTime(callback.state, transaction.state)) {
    throw new SipgateKitError('state_mismatch', 'The state in the callback does not match the state of the sign-in.', {
      hint: 'Start again from the sign-in page, in this browser.',
    });
  }
  assertFresh(transaction, clock.local());
  assertSameParties(provider, client, transaction);
  assertIssuer(provider, callback);
  const { finishSignIn } = await loadExchange();
  return finishSignIn(provider, client, transaction, callback, { ...options, clock });
}

function assertFresh(transaction: AuthorizationTransaction, now: number): void {
  if (now - transaction.startedAt > TRANSACTION_LIFETIME_MS) {
    throw new SipgateKitError('transaction_expired', 'This sign-in was started more than 10 minutes ago.', {
      hint: 'Start again from the sign-in page.',
    });
  }
}

function assertSameParties(provider: Provider, client: ClientCredentials, transaction: AuthorizationTransaction): void {
  if (transaction.issuer !== provider.issuer || transaction.clientId !== client.clientId) {
    throw new SipgateKitError('issuer_mismatch', 'This sign-in was started with another provider or OAuth client.', {
      hint: 'Start again, and finish with the same configuration.',
    });
  }
}

function assertIssuer(provider: Provider, callback: Callback): void {
  if (callback.issuer === undefined ? provider.issParameterSupported : callback.issuer !== provider.issuer) {
    throw new SipgateKitError(
      'issuer_mismatch',
      'The callback does not come from the provider the sign-in was started with.',
      {
        hint: 'Write the issuer exactly as the provider does, then start again.',
      },
    );
  }
}

/** Compares without telling by its duration where the difference is. */
export function equalInConstantTime(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index++) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
