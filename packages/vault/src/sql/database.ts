import type { Kysely, RawBuilder } from 'kysely';
import type { VaultTables } from './tables.ts';

/**
 * A database as the rest of the vault sees it: queries, the store's clock, and nothing of the engine beneath.
 *
 * Both ways to query wait for another writer, up to a limit, and throw the kit's own errors.
 */
export interface VaultDatabase {
  /** One statement, or several that need no common moment. Repeated when the database was busy. */
  run<Result>(work: (db: Kysely<VaultTables>) => Promise<Result>): Promise<Result>;

  /**
   * All or nothing, writing from its first statement on. Awaits nothing but its own queries, so that no other work of
   * this process waits for a network or a clock behind it.
   */
  transaction<Result>(work: (db: Kysely<VaultTables>) => Promise<Result>): Promise<Result>;

  /** The store's clock, in milliseconds since the epoch, for use within a statement. Leases live by it. */
  leaseNow(): RawBuilder<number>;

  close(): Promise<void>;
}
