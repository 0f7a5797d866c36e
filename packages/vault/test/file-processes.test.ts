import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFileStore } from '../src/file/index.ts';
import { ask, startProcess } from './processes/process.ts';
import { alice, temporaryDirectory, tokens } from './vault-fixture.ts';

interface Attempt {
  readonly granted: number;
  readonly marked?: boolean;
  readonly replaced?: number;
  readonly owner?: string;
}

async function signedIn() {
  const folder = await temporaryDirectory();
  const store = await openFileStore({ folder });
  return { folder, store, ...(await store.saveSignIn(alice, tokens('first', { issuedAt: Date.now() }))) };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function filer(folder: string) {
  const child = await startProcess('filer.mjs');
  await ask(child, { order: 'open', folder });
  return child;
}

test.each([
  [2, 15],
  [4, 10],
])('[S17] [S45] of %d processes with ten attempts each, one refreshes, %d rounds in a row', async (count, rounds) => {
  const { folder, store, id, ...first } = await signedIn();
  const processes = await Promise.all(Array.from({ length: count }, () => filer(folder)));
  let { generation } = first;
  for (let round = 0; round < rounds; round++) {
    const attempts = await Promise.all(
      processes.map((process) => ask<Attempt>(process, { order: 'refresh', id, generation })),
    );
    const winners = attempts.filter(({ granted }) => granted > 0);
    expect(winners).toEqual([{ granted: 1, marked: true, replaced: generation + 1, owner: winners[0]?.owner }]);
    const connection = await store.read(id);
    expect(connection?.tokenSet.accessToken).toBe(`access-${winners[0]?.owner}`);
    generation += 1;
  }
  expect((await readdir(folder)).sort()).toEqual(['connections.json', 'vault.key']);
});

describe('[S18] a process killed in the middle of a write', () => {
  test('at any of its steps on the disk leaves the old or the new pair, and the next one goes on at once', async () => {
    const { folder, store, id, ...first } = await signedIn();
    let { generation } = first;
    for (let at = 1; ; at++) {
      const child = await filer(folder);
      const answer = await ask<{ stoppedBefore?: string }>(child, {
        order: 'replace',
        name: `killed-${at}`,
        id,
        generation,
        at,
      });
      if (answer.stoppedBefore === undefined) break;
      await killed(child);

      const before = await store.read(id);
      expect([`access-killed-${at}`, `access-next-${at - 1}`, 'access-first']).toContain(before?.tokenSet.accessToken);
      generation = before?.generation ?? 0;
      const since = performance.now();
      const next = await store.replace(id, { generation, tokenSet: tokens(`next-${at}`) });
      expect(next?.generation, answer.stoppedBefore).toBe(generation + 1);
      expect(performance.now() - since, answer.stoppedBefore).toBeLessThan(2_000);
      generation += 1;
    }
    await (await openFileStore({ folder })).renewLease(id, { owner: 'nobody', ttlMs: 1 });
    expect((await readdir(folder)).sort()).toEqual(['connections.json', 'vault.key']);
  });

  test('and those killed after it while they take its lock over do not keep the next one out', async () => {
    const { folder, store, id, generation } = await signedIn();
    await killed(await holder(folder, { id, generation }));
    // Until three in a row of claims: each of them had the right to take over from the one before.
    for (let at = 8, claims = 0; claims < 3; at++) {
      const child = await filer(folder);
      const answer = await ask<{ stoppedBefore?: string }>(child, { order: 'replace', name: 'n', id, generation, at });
      expect(answer.stoppedBefore).toBeDefined();
      await killed(child);
      claims = (await readdir(folder)).filter((name) => name.endsWith('.next')).length;
    }
    const present = await store.read(id);
    const next = await store.replace(id, { generation: present?.generation ?? 0, tokenSet: tokens('next') });
    expect(next?.generation).toBe((present?.generation ?? 0) + 1);
    await (await openFileStore({ folder })).renewLease(id, { owner: 'nobody', ttlMs: 1 });
    expect((await readdir(folder)).sort()).toEqual(['connections.json', 'vault.key']);
  });
});

/** A process that holds the lock, and does not go on by itself. */
async function holder(folder: string, request: { id: string; generation: number }) {
  const healer = await openFileStore({ folder });
  for (let at = 1; ; at++) {
    const child = await filer(folder);
    await ask(child, { order: 'replace', name: 'held', at, ...request });
    const names = await readdir(folder);
    if (names.some((name) => name.startsWith('connections.json.'))) return child;
    await killed(child);
    await healer.renewLease(request.id, { owner: 'nobody', ttlMs: 1 });
  }
}

describe('a process that holds the lock', () => {
  test.skipIf(process.platform === 'win32')('and is stopped is not overtaken, and is named', async () => {
    const { folder, id, generation } = await signedIn();
    const stopped = await holder(folder, { id, generation });
    stopped.kill('SIGSTOP');
    const store = await openFileStore({ folder, patienceMs: 300 });
    await expect(store.replace(id, { generation, tokenSet: tokens('second') })).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
      message: expect.stringContaining(`${stopped.pid}`),
    });
    expect((await store.read(id))?.tokenSet.accessToken).toBe('access-first');

    await killed(stopped);
    expect(await store.replace(id, { generation, tokenSet: tokens('second') })).toBeDefined();
    expect((await readdir(folder)).sort()).toEqual(['connections.json', 'vault.key']);
  });

  test('and is killed is replaced by one of the eight that wait, each of which gets its turn', async () => {
    const { folder, id, generation } = await signedIn();
    const gone = await holder(folder, { id, generation });
    const stores = await Promise.all(Array.from({ length: 8 }, () => openFileStore({ folder })));
    const waiting = stores.map((store, index) =>
      store.saveSignIn({ ...alice, subject: `person-${index}` }, tokens(`${index}`)),
    );
    gone.kill('SIGKILL');
    await Promise.all(waiting);
    expect(await stores[0]?.list()).toHaveLength(9);
    expect((await readdir(folder)).sort()).toEqual(['connections.json', 'vault.key']);
  });

  test('and had the number of one that runs now is known by the time it started', async () => {
    const { folder, store, id, generation } = await signedIn();
    const gone = await holder(folder, { id, generation });
    const lock = join(folder, 'connections.lock');
    const held = JSON.parse(await readFile(lock, 'utf8'));
    await killed(gone);
    await writeFile(lock, JSON.stringify({ ...held, pid: process.pid }));
    expect(await store.replace(id, { generation, tokenSet: tokens('second') })).toBeDefined();
  });
});
