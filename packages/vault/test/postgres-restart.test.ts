import { type PostgresServer, startPostgres } from '@sipgate-kit/test-postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openVault, type Vault } from '../src/sql/index.ts';
import { alice, tokens, transaction } from './vault-fixture.ts';

const keyRing = KeyRing.generate();
let server: PostgresServer;
let vault: Vault;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());

const open = async () => {
  const opened = await openVault({ url: server.url, keyRing, poolSize: 3 });
  onTestFinished(() => opened.close());
  return opened;
};

/** Repeats a call as the token manager does with an answer in hand: until the store takes it. */
async function untilTaken<Result>(call: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      expect(error).toMatchObject({ code: 'store_unavailable', retryable: true });
    }
  }
}

test('a database that is stopped and started again in the middle loses nothing, and nobody has to reopen it', async () => {
  vault = await open();
  const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
  const sessionId = await vault.sessions.create({ connectionId: id });
  await vault.connections.acquireLease(id, { owner: 'me', generation, ttlMs: 60_000 });
  await vault.connections.markSending(id, { owner: 'me', generation, deadlineMs: 60_000, retry: false });
  // Several connections of the pool are open when the server goes.
  await Promise.all(Array.from({ length: 10 }, () => vault.connections.read(id)));

  await server.stop();
  for (const call of [
    () => vault.connections.read(id),
    () => vault.connections.replace(id, { generation, tokenSet: tokens('second') }),
    () => vault.transactions.put({ transaction: transaction('a'), browserId: 'b', returnTo: '/' }),
    () => vault.ping(),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'store_unavailable', retryable: true });
  }

  const [replaced] = await Promise.all([
    untilTaken(() => vault.connections.replace(id, { generation, tokenSet: tokens('second') })),
    server.start(),
  ]);
  expect(replaced?.generation).toBe(generation + 1);
  expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-second');
  expect((await vault.sessions.read(sessionId))?.connectionId).toBe(id);
});

test('a restart under full load fails calls with store_unavailable only', async () => {
  vault = await open();
  const { id } = await vault.connections.saveSignIn(alice, tokens('load', { issuedAt: Date.now() }));
  let stopped = false;
  const load = Array.from({ length: 20 }, async (_, index) => {
    while (!stopped) {
      await untilTaken<unknown>(() =>
        index % 2
          ? vault.connections.read(id)
          : vault.transactions.put({ transaction: transaction(`${index}`), browserId: `${index}`, returnTo: '/' }),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  await server.stop();
  await server.start();
  stopped = true;
  await Promise.all(load);
  await vault.ping();
});

test('a vault that is opened before its database answers is ready as soon as that does', async () => {
  await server.stop();
  const reasons: string[] = [];
  const opening = openVault({ url: server.url, keyRing, onWaiting: ({ reason }) => reasons.push(reason) });
  onTestFinished(async () => (await opening).close());
  await expect.poll(() => reasons).toContain('ECONNREFUSED');
  await server.start();
  await (await opening).ping();
});
