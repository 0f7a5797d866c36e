import type { TokenSet } from '@sipgate-kit/core';

/** Opened token sets, so that a hot connection is not opened again for every call. */
export interface TokenSetCache {
  /** Whether there is a set of this connection at all, of whatever generation. */
  has(id: string): boolean;
  /** The set of exactly this generation, which the caller has just read from the database. */
  get(id: string, generation: number): TokenSet | undefined;
  set(id: string, generation: number, tokenSet: TokenSet): void;
  clear(): void;
}

/** Keeps the `capacity` sets used last, one generation of each connection. */
export function createTokenSetCache(capacity: number): TokenSetCache {
  const entries = new Map<string, { readonly generation: number; readonly tokenSet: TokenSet }>();
  return {
    has: (id) => entries.has(id),
    get(id, generation) {
      const entry = entries.get(id);
      if (entry?.generation !== generation) return undefined;
      entries.delete(id);
      entries.set(id, entry);
      return entry.tokenSet;
    },
    set(id, generation, tokenSet) {
      entries.delete(id);
      entries.set(id, { generation, tokenSet });
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    clear: () => entries.clear(),
  };
}
