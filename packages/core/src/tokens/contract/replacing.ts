import {
  alice,
  holds,
  present,
  same,
  signedIn,
  storedAccessToken,
  storedState,
  type TokenStoreContractCase,
  tokens,
} from './case.ts';

/** Rotations, new sign-ins and removals that meet each other. */
export const replacingCases: readonly TokenStoreContractCase[] = [
  {
    title: 'a rotation adds one to the generation and is there for every handle',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      clock.advance(1_000);
      const state = present('replaced', await store.replace(id, { generation, tokenSet: tokens('second') }));
      same('generation', state.generation, generation + 1);
      same('state', await storedState(context, id), state);
      same('token', await storedAccessToken(context, id), 'access-second');
    },
  },
  {
    title: 'the fence is the generation alone: a lapsed lease, or none, keeps no answer out',
    async run(context) {
      const { store, otherHandle = store, clock } = context;
      const { id, generation } = await signedIn(context);
      await store.acquireLease(id, { owner: 'slow', generation, ttlMs: 5_000 });
      await store.markSending(id, { owner: 'slow', generation, deadlineMs: 35_000, retry: false });
      clock.advance(60_000);
      await otherHandle.acquireLease(id, { owner: 'next', generation, ttlMs: 5_000 });
      holds(
        'the late answer is stored',
        (await store.replace(id, { generation, tokenSet: tokens('late') })) !== undefined,
      );
      same('token', await storedAccessToken(context, id), 'access-late');
      same(
        'the next holder sends nothing',
        await otherHandle.markSending(id, { owner: 'next', generation, deadlineMs: 35_000, retry: true }),
        false,
      );
    },
  },
  {
    title: 'of two rotations of one generation, one is stored',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      const names = Array.from({ length: 20 }, (_, index) => `rotation-${index}`);
      const results = await Promise.all(
        names.map((name, index) =>
          (index % 2 ? store : otherHandle).replace(id, { generation, tokenSet: tokens(name) }),
        ),
      );
      const winners = names.filter((_, index) => results[index] !== undefined);
      same('winners', winners.length, 1);
      same('token', await storedAccessToken(context, id), `access-${winners[0]}`);
      same('generation', (await storedState(context, id)).generation, generation + 1);
    },
  },
  {
    title: 'a fresh pair makes needs_login active again, and leaves paused paused',
    async run(context) {
      const { store } = context;
      const { id, generation } = await signedIn(context);
      await store.setStatus(id, { generation, status: 'needs_login', reason: 'answer lost' });
      const revived = present('replaced', await store.replace(id, { generation, tokenSet: tokens('late') }));
      same('revived', [revived.status, revived.reason], ['active', undefined]);
      await store.setStatus(id, { generation: revived.generation, status: 'paused', reason: 'wrong client secret' });
      const paused = await store.replace(id, { generation: revived.generation, tokenSet: tokens('later') });
      same('paused', [paused?.status, paused?.reason], ['paused', 'wrong client secret']);
    },
  },
  {
    title: 'a new sign-in replaces the set under the same id; the answer of the old one is not stored',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      const again = await otherHandle.saveSignIn(alice, tokens('again', { issuedAt: 2_000 }));
      same('id and generation', [again.id, again.generation], [id, generation + 1]);
      same('the old answer', await store.replace(id, { generation, tokenSet: tokens('old') }), undefined);
      same('token', await storedAccessToken(context, id), 'access-again');
    },
  },
  {
    title: 'an older sign-in never replaces a newer one: authentication decides, then the instant of issue',
    async run(context) {
      const { store } = context;
      const newer = { issuedAt: 10_000, authenticatedAt: 5_000 };
      const { id, generation } = await signedIn(context, tokens('newer', newer));
      for (const [why, older] of [
        ['authenticated earlier', { issuedAt: 20_000, authenticatedAt: 4_000 }],
        ['issued earlier', { ...newer, issuedAt: 9_000 }],
        ['issued earlier, authentication unknown', { issuedAt: 9_000 }],
      ] as const) {
        const state = await store.saveSignIn(alice, tokens('older', older));
        same(why, [state.id, state.generation], [id, generation]);
        same(`token, ${why}`, await storedAccessToken(context, id), 'access-newer');
      }
      const later = await store.saveSignIn(alice, tokens('later', { issuedAt: 9_500, authenticatedAt: 6_000 }));
      same('authenticated later', later.generation, generation + 1);
    },
  },
  {
    title: 'whoever needs to sign in gets in with an older single sign-on session, but not with an older token set',
    async run(context) {
      const { store } = context;
      const dead = { issuedAt: 10_000, authenticatedAt: 5_000 };
      const { id, generation } = await signedIn(context, tokens('dead', dead));
      await store.setStatus(id, { generation, status: 'needs_login', reason: 'refused' });
      const stale = await store.saveSignIn(alice, tokens('stale', { ...dead, issuedAt: 9_000 }));
      same('issued before the dead set', [stale.status, stale.generation], ['needs_login', generation]);
      const alive = await store.saveSignIn(alice, tokens('alive', { issuedAt: 11_000, authenticatedAt: 4_000 }));
      same('issued after it', [alive.id, alive.status, alive.reason], [id, 'active', undefined]);
      same('token', await storedAccessToken(context, id), 'access-alive');
    },
  },
  {
    title: 'parallel first sign-ins of one person make one connection',
    async run(context) {
      const { store, otherHandle = store } = context;
      const states = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 ? store : otherHandle).saveSignIn(alice, tokens(`tab-${index}`, { issuedAt: 1_000 + index })),
        ),
      );
      const [id, ...others] = new Set(states.map((state) => state.id));
      same('other ids', others, []);
      same('the newest is kept', await storedAccessToken(context, present('id', id)), 'access-tab-9');
    },
  },
  {
    title: 'removing gives back what was held, once, and leaves nothing to find',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id } = await signedIn(context);
      const removed = present('removed', await store.remove(id));
      same('tokens', [removed.id, removed.tokenSet.refreshToken], [id, 'refresh-first']);
      same('again', await otherHandle.remove(id), undefined);
      same('read', await otherHandle.read(id), undefined);
      same('readStates', await otherHandle.readStates([id]), []);
      same('findByKey', await otherHandle.findByKey(alice), undefined);
    },
  },
  {
    title: 'an answer that comes after the removal is not stored, nor does it touch a later sign-in',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      await store.markSending(id, { owner: 'first', generation, deadlineMs: 35_000, retry: false });
      await otherHandle.remove(id);
      same('late answer', await store.replace(id, { generation, tokenSet: tokens('late') }), undefined);
      same('late status', await store.setStatus(id, { generation, status: 'needs_login' }), false);
      await store.releaseLease(id, { owner: 'first', sent: true });
      same('still removed', await store.read(id), undefined);

      const back = await store.saveSignIn(alice, tokens('back', { issuedAt: 500 }));
      holds('a removed id is not used again', back.id !== id);
      same('active', back.status, 'active');
      same('late answer', await store.replace(id, { generation, tokenSet: tokens('late') }), undefined);
      same('token', await storedAccessToken(context, back.id), 'access-back');
    },
  },
  {
    title: 'removal and rotation at once: either the new pair is given back, or its answer finds nothing',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      const [rotated, removed] = await Promise.all([
        store.replace(id, { generation, tokenSet: tokens('second') }),
        otherHandle.remove(id),
      ]);
      const held = present('removed', removed).tokenSet.accessToken;
      same('given back', held, rotated === undefined ? 'access-first' : 'access-second');
      same('gone', await store.read(id), undefined);
    },
  },
];
