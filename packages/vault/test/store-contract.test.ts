import { tokenStoreContract } from '@sipgate-kit/core/token-store-contract';
import { describe, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { heldClock, vaultFor } from './vault-fixture.ts';

describe.each(places)('$name with two handles keeps the contract', (place) => {
  for (const { title, run } of tokenStoreContract) {
    test(title, async () => {
      const clock = heldClock();
      const { vault, storage, keyRing } = await vaultAt(place, { leaseClock: clock.now });
      const { vault: other } = await vaultAt(storage, { keyRing, leaseClock: clock.now });
      await run({ store: vault.connections, otherHandle: other.connections, clock });
    });
  }
});

describe('SQLite in memory keeps the contract, without a cache of opened sets too', () => {
  for (const { title, run } of tokenStoreContract) {
    test(title, async () => {
      const clock = heldClock();
      const { vault } = await vaultFor({ file: ':memory:', leaseClock: clock.now, cachedTokenSets: 0 });
      await run({ store: vault.connections, clock });
    });
  }
});
