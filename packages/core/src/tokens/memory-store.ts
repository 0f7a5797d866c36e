import {
  type ConnectionRecord,
  dueOf,
  firstSignIn,
  leased,
  nextSignIn,
  released,
  renewed,
  rotated,
  sameKey,
  sending,
  stateOf,
  withStatus,
} from './connection-record.ts';
import type { TokenSet } from './token-set.ts';
import type { Connection, ConnectionKey, ConnectionState, TokenStore } from './token-store.ts';

interface Row extends ConnectionRecord {
  readonly tokenSet: TokenSet;
}

/** Options of {@link createMemoryTokenStore}. */
export interface MemoryTokenStoreOptions {
  /** The store's clock, milliseconds since the epoch: leases, deadlines and back-off live by it. Default `Date.now`. */
  readonly now?: () => number;
}

/**
 * A {@link TokenStore} that lives and dies with its process: for tests, scripts and one-process tools.
 *
 * Keeps every rule of the contract, within this process. Removed connections need no tombstone here: an id is never
 * used again, so a late answer finds nothing to replace.
 *
 * @example
 * const store = createMemoryTokenStore();
 * const { id } = await store.saveSignIn(signIn.key, signIn.tokenSet);
 */
export function createMemoryTokenStore({ now = Date.now }: MemoryTokenStoreOptions = {}): TokenStore {
  const rows = new Map<string, Row>();

  const put = (row: Row): ConnectionState => {
    rows.set(row.id, row);
    return stateOf(row, now());
  };
  /** Keeps the changed row, if there is one, and tells whether there was. */
  const changed = (row: Row | undefined): boolean => row !== undefined && put(row) !== undefined;
  const withKey = (key: ConnectionKey): Row | undefined => {
    for (const row of rows.values()) if (sameKey(row.key, key)) return row;
    return undefined;
  };
  const connection = (row: Row | undefined): Connection | undefined =>
    row && { ...stateOf(row, now()), tokenSet: row.tokenSet };

  return {
    read: async (id) => connection(rows.get(id)),

    async readStates(ids) {
      return [...new Set(ids)].flatMap((id) => {
        const row = rows.get(id);
        return row ? [stateOf(row, now())] : [];
      });
    },

    async listDue(query) {
      const at = now();
      return dueOf(rows.values(), query, at).map((row) => stateOf(row, at));
    },

    async findByKey(key) {
      const row = withKey(key);
      return row && stateOf(row, now());
    },

    async saveSignIn(key, tokenSet) {
      const row = withKey(key);
      if (row === undefined) return put({ ...firstSignIn(crypto.randomUUID(), key, tokenSet, now()), tokenSet });
      const next = nextSignIn(row, tokenSet, now());
      return next ? put({ ...next, tokenSet }) : stateOf(row, now());
    },

    async acquireLease(id, request) {
      const { outcome, record } = leased(rows.get(id), request, now());
      changed(record);
      return outcome;
    },

    renewLease: async (id, request) => changed(renewed(rows.get(id), request, now())),

    markSending: async (id, request) => changed(sending(rows.get(id), request, now())),

    async replace(id, request) {
      const row = rotated(rows.get(id), request, now());
      return row && put({ ...row, tokenSet: request.tokenSet });
    },

    async releaseLease(id, request) {
      changed(released(rows.get(id), request, now()));
    },

    setStatus: async (id, request) => changed(withStatus(rows.get(id), request, now())),

    async remove(id) {
      const row = rows.get(id);
      rows.delete(id);
      return connection(row);
    },
  };
}
