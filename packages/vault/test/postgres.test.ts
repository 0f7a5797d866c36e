import { inspect } from 'node:util';
import { freePort } from '@sipgate-kit/test-postgres';
import type pg from 'pg';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openVault, type PostgresVaultOptions, type WaitingForDatabase } from '../src/sql/index.ts';
import { cableTo } from './cable.ts';
import { places, queryPostgres, type Storage } from './places.ts';
import { alice, tokens, transaction } from './vault-fixture.ts';

const keyRing = KeyRing.generate();

async function emptySchema(): Promise<Omit<Storage, 'at'> & { readonly at: { readonly url: string } }> {
  const storage = await places.find(({ name }) => name === 'PostgreSQL')?.make();
  if (storage === undefined || !('url' in storage.at)) throw new Error('no PostgreSQL to test with');
  return { ...storage, at: storage.at };
}

async function open(options: Pick<PostgresVaultOptions, 'url'> & Partial<PostgresVaultOptions>) {
  const vault = await openVault({ keyRing, poolSize: 4, ...options });
  onTestFinished(() => vault.close());
  return vault;
}

/** A transaction of somebody else's, which holds a row. */
async function holder(url: string) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  await client.query('select * from vault_connections for update');
  return client;
}

const lostBackends =
  "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like 'update%'";

describe('when it is opened,', () => {
  test('ten instances that start at once make one schema', async () => {
    const { at } = await emptySchema();
    const vaults = await Promise.all(Array.from({ length: 10 }, () => open({ ...at, poolSize: 1 })));
    const states = await Promise.all(vaults.map(({ connections }) => connections.saveSignIn(alice, tokens('first'))));
    expect(new Set(states.map(({ id }) => id)).size).toBe(1);
  });

  test('a vault of a newer release is refused and left alone', async () => {
    const { at, sql, dump } = await emptySchema();
    await open(at);
    await sql("insert into vault_migrations values (99, 'from the future', 0)");
    const before = await dump();
    await expect(open(at)).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining('99'),
    });
    expect(await dump()).toBe(before);
  });

  test('a server that does not answer is waited for, then named, without its password', async () => {
    const port = await freePort();
    const waits: WaitingForDatabase[] = [];
    const url = `postgres://keeper:CANARY-password@127.0.0.1:${port}/vault`;
    const opening = open({ url, startPatienceMs: 600, onWaiting: (progress) => waits.push(progress) });
    const error = await opening.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'store_unavailable',
      retryable: true,
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
    expect(waits[0]).toMatchObject({ host: '127.0.0.1', port: `${port}`, reason: 'ECONNREFUSED', limitMs: 600 });
    expect(waits.length).toBeGreaterThanOrEqual(1);
    expect(inspect([error, waits], { depth: 9, showHidden: true })).not.toContain('CANARY');
  });

  test.each([
    ['a wrong password', (url: URL) => Object.assign(url, { password: 'CANARY-wrong' }), 'password'],
    ['an unknown user', (url: URL) => Object.assign(url, { username: 'nobody' }), 'user'],
    ['a database that is not there', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), 'no such database'],
    ['TLS that the server does not have', (url: URL) => Object.assign(url, { search: '?sslmode=verify-full' }), 'TLS'],
  ])('%s is said at once', async (_, change, part) => {
    const { href } = change(new URL(inject('postgresUrl')));
    const error = await open({ url: href }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'invalid_configuration', message: expect.stringContaining(part) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY');
  });

  test.each(['', 'vault.db', 'mysql://CANARY@db/x', 'postgres://a:CANARY@h:x/db'])(
    '%j is no address, and is not shown',
    async (url) => {
      const error = await open({ url }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'invalid_configuration', hint: expect.stringContaining('postgres://') });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY');
    },
  );

  test('neither file nor url, or both, is refused', async () => {
    const { at } = await emptySchema();
    for (const where of [{}, { ...at, file: ':memory:' }]) {
      await expect(openVault({ keyRing, ...where } as unknown as PostgresVaultOptions)).rejects.toMatchObject({
        code: 'invalid_configuration',
      });
    }
  });
});

describe('while it is used,', () => {
  test('a lost answer leaves open whether it was stored: store_unavailable, and reading again tells', async () => {
    const { at } = await emptySchema();
    const cable = await cableTo(at.url);
    const vault = await open({ url: cable.url });
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    cable.loseAnswers();
    await expect(vault.connections.replace(id, { generation, tokenSet: tokens('second') })).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
    const update = vault.connections.setStatus(id, { generation, status: 'needs_login' });
    await expect(update).rejects.toMatchObject({ code: 'store_unavailable' });
    cable.mend();
    const state = await vault.connections.findByKey(alice);
    expect([generation, generation + 1]).toContain(state?.generation);
    const again = await vault.connections.replace(id, { generation, tokenSet: tokens('second') });
    expect(again === undefined).toBe(state?.generation !== generation);
  });

  test('a connection that is cut while a statement waits ends neither the process nor the pool', async () => {
    const { at } = await emptySchema();
    const vault = await open(at);
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    const other = await holder(at.url);
    const replacing = vault.connections.replace(id, { generation, tokenSet: tokens('second') });
    const outcome = expect(replacing).rejects.toMatchObject({ code: 'store_unavailable', retryable: true });
    while ((await queryPostgres(at.url, lostBackends)).length === 0);
    await outcome;
    await other.query('rollback');
    expect((await vault.connections.replace(id, { generation, tokenSet: tokens('second') }))?.generation).toBe(
      generation + 1,
    );
  });

  test('a row that somebody holds is waited for, up to a limit; nothing was written then', async () => {
    const { at } = await emptySchema();
    const vault = await open({ ...at, patienceMs: 250 });
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    const other = await holder(at.url);
    await expect(vault.connections.replace(id, { generation, tokenSet: tokens('second') })).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
    await other.query('rollback');
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-first');
    expect(await vault.connections.replace(id, { generation, tokenSet: tokens('second') })).toBeDefined();
  });

  test('one connection serves a crowd', async () => {
    const { at } = await emptySchema();
    const vault = await open({ ...at, poolSize: 1 });
    const { id } = await vault.connections.saveSignIn(alice, tokens('first'));
    const crowd = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        index % 4 === 0
          ? vault.transactions.put({ transaction: transaction(`${index}`), browserId: `${index}`, returnTo: '/' })
          : vault.connections.read(id),
      ),
    );
    expect(crowd).toHaveLength(200);
  });

  test('a text with a zero character is refused with a word on it', async () => {
    const { at } = await emptySchema();
    const vault = await open(at);
    await expect(vault.connections.read('\0')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('tables that another program changed are a defect to report, not something to try again', async () => {
    const { at, sql } = await emptySchema();
    const vault = await open(at);
    await sql('alter table vault_connections drop column sealed');
    await expect(vault.connections.read('x')).rejects.toMatchObject({ code: 'internal_error', retryable: false });
  });

  test('a newer release that changes a table meanwhile fails nobody', async () => {
    const { at, sql } = await emptySchema();
    const vault = await open({ ...at, poolSize: 2 });
    const { id } = await vault.connections.saveSignIn(alice, tokens('first'));
    const read = () => Promise.all([1, 2, 3, 4].map(() => vault.connections.read(id)));
    await read();
    await sql('alter table vault_connections alter column reason type varchar(500)');
    for (const connection of await read()) expect(connection?.tokenSet.accessToken).toBe('access-first');
  });

  test('works without prepared statements, too', async () => {
    const { at } = await emptySchema();
    const vault = await open({ ...at, preparedStatements: false });
    const { id } = await vault.connections.saveSignIn(alice, tokens('first'));
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-first');
  });

  test('whoever hands its connections out to others is told what to set', async () => {
    const { at } = await emptySchema();
    const vault = await open({ ...at, poolSize: 1 });
    await vault.connections.read('x');
    // What another client of the same pooler does to a connection.
    const query = vi.spyOn((await import('pg')).default.Client.prototype, 'query');
    await vault.connections.read('y');
    const connection = query.mock.contexts[0] as pg.Client | undefined;
    query.mockRestore();
    await connection?.query('deallocate all');
    await expect(vault.connections.read('z')).rejects.toMatchObject({
      code: 'invalid_configuration',
      hint: expect.stringContaining('max_prepared_statements'),
    });
  });

  test('a closed vault answers store_unavailable', async () => {
    const { at } = await emptySchema();
    const vault = await openVault({ ...at, keyRing });
    await vault.close();
    for (const call of [vault.ping(), vault.connections.findByKey(alice), vault.sessions.read('x')]) {
      await expect(call).rejects.toMatchObject({ code: 'store_unavailable', retryable: true });
    }
  });
});
