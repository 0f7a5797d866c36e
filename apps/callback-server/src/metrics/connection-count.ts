import type { Clock } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';

/** Counting reads an index of all connections, so that several who look share one count. Duration in milliseconds. */
const GOOD_FOR_MS = 60_000;

/** Counts connections by status, once a minute at most. */
export function createConnectionCount(vault: Vault, now: Clock): () => Promise<ReadonlyMap<string, number>> {
  let last: { readonly at: number; readonly counts: ReadonlyMap<string, number> } | undefined;
  return async () => {
    const at = now();
    if (last === undefined || at - last.at >= GOOD_FOR_MS) {
      last = { at, counts: new Map(Object.entries(await vault.connections.count())) };
    }
    return last.counts;
  };
}
