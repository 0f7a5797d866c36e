import type { Expression, Kysely, RawBuilder, SqlBool } from 'kysely';
import type { VaultTables } from './tables.ts';

/**
 * A database as the rest of the vault sees it: queries, the store's clock, and the few things that SQLite and
 * PostgreSQL say in different words.
 *
 * All ways to query wait for another writer, up to a limit, and throw the kit's own errors.
 */
export interface VaultDatabase extends Queries, DialectWords {
  /**
   * The same for what a power failure may take back, but no crash of ours: sign-ins under way and new sessions, whose loss
   * costs one more click. In SQLite it saves the wait for the disk, which is most of the time of a write; PostgreSQL lets
   * many writers share that wait.
   */
  readonly unsynced: Queries;

  close(): Promise<void>;
}

/** How the tables are read and written. What was confirmed is on the disk, where nothing else is said. */
export interface Queries {
  /** One statement, or several that need no common moment. Repeated when the database was busy. */
  run<Result>(work: (db: Kysely<VaultTables>) => Promise<Result>): Promise<Result>;

  /**
   * All or nothing. Awaits nothing but its own queries, so that no other work of this process waits for a network or a
   * clock behind it.
   */
  transaction<Result>(work: (db: Kysely<VaultTables>) => Promise<Result>): Promise<Result>;
}

/** What the two databases say in different words. */
export interface DialectWords {
  /** The store's clock, in whole milliseconds since the epoch, for use within a statement. Leases live by it. */
  leaseNow(): RawBuilder<number>;

  /** Whether that is the database's own clock, so that a statement with it reads the same at every instant. */
  readonly ownClock: boolean;

  /** Whether a column holds one of these texts; however many they are, the statement reads the same. */
  isOneOf(column: Expression<string>, texts: readonly string[]): RawBuilder<SqlBool>;

  /** The type of texts that are compared byte by byte, so that both databases sort and find them alike. */
  readonly exactText: RawBuilder<unknown>;

  /** Whether this vault has a table of that name. */
  hasTable(db: Kysely<VaultTables>, name: string): Promise<boolean>;

  /** Lets one transaction at a time go on to change the schema, for as long as that takes. */
  lockSchema(db: Kysely<VaultTables>): Promise<void>;
}

/** The store's clock, read by itself: an instant that an index can be searched by. */
export async function readLeaseClock(database: VaultDatabase): Promise<number> {
  const { now } = await database.run((db) => db.selectNoFrom(database.leaseNow().as('now')).executeTakeFirstOrThrow());
  return now;
}
