import { SipgateKitError } from '../errors.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { logoutAtProvider, revokeTokenSet } from './on-first-call.ts';
import type { Provider } from './provider.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';

/** What became of a sign-out. The connection is gone from the store either way. */
export interface SignOut {
  /** Whether the provider confirmed that the tokens are dead. */
  readonly revoked: boolean;
  /** Whether it confirmed that the person's session there is over; absent when that was not asked for. */
  readonly sessionEnded?: boolean;
  /** Why it did not. */
  readonly error?: SipgateKitError;
}

/** How {@link signOut} goes about it. */
export interface SignOutOptions extends ProviderRequestOptions {
  /**
   * Also ends the person's session at the provider (Keycloak's logout by refresh token), for every OAuth client they use
   * in it: the next sign-in asks for the password. Where that fails, the tokens are revoked all the same. Default `false`.
   */
  readonly endSession?: boolean;
}

/**
 * Signs a connection out: revokes its tokens at the provider (RFC 7009), then removes it from the store, even if the
 * provider could not be reached; the result says so. A refresh under way cannot bring it back.
 *
 * @throws SipgateKitError `store_unavailable`; an unknown connection counts as signed out.
 * @example
 * const { revoked } = await signOut(provider, client, store, connection.id);
 */
export async function signOut(
  provider: Provider,
  client: ClientCredentials,
  store: TokenStore,
  connectionId: string,
  { endSession = false, ...options }: SignOutOptions = {},
): Promise<SignOut> {
  const end = endSession ? tryToEndSession : tryToRevoke;
  const before = await store.read(connectionId);
  if (before === undefined) return { revoked: true };
  const first = await end(provider, client, before.tokenSet, options);
  const removed = await store.remove(connectionId);
  if (removed === undefined || removed.generation === before.generation || first.sessionEnded) return first;
  return end(provider, client, removed.tokenSet, options);
}

async function tryToEndSession(...request: Parameters<typeof logoutAtProvider>): Promise<SignOut> {
  try {
    await logoutAtProvider(...request);
    return { revoked: true, sessionEnded: true };
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    const { revoked } = await tryToRevoke(...request);
    return { revoked, sessionEnded: false, error };
  }
}

async function tryToRevoke(...request: Parameters<typeof revokeTokenSet>): Promise<SignOut> {
  try {
    await revokeTokenSet(...request);
    return { revoked: true };
  } catch (error) {
    if (error instanceof SipgateKitError) return { revoked: false, error };
    throw error;
  }
}
