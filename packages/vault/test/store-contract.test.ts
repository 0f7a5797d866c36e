import { tokenStoreContract } from '@sipgate-kit/core/token-store-contract';
import { describe, test } from 'vitest';
import { heldClock, vaultFor } from './vault-fixture.ts';

describe('a SQLite file with two handles keeps the contract', () => {
  for (const { title, run } of tokenStoreContract) {
    test(title, async () => {
      const clock = heldClock();
      const { vault, file, keyRing } = await vaultFor({ leaseClock: clock.now });
      const { vault: other } = await vaultFor({ file, keyRing, leaseClock: clock.now });
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
