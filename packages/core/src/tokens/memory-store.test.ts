import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createMemoryTokenStore } from './memory-store.ts';
import { TokenSet } from './token-set.ts';
import type { TokenStore } from './token-store.ts';
import { type TokenStoreContractContext, tokenStoreContract } from './token-store-contract.ts';

const START = 1_700_000_000_000;

function contextOf(change: (store: TokenStore) => TokenStore = (store) => store): TokenStoreContractContext {
  let now = START;
  const advance = (ms: number): void => {
    now += ms;
  };
  const clock = { now: () => now, advance };
  return { store: change(createMemoryTokenStore({ now: clock.now })), clock };
}

describe('the memory store keeps the contract', () => {
  for (const { title, run } of tokenStoreContract) test(title, () => run(contextOf()));
});

describe('the contract catches a store that', () => {
  const mutants: Record<string, (store: TokenStore) => TokenStore> = {
    'fences an answer by the lease': (store) => ({
      ...store,
      async replace(id, request) {
        const [state] = await store.readStates([id]);
        return state?.lease && state.lease.until > state.observedAt ? store.replace(id, request) : undefined;
      },
    }),
    'does not fence at all': (store) => ({
      ...store,
      async replace(id, { tokenSet }) {
        const [state] = await store.readStates([id]);
        return state && store.replace(id, { generation: state.generation, tokenSet });
      },
    }),
    'grants every lease': (store) => ({ ...store, acquireLease: async () => 'granted' }),
    'forgets the send deadline': (store) => ({
      ...store,
      markSending: async (id, request) => store.markSending(id, { ...request, deadlineMs: 0 }),
    }),
    'sends a token a third time': (store) => ({ ...store, markSending: async () => true }),
    'uses up a retry that never left': (store) => ({
      ...store,
      releaseLease: (id, request) => store.releaseLease(id, { ...request, sent: true }),
    }),
    'keeps no back-off': (store) => ({
      ...store,
      releaseLease: (id, { owner, sent }) => store.releaseLease(id, { owner, sent }),
    }),
    'lets an older sign-in win': (store) => ({
      ...store,
      saveSignIn: (key, tokenSet) =>
        store.saveSignIn(key, new TokenSet({ ...tokenSet.serialize(), issuedAt: 1e15, authenticatedAt: 1e15 })),
    }),
    'gives whom nobody may refresh': (store) => ({
      ...store,
      listDue: ({ limit }) => store.listDue({ endsBefore: 1e15, unusedSince: 1e15, limit }),
    }),
    'does not remove': (store) => ({ ...store, remove: (id) => store.read(id) }),
  };
  for (const [name, mutate] of Object.entries(mutants)) {
    test(name, async () => {
      const results = await Promise.allSettled(tokenStoreContract.map(({ run }) => run(contextOf(mutate))));
      expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    });
  }
});

test('[S22] a memory store full of tokens prints none of them', async () => {
  const store = createMemoryTokenStore();
  const key = { issuer: 'https://login.example', clientId: 'demo', subject: 'alice' };
  const tokenSet = new TokenSet({ accessToken: 'canary-a', refreshToken: 'canary-r', scopes: [], issuedAt: START });
  const state = await store.saveSignIn(key, tokenSet);
  const connection = await store.read(state.id);
  for (const shown of [store, state, connection]) {
    expect(inspect(shown, { depth: 9, showHidden: true }) + JSON.stringify(shown) + String(shown)).not.toContain(
      'canary',
    );
  }
});
