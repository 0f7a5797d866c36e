import type { Clock } from '@sipgate-kit/core';
import { sql } from 'kysely';
import type { DialectWords } from './database.ts';

/** Keeps vaults that start at the same moment from changing the schema at the same moment: any number would do. */
const SCHEMA_LOCK = 7_447_283_650_114;

/** SQLite's words. `leaseClock` stands in for the database's clock where a test holds it. */
export const sqliteWords = (leaseClock: Clock | undefined): DialectWords => ({
  leaseNow: () =>
    leaseClock
      ? sql<number>`cast(${leaseClock()} as integer)`
      : sql<number>`cast(round(unixepoch('subsec') * 1000) as integer)`,
  ownClock: leaseClock === undefined,
  isOneOf: (column, texts) => sql`${column} in (select value from json_each(${JSON.stringify(texts)}))`,
  exactText: sql`text`,
  async hasTable(db, name) {
    const found = await sql`select 1 from sqlite_master where type = 'table' and name = ${name}`.execute(db);
    return found.rows.length > 0;
  },
  // Every transaction holds the only write lock there is from its beginning on.
  lockSchema: async () => undefined,
});

/**
 * PostgreSQL's words. Its `now()` stands still within a transaction, and a statement may have waited for a row:
 * `clock_timestamp()` is the time it really is.
 */
export const postgresWords = (leaseClock: Clock | undefined): DialectWords => ({
  leaseNow: () =>
    leaseClock
      ? sql<number>`cast(${leaseClock()} as bigint)`
      : sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
  ownClock: leaseClock === undefined,
  isOneOf: (column, texts) => sql`${column} = any(${texts}::text[])`,
  exactText: sql`text collate "C"`,
  async hasTable(db, name) {
    // From the table, not by to_regclass: that may remember from before the wait for the lock that there is none.
    const found =
      await sql`select 1 from pg_catalog.pg_class where relname = ${name} and pg_table_is_visible(oid)`.execute(db);
    return found.rows.length > 0;
  },
  async lockSchema(db) {
    // Building an index on a large table takes longer than a statement otherwise may.
    await sql`set local statement_timeout = 0`.execute(db);
    await sql`select pg_advisory_xact_lock(${sql.lit(SCHEMA_LOCK)})`.execute(db);
  },
});
