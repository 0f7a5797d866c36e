import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, SipgateKitError } from '@sipgate-kit/core';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import type { Queries, VaultDatabase } from './database.ts';
import { postgresWords } from './dialects.ts';
import { patiently } from './patience.ts';
import { isUndone, type PostgresAddress, refusedForGood, statementError, unavailable, why } from './postgres-errors.ts';
import { createPostgresPool, PostgresFailure } from './postgres-pool.ts';
import type { VaultTables } from './tables.ts';

/** Told while a server is waited for that does not answer yet. */
export interface WaitingForDatabase {
  readonly host: string;
  readonly port: string;
  /** In words fit for a log, such as `ECONNREFUSED`. */
  readonly reason: string;
  /** Duration so far, milliseconds. */
  readonly waitedMs: number;
  /** When it is given up, milliseconds from the start. */
  readonly limitMs: number;
}

/** Options of {@link openPostgres}. */
export interface PostgresOptions {
  readonly url: string;
  readonly leaseClock?: Clock | undefined;
  readonly poolSize: number;
  readonly preparedStatements: boolean;
  /** How long a statement may take, and wait for a connection, in milliseconds. */
  readonly patienceMs: number;
  /** How long to wait for a server that does not answer yet, in milliseconds. */
  readonly startPatienceMs: number;
  readonly onWaiting?: ((progress: WaitingForDatabase) => void) | undefined;
}

const PAUSE_MS = 250;

/**
 * Opens a PostgreSQL database. Every statement stands for itself under READ COMMITTED; none keeps a connection longer
 * than it takes. After a lost connection the next statement makes a new one.
 */
export async function openPostgres(driver: typeof pg, options: PostgresOptions): Promise<VaultDatabase> {
  const { url, leaseClock, poolSize, patienceMs, preparedStatements } = options;
  const address = addressOf(driver, url);
  const pool = createPostgresPool(driver, { url, size: poolSize, patienceMs, preparedStatements });
  const db = new Kysely<VaultTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await firstAnswer(db, address, options);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  let closed = false;
  const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await patiently(work, { isBusy: (error) => isUndone(causeOf(error)), patienceMs });
    } catch (error) {
      if (closed) throw unavailable(address, 'the vault was closed');
      throw error instanceof PostgresFailure ? statementError(error.cause, address) : error;
    }
  };
  const queries: Queries = {
    run: (work) => run(() => work(db)),
    transaction: (work) => run(() => db.transaction().execute(work)),
  };
  return {
    ...postgresWords(leaseClock),
    ...queries,
    unsynced: queries,
    async close() {
      closed = true;
      await db.destroy();
    },
  };
}

/** Waits until the server answers. A server that is just starting, or a name that is not known yet, may come. */
async function firstAnswer(
  db: Kysely<VaultTables>,
  address: PostgresAddress,
  { startPatienceMs, onWaiting }: PostgresOptions,
): Promise<void> {
  const since = performance.now();
  for (;;) {
    try {
      await sql`select 1`.execute(db);
      return;
    } catch (error) {
      const cause = causeOf(error);
      const forGood = refusedForGood(cause, address);
      if (forGood !== undefined) throw forGood;
      const waitedMs = Math.round(performance.now() - since);
      if (waitedMs + PAUSE_MS > startPatienceMs) {
        throw unavailable(address, `${why(cause)}, for ${Math.round(waitedMs / 1_000)} s`);
      }
      onWaiting?.({ ...address, reason: why(cause), waitedMs, limitMs: startPatienceMs });
      await wait(PAUSE_MS);
    }
  }
}

/** Host and port of the address. */
function addressOf(driver: typeof pg, url: string): PostgresAddress {
  try {
    const { protocol } = new URL(url);
    // The driver reads addresses in its own way, and would complain only when it connects.
    const { host, port } = new driver.Client({ connectionString: url });
    if (protocol === 'postgres:' || protocol === 'postgresql:') return { host, port: String(port) };
  } catch {
    // What it complains of may hold the password.
  }
  throw new SipgateKitError('invalid_configuration', 'The address of the database is not one of PostgreSQL.', {
    hint: 'Write it as postgres://user:password@host:5432/database, with special characters of the password percent-encoded.',
  });
}

const causeOf = (error: unknown): unknown => (error instanceof PostgresFailure ? error.cause : error);
