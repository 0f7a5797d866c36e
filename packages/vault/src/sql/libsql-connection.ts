import type { SqliteDatabase, SqliteStatement } from 'kysely';
import Libsql from 'libsql';
import { isBusy } from './sqlite-errors.ts';

/**
 * How long SQLite itself waits for another writer, in milliseconds. It blocks the event loop meanwhile, so it is just
 * long enough for one write; after that the wait is the caller's, and asynchronous.
 */
const BUSY_TIMEOUT_MS = 10;
/** Far more than the vault has; statements that differ from call to call must not pile up. */
const MOST_PREPARED = 100;
const READ = /^select\b/;
/** What the query builder says around a transaction, and what it means within one that several share. */
const CONTROL: Readonly<Record<string, string>> = {
  begin: 'savepoint own',
  commit: 'release own',
  rollback: 'rollback to own; release own',
};

/** Whether a write is confirmed when it is on the disk, or when the next one that is will take it along. */
export type Synchronous = 'full' | 'normal';

/**
 * A libsql connection as the query builder wants it, in which no prepared statement ever meets a held lock.
 *
 * The driver does not reset a statement that ended in SQLITE_BUSY, and has no way to; until the garbage collector comes,
 * it counts as running. Meanwhile SQLite commits no other write of the connection, though each of them reports success,
 * and the collector at last rolls them all back. So the first write takes the lock before it, in a `begin immediate` sent
 * by `exec`, which leaves no statement behind; everything up to `commit()` is one transaction. Should a read meet a lock
 * nevertheless (another process recovers the log), the connection is given up for a fresh one.
 */
export class LibsqlConnection implements SqliteDatabase {
  readonly #path: string;
  #libsql: Libsql.Database;
  #synchronous: Synchronous = 'full';
  /** Whether the lock was taken and neither `commit()` nor `rollback()` has given it back. */
  #begun = false;
  /** Whether what was written since has gone with the connection it was written to. */
  #lost = false;
  /** Statements as they were prepared; they end with the connection they belong to. */
  #prepared = new Map<string, SqliteStatement>();

  constructor(path: string) {
    this.#path = path;
    this.#libsql = connect(path);
  }

  prepare(sql: string): SqliteStatement {
    const control = CONTROL[sql];
    if (control !== undefined) return this.#control(control);
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const isRead = READ.test(sql);
    // Preparing a statement meets the lock as well.
    const statement = isRead
      ? this.#read(() => this.#libsql.prepare(sql))
      : this.#write(() => this.#libsql.prepare(sql));
    const send = <Result>(run: () => Result): Result => (isRead ? this.#read(run) : this.#write(run));
    const { reader } = statement;
    const prepared: SqliteStatement = {
      reader,
      all: (parameters) => send(() => statement.all(parameters)),
      run: (parameters) => send(() => statement.run(parameters)),
      iterate: (parameters) => send(() => statement.all(parameters)).values(),
    };
    if (this.#prepared.size < MOST_PREPARED) this.#prepared.set(sql, prepared);
    return prepared;
  }

  /**
   * Whether what was written since the last commit is gone: with a connection that was given up, or because SQLite has
   * undone it, as it does when the disk fails.
   */
  get hasLostItsTransaction(): boolean {
    return this.#lost || (this.#begun && !this.#inTransaction);
  }

  /** The driver ends the process when a closed connection is asked. */
  get #inTransaction(): boolean {
    return this.#libsql.open && this.#libsql.inTransaction;
  }

  /** From the next transaction on. */
  synchronise(synchronous: Synchronous): void {
    if (synchronous === this.#synchronous) return;
    this.#libsql.exec(`pragma synchronous = ${synchronous}`);
    this.#synchronous = synchronous;
  }

  /** Commits what was written since the last time; nothing happens when nothing was. */
  commit(): void {
    if (!this.#begun) return;
    this.#libsql.exec('commit');
    this.#begun = false;
  }

  /** Undoes what was written since the last commit. A connection that cannot do that is given up, which undoes it as well. */
  rollback(): void {
    try {
      if (this.#inTransaction) this.#libsql.exec('rollback');
    } catch {
      this.#renew();
    } finally {
      this.#begun = false;
      this.#lost = false;
    }
  }

  /** Sends statements that have no parameters and give no rows. */
  exec(sql: string): void {
    this.#libsql.exec(sql);
  }

  close(): void {
    this.#libsql.close();
  }

  #control(sql: string): SqliteStatement {
    const run = () => {
      // What is gone needs no undoing, whose failure would hide why.
      if (sql !== CONTROL['rollback'] || (this.#begun && this.#inTransaction))
        this.#write(() => this.#libsql.exec(sql));
      return { changes: 0, lastInsertRowid: 0 };
    };
    return { reader: false, run, all: () => [], iterate: () => [].values() };
  }

  #read<Result>(run: () => Result): Result {
    try {
      return run();
    } catch (error) {
      if (isBusy(error)) this.#renew();
      throw error;
    }
  }

  #renew(): void {
    this.#libsql.close();
    this.#prepared.clear();
    this.#lost = this.#begun;
    this.#begun = false;
    this.#synchronous = 'full';
    this.#libsql = connect(this.#path);
  }

  #write<Result>(run: () => Result): Result {
    if (!this.#begun) {
      this.#libsql.exec('begin immediate');
      this.#begun = true;
    }
    return run();
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
