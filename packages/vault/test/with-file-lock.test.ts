import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from '@sipgate-kit/vault/file';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock '));
});
afterEach(() => rm(folder, { recursive: true }));

test('what is read, changed and written under a lock loses nothing, and leaves no lock', async () => {
  const file = join(folder, 'count');
  await writeFile(file, '0');
  const addOne = () =>
    withFileLock(join(folder, 'made', 'count.lock'), async () => {
      const count = Number(await readFile(file, 'utf8'));
      await writeFile(file, String(count + 1));
    });
  await Promise.all(Array.from({ length: 20 }, addOne));
  expect(await readFile(file, 'utf8')).toBe('20');
  expect(existsSync(join(folder, 'made', 'count.lock'))).toBe(false);
});

test('an error of the work comes out as it is, and frees the lock', async () => {
  const path = join(folder, 'lock');
  await expect(withFileLock(path, () => Promise.reject(new TypeError('mine')))).rejects.toThrow(new TypeError('mine'));
  expect(await withFileLock(path, async () => 'free')).toBe('free');
});

test('a process that keeps the lock is named after a while', async () => {
  const path = join(folder, 'lock');
  let letGo = () => {};
  const keeping = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let begun = () => {};
  const held = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = withFileLock(path, () => {
    begun();
    return keeping;
  });
  await held;
  await expect(withFileLock(path, async () => undefined, { patienceMs: 0 })).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  letGo();
  await first;
});

test('where there can be no lock file, that is said', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(withFileLock(join(folder, 'file', 'lock'), async () => undefined)).rejects.toMatchObject({
    code: 'vault_unwritable',
  });
});
