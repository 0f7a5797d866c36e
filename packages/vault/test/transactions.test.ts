import { TRANSACTION_LIFETIME_MS } from '@sipgate-kit/core';
import { describe, expect, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { heldClock, MINUTE, transaction } from './vault-fixture.ts';

describe.each(places)('$name:', (place) => {
  const pending = (name: string, browserId = 'browser') => ({
    browserId,
    transaction: transaction(name),
    returnTo: `/${name}`,
  });

  test('a sign-in comes back whole, once', async () => {
    const { vault } = await vaultAt(place);
    await vault.transactions.put(pending('one'));
    expect(await vault.transactions.consume('state-one')).toEqual({
      transaction: transaction('one'),
      returnTo: '/one',
    });
    expect(await vault.transactions.consume('state-one')).toBeUndefined();
  });

  test('of 20 callbacks at once, on two handles, one gets the sign-in', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const { vault: other } = await vaultAt(storage, { keyRing });
    await vault.transactions.put(pending('one'));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? vault : other).transactions.consume('state-one')),
    );
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
  });

  test('[S32] a state nobody was given opens nothing and takes nothing away', async () => {
    const { vault } = await vaultAt(place);
    await vault.transactions.put(pending('one'));
    const guesses = ['', 'state', 'state-on', 'state-one ', 'STATE-ONE', '%', "' or 1=1 --"];
    for (const guess of guesses) expect(await vault.transactions.consume(guess), guess).toBeUndefined();
    expect(await vault.transactions.consume('state-one')).toBeDefined();
  });

  test('an expired sign-in is still given back for a while, so that the caller can say so; then it is gone', async () => {
    const clock = heldClock();
    const { vault } = await vaultAt(place, { now: clock.now });
    for (const name of ['one', 'two']) await vault.transactions.put(pending(name));
    clock.advance(TRANSACTION_LIFETIME_MS + 9 * MINUTE);
    await vault.cleanUp();
    expect((await vault.transactions.consume('state-one'))?.transaction.startedAt).toBe(transaction('one').startedAt);
    clock.advance(MINUTE);
    await vault.cleanUp();
    expect(await vault.transactions.consume('state-two')).toBeUndefined();
  });

  describe('[S35] sign-ins under way are bounded:', () => {
    test('a browser keeps its five latest', async () => {
      const clock = heldClock();
      const { vault } = await vaultAt(place, { now: clock.now });
      for (let tab = 1; tab <= 7; tab++) {
        await vault.transactions.put(pending(`tab-${tab}`));
        clock.advance(1);
      }
      const kept = [];
      for (let tab = 1; tab <= 7; tab++) {
        if (await vault.transactions.consume(`state-tab-${tab}`)) kept.push(tab);
      }
      expect(kept).toEqual([3, 4, 5, 6, 7]);
    });

    test("a flood is turned away, and takes away nobody's sign-in", async () => {
      const { vault } = await vaultAt(place, { pendingSignIns: 50 });
      await vault.transactions.put(pending('mine', 'my browser'));
      const flood = await Promise.allSettled(
        Array.from({ length: 200 }, (_, index) => vault.transactions.put(pending(`flood-${index}`, `bot-${index}`))),
      );
      const refused = flood.filter((result) => result.status === 'rejected');
      // PostgreSQL lets in as many more as are being put at the same moment, by four connections here.
      expect(refused.length).toBeLessThanOrEqual(200 - 49);
      expect(refused.length).toBeGreaterThan(200 - 49 - 4);
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'rate_limited', retryable: true });
      expect(await vault.transactions.consume('state-mine')).toBeDefined();
    });

    test('a browser with five of its own may go on under flood, and keeps them when it may not', async () => {
      const { vault } = await vaultAt(place, { pendingSignIns: 6 });
      for (let tab = 1; tab <= 5; tab++) await vault.transactions.put(pending(`tab-${tab}`, 'mine'));
      await vault.transactions.put(pending('flood', 'bot'));
      await vault.transactions.put(pending('tab-6', 'mine'));
      await expect(vault.transactions.put(pending('new', 'new browser'))).rejects.toMatchObject({
        code: 'rate_limited',
      });
      expect(await vault.transactions.consume('state-tab-6')).toBeDefined();
      expect(await vault.transactions.consume('state-flood')).toBeDefined();
    });

    test('room comes back when sign-ins expire, without anybody cleaning up', async () => {
      const clock = heldClock();
      const { vault } = await vaultAt(place, { now: clock.now, pendingSignIns: 10 });
      for (let index = 0; index < 10; index++) await vault.transactions.put(pending(`old-${index}`, `bot-${index}`));
      await expect(vault.transactions.put(pending('new'))).rejects.toMatchObject({ code: 'rate_limited' });
      clock.advance(20 * MINUTE);
      await vault.transactions.put(pending('new'));
      expect(await vault.transactions.consume('state-new')).toBeDefined();
    });
  });
});
