import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { ask, startProcess } from './processes/process.ts';
import { alice, tokens } from './vault-fixture.ts';

describe.each(places)('$name:', (place) => {
  interface Attempt {
    readonly granted: number;
    readonly marked?: boolean;
    readonly replaced?: number;
    readonly owner?: string;
  }

  test('[S17] of two processes with ten attempts each, one refreshes, 20 rounds in a row', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const processes = await Promise.all([startProcess('contender.mjs'), startProcess('contender.mjs')]);
    await Promise.all(
      processes.map((process) => ask(process, { order: 'open', ...storage.at, keys: keyRing.serialize() })),
    );

    let { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    for (let round = 0; round < 20; round++) {
      const attempts = await Promise.all(
        processes.map((process) => ask<Attempt>(process, { order: 'refresh', id, generation })),
      );
      const winners = attempts.filter(({ granted }) => granted > 0);
      expect(winners).toEqual([{ granted: 1, marked: true, replaced: generation + 1, owner: winners[0]?.owner }]);

      const connection = await vault.connections.read(id);
      expect(connection?.tokenSet.accessToken).toBe(`access-${winners[0]?.owner}`);
      generation = connection?.generation ?? 0;
    }
  });

  test('[S18] a process killed after it marked its request leaves the mark: nobody sends before the deadline', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    const sender = await startProcess('contender.mjs');
    await ask(sender, { order: 'open', ...storage.at, keys: keyRing.serialize() });
    expect(await ask(sender, { order: 'send', id, generation })).toBe(true);
    sender.kill('SIGKILL');
    await once(sender, 'exit');

    const [state] = await vault.connections.readStates([id]);
    expect(state?.sendDeadline).toBeGreaterThan(state?.observedAt ?? Number.POSITIVE_INFINITY);
    expect(await vault.connections.acquireLease(id, { owner: 'next', generation, ttlMs: 5_000 })).toBe('held');
  });
});
