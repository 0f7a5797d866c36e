import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VaultDatabase } from '../src/sql/database.ts';
import { openSqlite } from '../src/sql/sqlite.ts';
import { temporaryDirectory } from './vault-fixture.ts';

/** A database with a table of notes, and a look at it from outside. */
async function notes() {
  const file = join(await temporaryDirectory(), 'notes.db');
  const database = await openSqlite({ file, patienceMs: 2_000 });
  onTestFinished(() => database.close().catch(() => undefined));
  await database.run((db) => sql`create table notes (id integer primary key, body text not null)`.execute(db));
  const outside = new Libsql(file, { timeout: 2_000 });
  onTestFinished(() => void outside.close());
  const ids = () => (outside.prepare('select id from notes order by id').all() as { id: number }[]).map(({ id }) => id);
  return { database, file, outside, ids };
}

const write = (database: VaultDatabase, id: number, body = 'x') =>
  database.run((db) => sql`insert into notes values (${id}, ${body})`.execute(db));

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** How many commits the log holds: a frame that ends one says how large the database is now (https://sqlite.org/fileformat2.html#walformat). */
async function commitsIn(file: string): Promise<number> {
  const log = await readFile(`${file}-wal`);
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  let commits = 0;
  for (let at = WAL_HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    if (log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}

test('work that came before the end is done, and what comes after it is refused', async () => {
  const { database, ids } = await notes();
  const before = Promise.all(numbers(5).map((id) => write(database, id)));
  await database.close();
  await before;
  expect(ids()).toEqual(numbers(5));
  const refused = expect.objectContaining({ reason: expect.objectContaining({ code: 'store_unavailable' }) });
  const after = [write(database, 9), database.transaction(async () => undefined)];
  expect(await Promise.allSettled(after)).toEqual([refused, refused]);
});

test('writes that wait at the same moment share a commit; one that comes alone has its own', async () => {
  const { database, file, ids } = await notes();
  const before = await commitsIn(file);
  await Promise.all(numbers(50).map((id) => write(database, id)));
  const together = await commitsIn(file);
  await write(database, 100);
  await write(database, 101);
  expect(together - before).toBe(1);
  expect((await commitsIn(file)) - together).toBe(2);
  expect(ids()).toHaveLength(52);
});

describe('of those who share a commit,', () => {
  test('one whose work fails leaves the others alone, and nothing of a transaction stays', async () => {
    const { database, ids } = await notes();
    const transaction = (first: number, second: number) =>
      database.transaction(async (db) => {
        await sql`insert into notes values (${first}, 'x')`.execute(db);
        if (second < 0) throw new Error('changed my mind');
        await sql`insert into notes values (${second}, 'x')`.execute(db);
      });
    const results = await Promise.allSettled([
      write(database, 1),
      write(database, 1),
      transaction(2, -1),
      transaction(3, 1),
      transaction(4, 5),
      write(database, 6),
    ]);
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, false, false, false, true, true]);
    expect(results[2]).toMatchObject({ reason: { message: 'changed my mind' } });
    expect(results[3]).toMatchObject({ reason: { code: 'internal_error' } });
    expect(ids()).toEqual([1, 4, 5, 6]);
  });

  test('nobody is told of anything that a full disk has undone, not even those who only read', async () => {
    const { database, ids } = await notes();
    await database.run((db) => sql`pragma max_page_count = 40`.execute(db));
    const read = () => database.run((db) => sql<{ id: number }>`select id from notes`.execute(db));
    const written = new Set<number>();
    const seen = new Set<number>();
    let refused = 0;
    // Writers, alone and in transactions, and readers, again and again, into less room than they need.
    for (let round = 0; round < 8; round += 1) {
      const outcomes = await Promise.allSettled(
        numbers(12).map(async (index) => {
          const id = round * 100 + index;
          if (index % 4 === 0) {
            for (const row of (await read()).rows) seen.add(row.id);
            return;
          }
          const body = 'x'.repeat(2_000);
          const second = async () => {
            if (index % 4 === 1) return;
            await database.transaction((db) => sql`insert into notes values (${id + 50}, ${body})`.execute(db));
            written.add(id + 50);
          };
          const outcome = await Promise.allSettled([write(database, id, body).then(() => written.add(id)), second()]);
          for (const part of outcome) if (part.status === 'rejected') throw part.reason;
        }),
      );
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        refused += 1;
        expect(outcome.reason).toMatchObject({ code: 'store_unavailable', retryable: true });
      }
    }
    const kept = new Set(ids());
    expect(refused).toBeGreaterThan(0);
    expect(written.size).toBeGreaterThan(0);
    expect([...written].filter((id) => !kept.has(id))).toEqual([]);
    expect([...seen].filter((id) => !kept.has(id))).toEqual([]);
    await database.run((db) => sql`pragma max_page_count = 4000`.execute(db));
    await write(database, 9_999);
    expect(ids()).toContain(9_999);
  });

  test('all wait for the lock of another process, and all is written then', async () => {
    const { database, outside, ids } = await notes();
    outside.exec('begin immediate');
    const writes = Promise.all(numbers(20).map((id) => write(database, id)));
    setTimeout(() => outside.exec('commit'), 100);
    await writes;
    expect(ids()).toEqual(numbers(20));
  });

  test('one who waits for the disk has all of them wait for it', async () => {
    const { database } = await notes();
    const synchronous = async () => {
      const { rows } = await database.unsynced.run((db) =>
        sql<{ synchronous: number }>`select * from pragma_synchronous`.execute(db),
      );
      return rows[0]?.synchronous;
    };
    const [NORMAL, FULL] = [1, 2];
    expect(await synchronous()).toBe(NORMAL);
    expect((await Promise.all([synchronous(), write(database, 1)]))[0]).toBe(FULL);
    expect(await synchronous()).toBe(NORMAL);
  });
});
