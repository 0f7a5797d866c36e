import type { Clock, TokenStore } from '@sipgate-kit/core';
import type { KeyRing } from '../sealing/key-ring.ts';
import { cleanUp } from './clean-up.ts';
import { type ConnectionPage, type ConnectionQuery, listConnections } from './connection-list.ts';
import { createConnectionKeeping } from './connections.ts';
import type { VaultDatabase } from './database.ts';
import { createLeases } from './leases.ts';
import { migrate } from './migrations.ts';
import { createSessions, type SessionLifetimes, type Sessions } from './sessions.ts';
import { openSqlite } from './sqlite.ts';
import { createTokenSetCache } from './token-set-cache.ts';
import { createTransactions, type Transactions } from './transactions.ts';

/** The connections of a vault: the store that token managers work with, and a list for operators. */
export interface VaultConnections extends TokenStore {
  /** States page by page, without opening tokens. */
  list(query: ConnectionQuery): Promise<ConnectionPage>;
}

/** What {@link openVault} needs to know. */
export interface VaultOptions {
  /** Path of the SQLite database, or `:memory:` for one that dies with the process. */
  readonly file: string;
  /** The keys that seal it. */
  readonly keyRing: KeyRing;
  /** The application's clock, which transactions and sessions live by. Default `Date.now`. */
  readonly now?: Clock;
  /** The clock of leases, for tests. Default: the database's own, which all processes on it share. */
  readonly leaseClock?: Clock;
  /** How many sign-ins may be under way at once. Default 10,000. */
  readonly pendingSignIns?: number;
  readonly sessionLifetimes?: Partial<SessionLifetimes>;
  /** How many opened token sets are kept in memory. Default 1,000. */
  readonly cachedTokenSets?: number;
  /** How long a statement waits for another process's write before it throws `store_unavailable`. Default 5,000 ms. */
  readonly patienceMs?: number;
}

/** Where connections, sign-ins under way and browser sessions live. */
export interface Vault {
  readonly connections: VaultConnections;
  readonly transactions: Transactions;
  readonly sessions: Sessions;
  /** Deletes what has expired, a bounded number of rows at a time: call it every few minutes. */
  cleanUp(): Promise<void>;
  /** Throws `store_unavailable` when the database does not answer. */
  ping(): Promise<void>;
  /** Writes the log back into the database file and lets go of it. The vault cannot be used afterwards. */
  close(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Opens the vault in a SQLite file, made on the spot where there is none: 0600, in a directory of 0700. Any number of
 * processes on one machine may open the same file; a network file system will not do.
 *
 * Throws `vault_unwritable` when the file cannot be made or written, `vault_damaged` when it is no readable database,
 * `invalid_configuration` when a newer release wrote it. An existing file is never overwritten.
 *
 * @example
 * const keyRing = await readOrCreateKeyFile('/var/lib/my-app/vault.key');
 * const vault = await openVault({ file: '/var/lib/my-app/vault.db', keyRing });
 * const tokens = createTokenManager({ provider, client, store: vault.connections, connectionId });
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { file, leaseClock, patienceMs = 5_000 } = options;
  const database = await openSqlite({ file, leaseClock, patienceMs });
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return assemble(database, options);
}

function assemble(database: VaultDatabase, options: VaultOptions): Vault {
  const { keyRing, now = Date.now, pendingSignIns = 10_000, cachedTokenSets = 1_000 } = options;
  const lifetimes = { idleMs: 7 * DAY_MS, absoluteMs: 30 * DAY_MS, ...options.sessionLifetimes };
  const cache = createTokenSetCache(cachedTokenSets);
  return {
    connections: {
      ...createConnectionKeeping({ database, keyRing, cache }),
      ...createLeases(database),
      list: (query) => listConnections(database, query),
    },
    transactions: createTransactions({ database, keyRing, now, capacity: pendingSignIns }),
    sessions: createSessions({ database, now, lifetimes }),
    cleanUp: () => cleanUp(database, now),
    async ping() {
      await database.run((db) => db.selectFrom('vault_migrations').select('version').limit(1).execute());
    },
    async close() {
      cache.clear();
      await database.close();
    },
  };
}
