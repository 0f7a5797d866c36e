import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { describe, expect, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openVault } from '../src/sql/index.ts';
import { openSqlite } from '../src/sql/sqlite.ts';
import { statementError } from '../src/sql/sqlite-errors.ts';
import { alice, temporaryDirectory, tokens, transaction, vaultFor } from './vault-fixture.ts';

const keyRing = KeyRing.generate();
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('the database and its log are 0600 in a directory of 0700', async () => {
  const file = join(await temporaryDirectory(), 'state', 'my app', 'vault.db');
  const { vault } = await vaultFor({ file });
  await vault.connections.saveSignIn(alice, tokens('first'));
  const names = await readdir(dirname(file));
  expect(names.sort()).toEqual(['vault.db', 'vault.db-shm', 'vault.db-wal']);
  for (const name of names) expect(await modeOf(join(dirname(file), name)), name).toBe('600');
  expect(await modeOf(dirname(file))).toBe('700');
});

test('a database that others could read is closed to them', async () => {
  const { vault, file } = await vaultFor({ keyRing });
  await vault.close();
  await chmod(file, 0o644);
  await vaultFor({ file, keyRing });
  expect(await modeOf(file)).toBe('600');
});

test('what was stored is there after closing and opening again', async () => {
  const { vault, file } = await vaultFor({ keyRing });
  const { id } = await vault.connections.saveSignIn(alice, tokens('kept'));
  const sessionId = await vault.sessions.create({ connectionId: id });
  await vault.close();
  const { vault: again } = await vaultFor({ file, keyRing });
  expect((await again.connections.read(id))?.tokenSet.accessToken).toBe('access-kept');
  expect((await again.sessions.read(sessionId))?.connectionId).toBe(id);
});

test('a closed vault has its log written back, and answers store_unavailable', async () => {
  const { vault, file } = await vaultFor();
  await vault.connections.saveSignIn(alice, tokens('first'));
  await vault.close();
  expect((await stat(`${file}-wal`).catch(() => ({ size: 0 }))).size).toBe(0);
  for (const call of [vault.ping(), vault.connections.findByKey(alice), vault.sessions.read('x')]) {
    await expect(call).rejects.toMatchObject({ code: 'store_unavailable', retryable: true });
  }
});

test('ten handles that open a new vault at once make one schema', async () => {
  const file = join(await temporaryDirectory(), 'vault.db');
  const opened = await Promise.all(Array.from({ length: 10 }, () => vaultFor({ file, keyRing })));
  const ids = await Promise.all(opened.map(({ vault }) => vault.connections.saveSignIn(alice, tokens('first'))));
  expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
});

test('writes are on the disk before they are confirmed', async () => {
  const database = await openSqlite({ file: join(await temporaryDirectory(), 'vault.db'), patienceMs: 0 });
  const { rows } = await database.run((db) => sql`select * from pragma_journal_mode, pragma_synchronous`.execute(db));
  expect(rows).toEqual([{ journal_mode: 'wal', synchronous: 2 }]);

  const synchronous = sql<{ synchronous: number }>`select * from pragma_synchronous`;
  const unsynced = await database.unsynced.run((db) => synchronous.execute(db));
  expect(unsynced.rows, 'what a power failure may take back').toEqual([{ synchronous: 1 }]);
  const after = await database.run((db) => synchronous.execute(db));
  expect(after.rows, 'the next write waits for the disk again').toEqual([{ synchronous: 2 }]);
  await database.close();
});

describe('another writer', () => {
  async function heldVault(patienceMs: number) {
    const { vault, file } = await vaultFor({ patienceMs });
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    const other = new Libsql(file);
    other.exec('begin immediate');
    return { vault, id, generation, other };
  }

  test('is waited for without blocking anything else, and what was written then is there for everybody', async () => {
    const { vault, id, generation, other } = await heldVault(5_000);
    const rotation = vault.connections.replace(id, { generation, tokenSet: tokens('second') });
    expect((await vault.connections.read(id))?.generation).toBe(generation);
    other.exec('commit');
    expect((await rotation)?.generation).toBe(generation + 1);
    const generations = () => other.prepare('select generation from vault_connections').all();
    expect(generations()).toEqual([{ generation: generation + 1 }]);

    await vault.connections.replace(id, { generation: generation + 1, tokenSet: tokens('third') });
    expect(generations()).toEqual([{ generation: generation + 2 }]);
    other.exec('begin immediate; commit');
    other.close();
  });

  test('that does not end in time gives store_unavailable; nothing was written, and nothing is left behind', async () => {
    const { vault, id, generation, other } = await heldVault(30);
    const put = { transaction: transaction('a'), browserId: 'browser', returnTo: '/' };
    await expect(vault.transactions.put(put)).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(vault.connections.replace(id, { generation, tokenSet: tokens('second') })).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
    other.exec('rollback');
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-first');

    await vault.transactions.put(put);
    expect(other.prepare('select count(*) as count from vault_transactions').all()).toEqual([{ count: 1 }]);
    other.exec('begin immediate; commit');
    other.close();
  });
});

describe('a file that is no readable vault is refused and left alone:', () => {
  /** A damaged copy of a vault of fifty people, in a place of its own. */
  async function damaged(damage: (whole: Buffer) => Buffer): Promise<{ file: string; bytes: Buffer }> {
    const { vault, file: original } = await vaultFor({ keyRing });
    for (let person = 0; person < 50; person++) {
      await vault.connections.saveSignIn({ ...alice, subject: `person-${person}` }, tokens(`${person}`));
    }
    await vault.close();
    const file = join(await temporaryDirectory(), 'copy.db');
    const bytes = damage(await readFile(original));
    await writeFile(file, bytes);
    return { file, bytes };
  }

  test.each([
    ['garbage', () => Buffer.from('not a database. '.repeat(1_000))],
    ['truncated', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['a header that was overwritten', (whole: Buffer) => Buffer.concat([Buffer.alloc(100, 0x78), whole.subarray(100)])],
    [
      'a schema page that was overwritten',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 100), Buffer.alloc(3_996, 0x78), whole.subarray(4_096)]),
    ],
  ])('%s', async (_, damage: (whole: Buffer) => Buffer) => {
    const { file, bytes } = await damaged(damage);
    await expect(openVault({ file, keyRing })).rejects.toMatchObject({
      code: 'vault_damaged',
      message: expect.stringContaining(file),
      hint: expect.stringContaining('backup'),
    });
    expect((await readFile(file)).equals(bytes)).toBe(true);
  });

  test('pages of rows that were overwritten', async () => {
    const { file } = await damaged((whole) =>
      Buffer.concat([whole.subarray(0, 4_096), Buffer.alloc(whole.length - 4_096, 0x78)]),
    );
    const read = async () => {
      const { vault } = await vaultFor({ file, keyRing });
      await vault.connections.findByKey({ ...alice, subject: 'person-7' });
    };
    await expect(read()).rejects.toMatchObject({ code: 'vault_damaged' });
  });
});

test('a path that cannot be written says so, with the next step', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'file'), '');
  await mkdir(join(directory, 'directory'));
  for (const file of [join(directory, 'file', 'vault.db'), join(directory, 'directory')]) {
    await expect(openVault({ file, keyRing })).rejects.toMatchObject({
      code: 'vault_unwritable',
      message: expect.stringContaining(file),
      hint: expect.stringContaining(directory),
    });
  }
});

describe.skipIf(process.getuid?.() === 0)('for a user who is not the administrator', () => {
  async function closedVault() {
    const { vault, file } = await vaultFor({ keyRing });
    const { id } = await vault.connections.saveSignIn(alice, tokens('first'));
    await vault.close();
    return { file, id };
  }

  /** Opens the vault while `path` has another mode. */
  async function openWhile(path: string, mode: number, file: string) {
    await chmod(path, mode);
    return openVault({ file, keyRing }).finally(() => chmod(path, 0o700));
  }

  test('a database that may only be read says so when it is opened', async () => {
    const { file } = await closedVault();
    await expect(openWhile(file, 0o400, file)).rejects.toMatchObject({ code: 'vault_unwritable' });
  });

  test('a directory that may only be read says so when it is opened, as there is no room for the log', async () => {
    const { file } = await closedVault();
    for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`);
    await expect(openWhile(dirname(file), 0o500, file)).rejects.toMatchObject({
      code: 'vault_unwritable',
      hint: expect.stringContaining(dirname(file)),
    });
  });

  test('a directory that may only be read does no harm while the log is there', async () => {
    const { file, id } = await closedVault();
    const vault = await openWhile(dirname(file), 0o500, file);
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-first');
    await vault.close();
  });
});

test.each([
  ['a full disk', 13],
  ['a failed fsync', 1_034],
  ['a directory that became read-only', 1_544],
])('%s under an open vault is something to try again: a fresh token pair may be waiting to be stored', (_, rawCode) => {
  const error = statementError(Object.assign(new Error('canary'), { rawCode }), '/vault.db');
  expect(error).toMatchObject({ code: 'store_unavailable', retryable: true });
  expect(error).toMatchObject({ message: expect.not.stringContaining('canary') });
});

test('a path that looks like an address is a path', async () => {
  const before = process.cwd();
  process.chdir(await temporaryDirectory());
  try {
    await vaultFor({ file: 'http:vault.db' });
    expect(await readdir('.')).toContain('http:vault.db');
  } finally {
    process.chdir(before);
  }
});

test('a vault of a newer release is refused and left alone', async () => {
  const { vault, file } = await vaultFor({ keyRing });
  await vault.close();
  const raw = new Libsql(file);
  raw.exec("insert into vault_migrations values (99, 'from the future', 0)");
  raw.exec('pragma wal_checkpoint(truncate)');
  raw.close();
  const bytes = await readFile(file);
  await expect(openVault({ file, keyRing })).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('99'),
  });
  expect((await readFile(file)).equals(bytes)).toBe(true);
});
