import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@sipgate-kit/core';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { assertWritable, closeToOthers, createPrivateFile } from '../private-files.ts';
import type { VaultDatabase } from './database.ts';
import { LibsqlConnection } from './libsql-connection.ts';
import { isBusy, openingError, statementError } from './sqlite-errors.ts';
import type { VaultTables } from './tables.ts';

/** Options of {@link openSqlite}. */
export interface SqliteOptions {
  /** Path of the database, or `:memory:`. */
  readonly file: string;
  /** The store's clock, where tests hold it; otherwise the database's own. */
  readonly leaseClock?: Clock | undefined;
  /** How long a statement waits for another process's write, in milliseconds. */
  readonly patienceMs: number;
}

const LONGEST_PAUSE_MS = 40;

/**
 * Opens a SQLite database, created 0600 in a directory of 0700 where there is none yet. Writes are on the disk before
 * they are confirmed (`synchronous=FULL`): a rotated token pair that is lost with the power is a lost session.
 */
export async function openSqlite({ file, leaseClock, patienceMs }: SqliteOptions): Promise<VaultDatabase> {
  const inMemory = file === ':memory:';
  // Absolute, so that no path can be taken for the address of a remote database.
  const path = inMemory ? file : resolve(file);
  if (!inMemory && !(await createPrivateFile(path, ''))) {
    await closeToOthers(path);
    await assertWritable(path);
  }
  const connection = await patiently(async () => new LibsqlConnection(path), patienceMs).catch((error: unknown) => {
    throw openingError(error, path);
  });
  const db = new Kysely<VaultTables>({ dialect: new SqliteDialect({ database: connection }) });
  const run = <Result>(work: () => Promise<Result>): Promise<Result> =>
    patiently(work, patienceMs).catch((error: unknown) => {
      throw statementError(error, path);
    });
  return {
    run: (work) => run(() => work(db)),
    transaction: (work) => run(() => db.transaction().execute(work)),
    leaseNow: () =>
      leaseClock
        ? sql<number>`cast(${leaseClock()} as integer)`
        : sql<number>`cast(round(unixepoch('subsec') * 1000) as integer)`,
    async close() {
      try {
        connection.exec('pragma wal_checkpoint(truncate)');
      } catch {
        // Another process still works with the log: then it does this when it closes.
      }
      await db.destroy();
    },
  };
}

/** Repeats `work` while another process writes, after pauses of random length, so that waiters do not meet again. */
async function patiently<Result>(work: () => Promise<Result>, patienceMs: number): Promise<Result> {
  const since = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() - since > patienceMs) throw error;
      await wait(1 + Math.random() * LONGEST_PAUSE_MS);
    }
  }
}
