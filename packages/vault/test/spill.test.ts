import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createMemoryTokenStore, SipgateKitError, type TokenStore } from '@sipgate-kit/core';
import { describe, expect, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openSpillFile } from '../src/spill/index.ts';
import { alice, bob, bytesBelow, temporaryDirectory, tokens } from './vault-fixture.ts';

const keyRing = KeyRing.generate();
const nothing = { taken: [], superseded: [] };

async function spillFor(ring = keyRing) {
  const path = join(await temporaryDirectory(), 'state', 'answers.spill');
  const store = createMemoryTokenStore();
  const state = await store.saveSignIn(alice, tokens('first'));
  return { path, spill: openSpillFile({ path, keyRing: ring }), store, ...state };
}

test('an answer that was spilled is in the store after the next start, and the file is gone', async () => {
  const { path, spill, store, id, generation } = await spillFor();
  await spill.write({ connectionId: id, generation, tokenSet: tokens('CANARY', { idToken: 'id-CANARY' }) });
  expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
  expect(await bytesBelow(dirname(path))).not.toContain('CANARY');

  const fresh = openSpillFile({ path, keyRing });
  expect(await fresh.replay(store)).toEqual({ taken: [id], superseded: [] });
  expect((await store.read(id))?.tokenSet.serialize()).toEqual(tokens('CANARY', { idToken: 'id-CANARY' }).serialize());
  expect(await readdir(dirname(path))).toEqual([]);
  expect(await fresh.replay(store)).toEqual(nothing);
});

test('with no file, or no folder, there is nothing to replay', async () => {
  const { spill, store } = await spillFor();
  expect(await spill.replay(store)).toEqual(nothing);
});

test('many answers of many connections, spilled at once, are all taken', async () => {
  const { spill, store } = await spillFor();
  const states = await Promise.all(
    Array.from({ length: 20 }, (_, person) => store.saveSignIn({ ...alice, subject: `${person}` }, tokens('old'))),
  );
  await Promise.all(
    states.map(({ id, generation }, person) =>
      spill.write({ connectionId: id, generation, tokenSet: tokens(`new-${person}`) }),
    ),
  );
  expect((await spill.replay(store)).taken).toHaveLength(20);
  for (const [person, { id }] of states.entries()) {
    expect((await store.read(id))?.tokenSet.accessToken).toBe(`access-new-${person}`);
  }
});

test("two processes that start together replay one file without getting into each other's way", async () => {
  const { path, spill, store, id, generation } = await spillFor();
  await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
  const replays = await Promise.all([spill.replay(store), openSpillFile({ path, keyRing }).replay(store)]);
  expect(new Set(replays.flatMap(({ taken }) => taken))).toEqual(new Set([id]));
  expect(replays.flatMap(({ superseded }) => superseded)).toEqual([]);
  expect(await readdir(dirname(path))).toEqual([]);
});

test('an answer revives a connection that was given up while it lay there', async () => {
  const { spill, store, id, generation } = await spillFor();
  await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
  await store.setStatus(id, { generation, status: 'needs_login', reason: 'answer lost' });
  await spill.replay(store);
  expect(await store.read(id)).toMatchObject({ status: 'active', generation: generation + 1 });
});

test('what a newer sign-in or a removal has overtaken is given back, not stored', async () => {
  const { path, spill, store, id, generation } = await spillFor();
  const gone = await store.saveSignIn(bob, tokens('bob'));
  await spill.write({ connectionId: id, generation, tokenSet: tokens('late') });
  await spill.write({ connectionId: gone.id, generation: gone.generation, tokenSet: tokens('late-bob') });
  await store.saveSignIn(alice, tokens('again', { issuedAt: Date.now() }));
  await store.remove(gone.id);
  const { taken, superseded } = await spill.replay(store);
  expect(taken).toEqual([]);
  expect(superseded.map(({ connectionId, tokenSet }) => [connectionId, tokenSet.refreshToken])).toEqual([
    [id, 'refresh-late'],
    [gone.id, 'refresh-late-bob'],
  ]);
  expect((await store.read(id))?.tokenSet.accessToken).toBe('access-again');
  expect(await readdir(dirname(path))).toEqual([]);
});

test('an answer whose write had arrived after all is not given back', async () => {
  const { spill, store, id, generation } = await spillFor();
  await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
  await store.replace(id, { generation, tokenSet: tokens('second') });
  expect(await spill.replay(store)).toEqual({ taken: [id], superseded: [] });
});

describe('the file stays', () => {
  const down = async (): Promise<never> => {
    throw new SipgateKitError('store_unavailable', 'down', { hint: 'wait', retryable: true });
  };

  test('while the store does not take it, and what is spilled meanwhile is replayed with it', async () => {
    const { spill, store, id, generation } = await spillFor();
    const other = await store.saveSignIn(bob, tokens('bob'));
    const broken: TokenStore = { ...store, replace: down };
    await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
    await expect(spill.replay(broken)).rejects.toMatchObject({ code: 'store_unavailable' });
    await spill.write({ connectionId: other.id, generation: other.generation, tokenSet: tokens('bob-2') });
    expect([...(await spill.replay(store)).taken].sort()).toEqual([id, other.id].sort());
  });

  test('while its key is missing, which is named', async () => {
    const lost = KeyRing.generate('lost');
    const { path, spill, store, id, generation } = await spillFor(lost);
    await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
    await expect(openSpillFile({ path, keyRing }).replay(store)).rejects.toMatchObject({
      code: 'vault_key_missing',
      message: expect.stringContaining('"lost"'),
    });
    expect((await spill.replay(store)).taken).toEqual([id]);
  });
});

test.each([
  ['half a line', '{"connectionId":"x","gen'],
  ['a line of something else', '[1,2]'],
  ['a line that does not open', '{"connectionId":"x","generation":1,"sealed":"{}"}'],
])('%s is put aside and named; the lines around it are taken', async (_, line) => {
  const { path, spill, store, id, generation } = await spillFor();
  await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
  await appendFile(path, line);
  await spill.write({ connectionId: id, generation: generation + 1, tokenSet: tokens('third') });
  const { taken, unreadable } = await spill.replay(store);
  expect(taken).toEqual([id, id]);
  expect(await readFile(unreadable ?? '', 'utf8')).toContain(line);
  expect((await store.read(id))?.tokenSet.accessToken).toBe('access-third');
  expect(await spill.replay(store)).toEqual(nothing);
});

test('[S33] a line moved to another connection or generation does not open', async () => {
  const { path, spill, store, id, generation } = await spillFor();
  const other = await store.saveSignIn(bob, tokens('bob'));
  await spill.write({ connectionId: id, generation, tokenSet: tokens('second') });
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(id, other.id));
  expect(await spill.replay(store)).toMatchObject({ taken: [], superseded: [], unreadable: expect.any(String) });
  expect((await store.read(other.id))?.tokenSet.accessToken).toBe('access-bob');
});

test('a path that cannot be written says so', async () => {
  const { id, generation } = await spillFor();
  const file = join(await temporaryDirectory(), 'file');
  await writeFile(file, '');
  const spill = openSpillFile({ path: join(file, 'answers.spill'), keyRing });
  await expect(spill.write({ connectionId: id, generation, tokenSet: tokens('a') })).rejects.toMatchObject({
    code: 'vault_unwritable',
  });
});
