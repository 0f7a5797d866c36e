import type { ConnectionState, TokenSet } from '@sipgate-kit/core';

/** Which token set of which connection. */
export type TokenSetVersion = Pick<ConnectionState, 'id' | 'generation' | 'refreshedAt'>;

/** Opened token sets, so that a hot connection is not opened again for every call. */
export interface TokenSetCache {
  /** Whether there is a set of this connection at all, of whatever generation. */
  has(id: string): boolean;
  /**
   * The set of exactly this generation and refresh, which the caller has just read: where a store was put back to an
   * older state, a generation comes a second time, with another set.
   */
  get(version: TokenSetVersion): TokenSet | undefined;
  set(version: TokenSetVersion, tokenSet: TokenSet): void;
  clear(): void;
}

/** Keeps the `capacity` sets used last, one generation of each connection. */
export function createTokenSetCache(capacity: number): TokenSetCache {
  const entries = new Map<string, { readonly version: TokenSetVersion; readonly tokenSet: TokenSet }>();
  return {
    has: (id) => entries.has(id),
    get({ id, generation, refreshedAt }) {
      const entry = entries.get(id);
      if (entry?.version.generation !== generation || entry.version.refreshedAt !== refreshedAt) return undefined;
      entries.delete(id);
      entries.set(id, entry);
      return entry.tokenSet;
    },
    set({ id, generation, refreshedAt }, tokenSet) {
      entries.delete(id);
      entries.set(id, { version: { id, generation, refreshedAt }, tokenSet });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    clear: () => entries.clear(),
  };
}
