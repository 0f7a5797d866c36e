import { readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileLock, LockHeld } from '../src/file/file-lock.ts';
import { identifyThisProcess } from '../src/file/process-identity.ts';
import { temporaryDirectory } from './vault-fixture.ts';

const TURN = 'a'.repeat(24);

/** A lock whose clock only moves while it waits, by a second each time. */
async function lockAt(folder: string, onWait: (waited: number) => Promise<void> = async () => undefined) {
  const me = await identifyThisProcess();
  let waited = 0;
  const lock = createFileLock({
    path: join(folder, 'lock'),
    identify: identifyThisProcess,
    patienceMs: 5_000,
    strangerPatienceMs: 35_000,
    monotonic: () => waited * 1_000,
    async wait() {
      waited += 1;
      await onWait(waited);
    },
  });
  return { lock, me, waits: () => waited };
}

describe.each([
  ['another machine', { host: 'elsewhere' }],
  ['another container', { pidNamespace: 'pid:[1]' }],
  ['before the machine was started again', { bootId: 'earlier' }],
  ['a system that does not tell when a process started', { startedAt: '' }],
])('the lock of a process on %s', (_, difference) => {
  test('is waited for as long as a request may be under way, then taken over', async () => {
    const folder = await temporaryDirectory();
    const { lock, me, waits } = await lockAt(folder);
    await writeFile(join(folder, 'lock'), JSON.stringify({ ...me, turn: TURN, ...difference }));
    const turn = await lock.run(async ({ takenOver, isMine }) => ({ takenOver, mine: await isMine() }));
    expect(turn).toEqual({ takenOver: true, mine: true });
    expect(waits()).toBe(35);
    expect(await readdir(folder)).toEqual([]);
  });

  test('begins a new wait whenever it was freed and taken in between', async () => {
    const folder = await temporaryDirectory();
    const { lock, me, waits } = await lockAt(folder, async (waited) => {
      if (waited === 30) await writeFile(join(folder, 'lock'), JSON.stringify(other('b')));
      if (waited === 60) await unlink(join(folder, 'lock'));
    });
    const other = (digit: string) => ({ ...me, turn: digit.repeat(24), ...difference });
    await writeFile(join(folder, 'lock'), JSON.stringify(other('a')));
    expect(await lock.run(async ({ takenOver }) => takenOver)).toBe(false);
    expect(waits()).toBe(60);
  });
});

test('whoever was overtaken from another machine knows it before it does anything', async () => {
  const folder = await temporaryDirectory();
  const { lock, me } = await lockAt(folder);
  const path = join(folder, 'lock');
  const mine = await lock.run(async ({ isMine }) => {
    const before = await isMine();
    await writeFile(path, JSON.stringify({ ...me, host: 'elsewhere', turn: TURN }));
    return [before, await isMine()];
  });
  expect(mine).toEqual([true, false]);
  expect(JSON.parse(await readFile(path, 'utf8')), 'nor does it free the lock of the other').toMatchObject({
    turn: TURN,
  });
});

test('a lock that runs is waited for, and never taken over', async () => {
  const folder = await temporaryDirectory();
  const { lock, me } = await lockAt(folder);
  const text = JSON.stringify({ ...me, turn: TURN });
  await writeFile(join(folder, 'lock'), text);
  await expect(lock.run(async () => undefined)).rejects.toThrow(LockHeld);
  expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(text);
  expect(await readdir(folder)).toEqual(['lock']);
});

test.each(['', '{', 'null', '{"pid":1}', '{"pid":1,"turn":"../../x"}'])(
  'a lock that reads %j, such as after a power failure, is waited for, then taken over',
  async (text) => {
    const folder = await temporaryDirectory();
    const { lock, waits } = await lockAt(folder);
    await writeFile(join(folder, 'lock'), text);
    expect(await lock.run(async ({ takenOver }) => takenOver)).toBe(true);
    expect(waits()).toBe(35);
    expect(await readdir(folder)).toEqual([]);
  },
);

test('when all who wanted to take it over vanished unseen, it is still taken over at last', async () => {
  const folder = await temporaryDirectory();
  const { lock, me, waits } = await lockAt(folder);
  const stranger = (turn: string) => JSON.stringify({ ...me, host: 'elsewhere', turn });
  await writeFile(join(folder, 'lock'), stranger(TURN));
  await writeFile(join(folder, `lock.${TURN}.next`), stranger('b'.repeat(24)));
  expect(await lock.run(async ({ takenOver }) => takenOver)).toBe(true);
  expect(waits()).toBe(70);
  expect(await readdir(folder)).toEqual([]);
});

test('a failed piece of work frees the lock', async () => {
  const folder = await temporaryDirectory();
  const { lock } = await lockAt(folder);
  await expect(
    lock.run(async () => {
      throw new Error('no luck');
    }),
  ).rejects.toThrow('no luck');
  expect(await lock.run(async () => 'free')).toBe('free');
  expect(await readdir(folder)).toEqual([]);
});
