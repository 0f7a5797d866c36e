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

/** A connection as a store in memory keeps it. */
export interface Row extends ConnectionRecord {
  readonly tokenSet: TokenSet;
}

/** The rows of a store in memory, and the one way to change them. */
export interface Rows {
  /** The present rows by id, not to be changed. */
  read(): Promise<ReadonlyMap<string, Row>>;
  /** Runs `change` on the newest rows while nobody else does. What it does to the map is kept. */
  change<Result>(change: (rows: Map<string, Row>) => Result): Promise<Result>;
}

/**
 * A {@link TokenStore} on rows in memory. Removed connections need no tombstone here: an id is never used again, so a
 * late answer finds nothing to replace.
 */
export function createRecordStore(rows: Rows, now: () => number): TokenStore {
  const withKey = (all: ReadonlyMap<string, Row>, key: ConnectionKey): Row | undefined => {
    for (const row of all.values()) if (sameKey(row.key, key)) return row;
    return undefined;
  };
  const connection = (row: Row | undefined): Connection | undefined =>
    row && { ...stateOf(row, now()), tokenSet: row.tokenSet };
  const put = (all: Map<string, Row>, row: Row): ConnectionState => {
    all.set(row.id, row);
    return stateOf(row, now());
  };
  /** Keeps the changed row, if there is one, and tells whether there was. */
  const changed = (id: string, next: (row: Row | undefined) => Row | undefined): Promise<boolean> =>
    rows.change((all) => {
      const row = next(all.get(id));
      return row !== undefined && put(all, row) !== undefined;
    });

  return {
    read: async (id) => connection((await rows.read()).get(id)),

    async readStates(ids) {
      const all = await rows.read();
      return [...new Set(ids)].flatMap((id) => {
        const row = all.get(id);
        return row ? [stateOf(row, now())] : [];
      });
    },

    async listDue(query) {
      const at = now();
      return dueOf((await rows.read()).values(), query, at).map((row) => stateOf(row, at));
    },

    async findByKey(key) {
      const row = withKey(await rows.read(), key);
      return row && stateOf(row, now());
    },

    saveSignIn: (key, tokenSet) =>
      rows.change((all) => {
        const row = withKey(all, key);
        if (row === undefined) return put(all, { ...firstSignIn(crypto.randomUUID(), key, tokenSet, now()), tokenSet });
        const next = nextSignIn(row, tokenSet, now());
        return next ? put(all, { ...next, tokenSet }) : stateOf(row, now());
      }),

    acquireLease: (id, request) =>
      rows.change((all) => {
        const { outcome, record } = leased(all.get(id), request, now());
        if (record !== undefined) put(all, record);
        return outcome;
      }),

    renewLease: (id, request) => changed(id, (row) => renewed(row, request, now())),

    markSending: (id, request) => changed(id, (row) => sending(row, request, now())),

    replace: (id, request) =>
      rows.change((all) => {
        const row = rotated(all.get(id), request, now());
        return row && put(all, { ...row, tokenSet: request.tokenSet });
      }),

    async releaseLease(id, request) {
      await changed(id, (row) => released(row, request, now()));
    },

    setStatus: (id, request) => changed(id, (row) => withStatus(row, request, now())),

    remove: (id) =>
      rows.change((all) => {
        const row = all.get(id);
        all.delete(id);
        return connection(row);
      }),
  };
}
