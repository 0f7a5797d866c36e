import { describe, expect, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { alice, bob, heldClock, START, tokens } from './vault-fixture.ts';

describe.each(places)('$name: a paused vault', (place) => {
  async function paused() {
    const clock = heldClock();
    const { vault, storage, keyRing } = await vaultAt(place, { leaseClock: clock.now });
    const { vault: other } = await vaultAt(storage, { leaseClock: clock.now, keyRing });
    const state = await vault.connections.saveSignIn(alice, tokens('first', { refreshTokenExpiresAt: 40_000 }));
    await vault.pause({ reason: 'restored from a backup' });
    clock.advance(1);
    return { clock, vault, other, connections: other.connections, ...state };
  }

  test('sends nothing, says why on every connection, and keeps the tokens', async () => {
    const { connections, id, generation, other } = await paused();
    const why = { status: 'paused', reason: 'restored from a backup' };
    expect(await connections.read(id)).toMatchObject({ ...why, generation });
    expect(await connections.findByKey(alice)).toMatchObject(why);
    expect(await connections.readStates([id])).toMatchObject([why]);
    expect((await connections.list({ limit: 10 })).connections).toMatchObject([why]);
    expect(await connections.acquireLease(id, { owner: 'me', generation, ttlMs: 5_000 })).toBe('moved');
    expect(await connections.listDue({ endsBefore: 50_000, unusedSince: 0, limit: 10 })).toEqual([]);
    expect(await other.paused()).toEqual({ reason: 'restored from a backup', since: START });
  });

  test('does not let a lease that was granted before send any more', async () => {
    const clock = heldClock();
    const { vault } = await vaultAt(place, { leaseClock: clock.now });
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    await vault.connections.acquireLease(id, { owner: 'me', generation, ttlMs: 5_000 });
    await vault.pause({ reason: 'maintenance' });
    const mark = { owner: 'me', generation, deadlineMs: 35_000, retry: false };
    expect(await vault.connections.markSending(id, mark)).toBe(false);
  });

  test('takes the answer of a request that is under way, and sign-ins: those go on', async () => {
    const { connections, id, generation } = await paused();
    expect(await connections.replace(id, { generation, tokenSet: tokens('second') })).toMatchObject({
      status: 'active',
    });
    const { id: bobs, generation: first } = await connections.saveSignIn(bob, tokens('bob'));
    for (const [who, at] of [
      [id, generation + 1],
      [bobs, first],
    ] as const) {
      expect(await connections.acquireLease(who, { owner: 'me', generation: at, ttlMs: 5_000 })).toBe('granted');
    }
  });

  test('goes on when the loss is accepted, and only then', async () => {
    const { vault, other, connections, id, generation } = await paused();
    await expect(vault.resume({} as unknown as { acceptLoss: true })).rejects.toMatchObject({
      code: 'invalid_input',
      hint: expect.stringContaining('acceptLoss'),
    });
    expect(await other.paused()).toBeDefined();
    await vault.resume({ acceptLoss: true });
    expect(await other.paused()).toBeUndefined();
    expect(await connections.acquireLease(id, { owner: 'me', generation, ttlMs: 5_000 })).toBe('granted');
  });

  test('may be paused again, for another reason and for all until then', async () => {
    const { clock, vault, connections } = await paused();
    await connections.saveSignIn(bob, tokens('bob'));
    await vault.pause({ reason: 'once more' });
    clock.advance(1);
    expect(await connections.findByKey(bob)).toMatchObject({ status: 'paused', reason: 'once more' });
  });

  test('leaves a status of its own alone', async () => {
    const { connections, id, generation } = await paused();
    await connections.setStatus(id, { generation, status: 'needs_login', reason: 'refused' });
    expect(await connections.findByKey(alice)).toMatchObject({ status: 'needs_login', reason: 'refused' });
  });
});
