import type { SqliteDatabase, SqliteStatement } from 'kysely';
import Libsql from 'libsql';
import { isBusy } from './sqlite-errors.ts';

/**
 * How long SQLite itself waits for another writer, in milliseconds. It blocks the event loop meanwhile, so it is just
 * long enough for one write; after that the wait is the caller's, and asynchronous.
 */
const BUSY_TIMEOUT_MS = 10;
/** Far more than the vault has; statements that differ from call to call must not pile up. */
const MOST_PREPARED_READS = 100;
const CONTROL = /^(begin|commit|rollback)\b/;
const READ = /^select\b/;

/** Whether a write is confirmed when it is on the disk, or when the next one that is will take it along. */
export type Synchronous = 'full' | 'normal';

/**
 * A libsql connection as the query builder wants it, in which no prepared statement ever meets a held lock.
 *
 * The driver does not reset a statement that ended in SQLITE_BUSY, and has no way to; until the garbage collector comes,
 * it counts as running. Meanwhile SQLite commits no other write of the connection, though each of them reports success,
 * and the collector at last rolls them all back. So every write takes its lock first, in a `begin immediate` sent by
 * `exec`, which leaves no statement behind. Should a read meet a lock nevertheless (another process recovers the log),
 * the connection is given up for a fresh one.
 */
export class LibsqlConnection implements SqliteDatabase {
  readonly #path: string;
  #libsql: Libsql.Database;
  #synchronous: Synchronous = 'full';
  /** Reads as they were prepared; they end with the connection they belong to. */
  #reads = new Map<string, SqliteStatement>();

  constructor(path: string) {
    this.#path = path;
    this.#libsql = connect(path);
  }

  prepare(sql: string): SqliteStatement {
    if (CONTROL.test(sql)) return this.#control(sql);
    const known = this.#reads.get(sql);
    if (known !== undefined) return known;
    const isRead = READ.test(sql);
    const statement = this.#libsql.prepare(sql);
    const send = <Result>(run: () => Result): Result => (isRead ? this.#read(run) : this.#write(run));
    const { reader } = statement;
    const prepared: SqliteStatement = {
      reader,
      all: (parameters) => send(() => statement.all(parameters)),
      run: (parameters) => send(() => statement.run(parameters)),
      iterate: (parameters) => send(() => statement.all(parameters)).values(),
    };
    if (isRead && this.#reads.size < MOST_PREPARED_READS) this.#reads.set(sql, prepared);
    return prepared;
  }

  /** From the next transaction on. */
  synchronise(synchronous: Synchronous): void {
    if (synchronous === this.#synchronous) return;
    this.#libsql.exec(`pragma synchronous = ${synchronous}`);
    this.#synchronous = synchronous;
  }

  /** Sends statements that have no parameters and give no rows. */
  exec(sql: string): void {
    this.#libsql.exec(sql);
  }

  close(): void {
    this.#libsql.close();
  }

  /** The query builder sends a plain `begin`: reading first and writing later would fail as soon as another wrote meanwhile. */
  #control(sql: string): SqliteStatement {
    const run = () => {
      this.#libsql.exec(sql === 'begin' ? 'begin immediate' : sql);
      return { changes: 0, lastInsertRowid: 0 };
    };
    return { reader: false, run, all: () => [], iterate: () => [].values() };
  }

  #read<Result>(run: () => Result): Result {
    try {
      return run();
    } catch (error) {
      if (isBusy(error)) {
        this.#libsql.close();
        this.#libsql = connect(this.#path);
        this.#synchronous = 'full';
        this.#reads.clear();
      }
      throw error;
    }
  }

  #write<Result>(run: () => Result): Result {
    if (this.#libsql.inTransaction) return run();
    this.#libsql.exec('begin immediate');
    try {
      const result = run();
      this.#libsql.exec('commit');
      return result;
    } catch (error) {
      if (this.#libsql.inTransaction) this.#libsql.exec('rollback');
      throw error;
    }
  }
}

function connect(path: string): Libsql.Database {
  const libsql = new Libsql(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    libsql.prepare('pragma journal_mode = wal').all();
    libsql.exec('pragma synchronous = full');
    return libsql;
  } catch (error) {
    libsql.close();
    throw error;
  }
}
