import { describe, expect, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { heldClock, MINUTE, START } from './vault-fixture.ts';

describe.each(places)('$name:', (place) => {
  const DAY = 24 * 60 * MINUTE;

  async function sessionsAt(lifetimes = {}) {
    const clock = heldClock();
    const { vault, storage, keyRing } = await vaultAt(place, { now: clock.now, ...lifetimes });
    return { clock, vault, sessions: vault.sessions, storage, keyRing };
  }

  test('a session id is 256 bits of randomness, new each time', async () => {
    const { sessions } = await sessionsAt();
    const ids = await Promise.all(Array.from({ length: 50 }, () => sessions.create({ connectionId: 'c' })));
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  });

  test('[S32] an unknown, guessed or deleted id gives nothing', async () => {
    const { sessions } = await sessionsAt();
    const mine = await sessions.create({ connectionId: 'mine' });
    const deleted = await sessions.create({ connectionId: 'mine' });
    await sessions.delete(deleted);
    const guesses = ['', mine.slice(1), `${mine}A`, mine.toLowerCase(), '%', "' or 1=1 --", 'mine', deleted];
    for (const guess of guesses) expect(await sessions.read(guess), guess).toBeUndefined();
    expect(await sessions.read(mine)).toEqual({ connectionId: 'mine', createdAt: START, lastSeenAt: START });
  });

  describe('a session ends', () => {
    test('after 7 days without a request', async () => {
      const { sessions, clock } = await sessionsAt();
      const id = await sessions.create({ connectionId: 'c' });
      clock.advance(7 * DAY - 1);
      expect(await sessions.read(id)).toBeDefined();
      clock.advance(7 * DAY);
      expect(await sessions.read(id)).toBeUndefined();
    });

    test('after 30 days whatever happens', async () => {
      const { sessions, clock } = await sessionsAt();
      const id = await sessions.create({ connectionId: 'c' });
      for (let day = 1; day < 30; day++) {
        clock.advance(DAY);
        expect(await sessions.read(id), `day ${day}`).toBeDefined();
      }
      clock.advance(DAY);
      expect(await sessions.read(id)).toBeUndefined();
    });

    test('after the lifetimes it was given', async () => {
      const { sessions, clock } = await sessionsAt({ sessionLifetimes: { idleMs: MINUTE } });
      const id = await sessions.create({ connectionId: 'c' });
      clock.advance(MINUTE);
      expect(await sessions.read(id)).toBeUndefined();
    });

    test('with all others of its connection', async () => {
      const { sessions } = await sessionsAt();
      const [one, two, other] = await Promise.all(
        ['c', 'c', 'other'].map((connectionId) => sessions.create({ connectionId })),
      );
      await sessions.deleteByConnection('c');
      expect(await sessions.read(one ?? '')).toBeUndefined();
      expect(await sessions.read(two ?? '')).toBeUndefined();
      expect(await sessions.read(other ?? '')).toBeDefined();
    });
  });

  test('the sign of life is written at most once a minute', async () => {
    const { sessions, clock, storage, keyRing } = await sessionsAt();
    const { vault: other } = await vaultAt(storage, { keyRing, now: clock.now });
    const id = await sessions.create({ connectionId: 'c' });
    clock.advance(MINUTE - 1);
    expect((await sessions.read(id))?.lastSeenAt).toBe(START);
    clock.advance(1);
    expect((await sessions.read(id))?.lastSeenAt).toBe(START + MINUTE);
    clock.advance(30_000);
    expect((await other.sessions.read(id))?.lastSeenAt).toBe(START + MINUTE);
  });

  test('cleaning up deletes what has expired, a bounded number at a time', async () => {
    const { sessions, vault, clock } = await sessionsAt();
    const ids = await Promise.all(Array.from({ length: 600 }, () => sessions.create({ connectionId: 'c' })));
    clock.advance(8 * DAY);
    const alive = await sessions.create({ connectionId: 'c' });
    for (let call = 0; call < 3; call++) await vault.cleanUp();
    clock.advance(-8 * DAY);
    for (const id of ids.slice(0, 20)) expect(await sessions.read(id)).toBeUndefined();
    expect(await sessions.read(alive)).toBeDefined();
  });
});
