import { resolve } from 'node:path';
import type { Clock } from '@sipgate-kit/core';
import { Kysely, SqliteDialect } from 'kysely';
import { assertWritable, closeToOthers, createPrivateFile } from '../private-files.ts';
import type { Queries, VaultDatabase } from './database.ts';
import { sqliteWords } from './dialects.ts';
import { LibsqlConnection, type Synchronous } from './libsql-connection.ts';
import { patiently } from './patience.ts';
import { createSharedCommits } from './shared-commits.ts';
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

/**
 * Opens a SQLite database, created 0600 in a directory of 0700 where there is none yet. Writes are on the disk before
 * they are confirmed (`synchronous=FULL`): a rotated token pair that is lost with the power is a lost session. Only
 * `unsynced` ones are confirmed earlier (`synchronous=NORMAL`, which in WAL mode keeps the database whole all the same).
 */
export async function openSqlite({ file, leaseClock, patienceMs }: SqliteOptions): Promise<VaultDatabase> {
  const inMemory = file === ':memory:';
  // Absolute, so that no path can be taken for the address of a remote database.
  const path = inMemory ? file : resolve(file);
  if (!inMemory && !(await createPrivateFile(path, ''))) {
    await closeToOthers(path);
    await assertWritable(path);
  }
  const connection = await patiently(async () => new LibsqlConnection(path), { isBusy, patienceMs }).catch(
    (error: unknown) => {
      throw openingError(error, path);
    },
  );
  const db = new Kysely<VaultTables>({ dialect: new SqliteDialect({ database: connection }) });
  const inTurn = createSharedCommits(connection);
  const queries = (synchronous: Synchronous): Queries => {
    const run = <Result>(work: () => Promise<Result>): Promise<Result> =>
      patiently(() => inTurn(work, synchronous), { isBusy, patienceMs }).catch((error: unknown) => {
        throw statementError(error, path);
      });
    return { run: (work) => run(() => work(db)), transaction: (work) => run(() => db.transaction().execute(work)) };
  };
  return {
    ...sqliteWords(leaseClock),
    ...queries('full'),
    unsynced: queries('normal'),
    async close() {
      try {
        // Whoever came before has their answer first.
        await inTurn(async () => undefined, 'normal');
        connection.exec('pragma wal_checkpoint(truncate)');
      } catch {
        // Another process still works with the log: then it does this when it closes.
      }
      await db.destroy();
    },
  };
}
