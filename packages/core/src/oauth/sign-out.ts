import { SipgateKitError } from '../errors.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { Provider } from './provider.ts';
import type { ProviderRequestOptions } from './provider-fetch.ts';
import { revokeTokenSet } from './token-requests.ts';

/** What became of a sign-out. The connection is gone from the store either way. */
export interface SignOut {
  /** Whether the provider confirmed that the tokens are dead. */
  readonly revoked: boolean;
  /** Why it did not. */
  readonly error?: SipgateKitError;
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
  options: ProviderRequestOptions = {},
): Promise<SignOut> {
  const before = await store.read(connectionId);
  if (before === undefined) return { revoked: true };
  const first = await tryToRevoke(provider, client, before.tokenSet, options);
  const removed = await store.remove(connectionId);
  if (removed === undefined || removed.generation === before.generation) return first;
  return tryToRevoke(provider, client, removed.tokenSet, options);
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
