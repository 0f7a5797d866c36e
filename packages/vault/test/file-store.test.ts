import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { tokenStoreContract } from '@sipgate-kit/core/token-store-contract';
import { describe, expect, test } from 'vitest';
import { openFileStore } from '../src/file/index.ts';
import { KeyRing } from '../src/sealing/index.ts';
import { alice, bob, bytesBelow, heldClock, temporaryDirectory, tokens } from './vault-fixture.ts';

const keyRing = KeyRing.generate();
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('a file store with two handles keeps the contract', () => {
  for (const { title, run } of tokenStoreContract) {
    test(title, async () => {
      const { now, ...clock } = heldClock();
      const folder = await temporaryDirectory();
      const [store, otherHandle] = await Promise.all([1, 2].map(() => openFileStore({ folder, keyRing, now })));
      if (store === undefined || otherHandle === undefined) expect.unreachable();
      await run({ store, otherHandle, clock: { now, ...clock } });
    });
  }
});

test('[S45] everything in the folder is 0600 from its creation, in a folder of 0700, and nothing is left behind', async () => {
  const folder = join(await temporaryDirectory(), 'state', 'my app');
  const store = await openFileStore({ folder });
  const { id, generation } = await store.saveSignIn(alice, tokens('first'));
  const modes = new Set<string>();
  let done = false;
  const watching = (async () => {
    while (!done) {
      for (const name of await readdir(folder)) {
        modes.add(await modeOf(join(folder, name)).catch(() => '600'));
      }
    }
  })();
  for (let turn = 0; turn < 20; turn++)
    await store.replace(id, { generation: generation + turn, tokenSet: tokens('next') });
  done = true;
  await watching;
  expect([...modes]).toEqual(['600']);
  expect(await modeOf(folder)).toBe('700');
  expect(await modeOf(join(folder, '..'))).toBe('700');
  expect((await readdir(folder)).sort()).toEqual(['connections.json', 'vault.key']);
});

test('[S45] a file that others could read is closed to them when it is opened', async () => {
  const folder = await temporaryDirectory();
  await (await openFileStore({ folder, keyRing })).saveSignIn(alice, tokens('first'));
  await chmod(join(folder, 'connections.json'), 0o644);
  await openFileStore({ folder, keyRing });
  expect(await modeOf(join(folder, 'connections.json'))).toBe('600');
});

test('[S33] the folder holds no token in the clear, and nothing of it is printed', async () => {
  const folder = await temporaryDirectory();
  const store = await openFileStore({ folder, keyRing });
  const { id } = await store.saveSignIn(alice, tokens('CANARY', { idToken: 'id-CANARY' }));
  const bytes = await bytesBelow(folder);
  expect(bytes).toContain(id);
  expect(bytes).not.toContain('CANARY');
  for (const shown of [store, await store.read(id), await store.list()]) {
    expect(inspect(shown, { depth: 9, showHidden: true }) + JSON.stringify(shown)).not.toContain('CANARY');
  }
});

test('[S33] token sets that were exchanged, or put back from an older state, do not open', async () => {
  const folder = await temporaryDirectory();
  const path = join(folder, 'connections.json');
  const store = await openFileStore({ folder, keyRing });
  const one = await store.saveSignIn(alice, tokens('alice'));
  const two = await store.saveSignIn(bob, tokens('bob'));
  const content = JSON.parse(await readFile(path, 'utf8'));
  const [a, b] = content.connections;
  await writeFile(
    path,
    JSON.stringify({
      ...content,
      connections: [
        { ...a, sealed: b.sealed },
        { ...b, generation: 2 },
      ],
    }),
  );
  const fresh = await openFileStore({ folder, keyRing });
  for (const { id } of [one, two]) {
    await expect(fresh.read(id)).rejects.toMatchObject({
      code: 'vault_entry_damaged',
      message: expect.stringContaining(id),
    });
  }
});

test('another key ring is told by the id of the missing key, and costs nothing', async () => {
  const folder = await temporaryDirectory();
  const { id } = await (await openFileStore({ folder, keyRing: KeyRing.generate('lost') })).saveSignIn(
    alice,
    tokens('a'),
  );
  const store = await openFileStore({ folder, keyRing });
  await expect(store.read(id)).rejects.toMatchObject({
    code: 'vault_key_missing',
    message: expect.stringContaining('"lost"'),
  });
  expect(await store.list()).toMatchObject([{ id, status: 'active' }]);
});

describe('a connections.json that cannot be read is named, and left as it is:', () => {
  test.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['other JSON', () => '[]'],
    ['null', () => 'null'],
    ['a connection without its tokens', (text: string) => text.replace('"sealed"', '"other"')],
    ['an unknown status', (text: string) => text.replace('"active"', '"dormant"')],
  ])('%s', async (_, damage) => {
    const folder = await temporaryDirectory();
    const path = join(folder, 'connections.json');
    const store = await openFileStore({ folder, keyRing });
    await store.saveSignIn(alice, tokens('first'));
    const bytes = damage(await readFile(path, 'utf8'));
    await writeFile(path, bytes);
    for (const call of [
      () => openFileStore({ folder, keyRing }),
      () => store.saveSignIn(bob, tokens('bob')),
      () => store.list(),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'vault_damaged', message: expect.stringContaining(path) });
    }
    expect(await readFile(path, 'utf8')).toBe(bytes);
    expect((await readdir(folder)).sort()).toEqual(['connections.json']);
  });

  test('that of a newer release', async () => {
    const folder = await temporaryDirectory();
    const path = join(folder, 'connections.json');
    await writeFile(path, '{ "version": 2, "people": [] }');
    await expect(openFileStore({ folder, keyRing })).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining('version 2'),
    });
    expect(await readFile(path, 'utf8')).toBe('{ "version": 2, "people": [] }');
  });
});

test('a folder that cannot be made says so, with the next step', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'file'), '');
  await expect(openFileStore({ folder: join(directory, 'file', 'store'), keyRing })).rejects.toMatchObject({
    code: 'vault_unwritable',
    message: expect.stringContaining(directory),
  });
});

test('a disk that refuses a write is something to try again: a fresh token pair may be waiting to be stored', async () => {
  const folder = await temporaryDirectory();
  const store = await openFileStore({ folder, keyRing });
  const { id, generation } = await store.saveSignIn(alice, tokens('first'));
  // The name of the lock is taken by something that is no file.
  await mkdir(join(folder, 'connections.lock'));
  await expect(store.replace(id, { generation, tokenSet: tokens('second') })).rejects.toMatchObject({
    code: 'store_unavailable',
    retryable: true,
  });
});
