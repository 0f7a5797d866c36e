import type { Clock } from '@sipgate-kit/core';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { WaitingForDatabase } from './postgres.ts';
import type { SessionLifetimes } from './sessions.ts';

/** What a vault needs to know, wherever it lives. */
interface CommonVaultOptions {
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
  /**
   * How long a statement waits for another process's write, and in PostgreSQL for a connection and its own end, before
   * it throws `store_unavailable`. Default 5,000 ms.
   */
  readonly patienceMs?: number;
}

/** A vault in a SQLite file. Needs the package `libsql`. */
export interface SqliteVaultOptions extends CommonVaultOptions {
  /** Path of the SQLite database, or `:memory:` for one that dies with the process. */
  readonly file: string;
  readonly url?: never;
}

/** A vault in a PostgreSQL database. Needs the package `pg`. */
export interface PostgresVaultOptions extends CommonVaultOptions {
  /** Address of the database: `postgres://user:password@host:5432/database`. */
  readonly url: string;
  readonly file?: never;
  /** Connections this process may hold at once. Default 10. */
  readonly poolSize?: number;
  /**
   * Whether the server keeps the plan of each statement, which halves the time of a read. Default `true`; PgBouncer in
   * transaction mode needs `max_prepared_statements` for it.
   */
  readonly preparedStatements?: boolean;
  /** How long opening the vault waits for a server that does not answer yet. Default 30,000 ms. */
  readonly startPatienceMs?: number;
  /** Told every time the server did not answer while the vault was being opened. */
  readonly onWaiting?: (progress: WaitingForDatabase) => void;
}

/** What {@link openVault} needs to know: either a `file` or a `url`. */
export type VaultOptions = SqliteVaultOptions | PostgresVaultOptions;
