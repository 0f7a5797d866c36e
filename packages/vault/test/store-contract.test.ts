import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenStoreContract } from '@sipgate-kit/core/token-store-contract';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openVault } from '../src/sql/index.ts';

const keyRing = KeyRing.generate();
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vault-'));
});
afterEach(() => rm(directory, { recursive: true }));

function heldClock() {
  let now = 1_700_000_000_000;
  const advance = (ms: number): void => {
    now += ms;
  };
  return { now: () => now, advance };
}

describe('a SQLite file with two handles keeps the contract', () => {
  for (const { title, run } of tokenStoreContract) {
    test(title, async () => {
      const clock = heldClock();
      const options = { file: join(directory, 'vault.db'), keyRing, leaseClock: clock.now };
      const [one, other] = await Promise.all([openVault(options), openVault(options)]);
      try {
        await run({ store: one.connections, otherHandle: other.connections, clock });
      } finally {
        await Promise.all([one.close(), other.close()]);
      }
    });
  }
});

describe('SQLite in memory keeps the contract, without a cache of opened sets too', () => {
  for (const { title, run } of tokenStoreContract) {
    test(title, async () => {
      const clock = heldClock();
      const vault = await openVault({ file: ':memory:', keyRing, leaseClock: clock.now, cachedTokenSets: 0 });
      try {
        await run({ store: vault.connections, clock });
      } finally {
        await vault.close();
      }
    });
  }
});
