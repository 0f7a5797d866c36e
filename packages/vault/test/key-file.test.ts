import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KeyRing, readOrCreateKeyFile } from '../src/sealing/index.ts';
import { ask, startProcess } from './processes/process.ts';
import { temporaryDirectory } from './vault-fixture.ts';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('the first call makes a key, every later one reads it', async () => {
  const path = join(await temporaryDirectory(), 'vault.key');
  const made = await readOrCreateKeyFile(path);
  expect((await readOrCreateKeyFile(path)).serialize()).toBe(made.serialize());
  expect(KeyRing.parse(await readFile(path, 'utf8')).serialize()).toBe(made.serialize());
});

test('the file is 0600 in a directory of 0700', async () => {
  const directory = join(await temporaryDirectory(), 'state', 'my app');
  await readOrCreateKeyFile(join(directory, 'vault.key'));
  expect(await modeOf(join(directory, 'vault.key'))).toBe('600');
  expect(await modeOf(directory)).toBe('700');
  expect(await modeOf(join(directory, '..'))).toBe('700');
  expect(await readdir(directory)).toEqual(['vault.key']);
});

test('a file that others could read is closed to them, and its key kept', async () => {
  const path = join(await temporaryDirectory(), 'vault.key');
  const ring = KeyRing.generate('mine');
  await writeFile(path, ring.serialize());
  await chmod(path, 0o644);
  expect((await readOrCreateKeyFile(path)).ids).toEqual(['mine']);
  expect(await modeOf(path)).toBe('600');
});

test('20 calls at once end with one key', async () => {
  const path = join(await temporaryDirectory(), 'new', 'vault.key');
  const rings = await Promise.all(Array.from({ length: 20 }, () => readOrCreateKeyFile(path)));
  expect(new Set(rings.map((ring) => ring.serialize())).size).toBe(1);
});

test('processes that start together end with one key', async () => {
  const path = join(await temporaryDirectory(), 'new', 'vault.key');
  const processes = await Promise.all(Array.from({ length: 4 }, () => startProcess('key-maker.mjs')));
  const prints = await Promise.all(processes.map((process) => ask<string>(process, path)));
  expect(new Set(prints).size).toBe(1);
  expect(await readdir(join(path, '..'))).toEqual(['vault.key']);
});

test.each(['', 'not a key ring\n', 'k1:c2hvcnQ='])(
  'a file that holds no key ring (%j) is refused and left alone',
  async (text) => {
    const path = join(await temporaryDirectory(), 'vault.key');
    await writeFile(path, text);
    await expect(readOrCreateKeyFile(path)).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining(path),
    });
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

test('a path that cannot be written says so, with the next step', async () => {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'file'), '');
  await mkdir(join(directory, 'directory'));
  for (const path of [join(directory, 'file', 'vault.key'), join(directory, 'directory')]) {
    await expect(readOrCreateKeyFile(path)).rejects.toMatchObject({
      code: 'vault_unwritable',
      message: expect.stringContaining(path),
      hint: expect.stringContaining(directory),
    });
  }
});
