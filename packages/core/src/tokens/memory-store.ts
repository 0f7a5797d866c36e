import { createRecordStore, type Row } from './record-store.ts';
import type { TokenStore } from './token-store.ts';

/** Options of {@link createMemoryTokenStore}. */
export interface MemoryTokenStoreOptions {
  /** The store's clock, milliseconds since the epoch: leases, deadlines and back-off live by it. Default `Date.now`. */
  readonly now?: () => number;
}

/**
 * A {@link TokenStore} that lives and dies with its process: for tests, scripts and one-process tools.
 *
 * Keeps every rule of the contract, within this process.
 *
 * @example
 * const store = createMemoryTokenStore();
 * const { id } = await store.saveSignIn(signIn.key, signIn.tokenSet);
 */
export function createMemoryTokenStore({ now = Date.now }: MemoryTokenStoreOptions = {}): TokenStore {
  const rows = new Map<string, Row>();
  return createRecordStore({ read: async () => rows, change: async (change) => change(rows) }, now);
}
