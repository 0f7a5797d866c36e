import { holds, present, same, signedIn, storedState, type TokenStoreContractCase, tokens } from './case.ts';

/** Who may refresh, and until when. */
export const leasingCases: readonly TokenStoreContractCase[] = [
  {
    title: 'of 20 holders who ask at once, one gets the lease',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? store : otherHandle).acquireLease(id, { owner: `holder-${index}`, generation, ttlMs: 5_000 }),
        ),
      );
      same('outcomes', [...outcomes].sort(), ['granted', ...Array.from({ length: 19 }, () => 'held')]);
      const winner = `holder-${outcomes.indexOf('granted')}`;
      same('lease', (await storedState(context, id)).lease, { owner: winner, until: context.clock.now() + 5_000 });
    },
  },
  {
    title: 'a lease runs to its last millisecond, then the next holder gets it',
    async run(context) {
      const { store, otherHandle = store, clock } = context;
      const { id, generation } = await signedIn(context);
      const ask = () => otherHandle.acquireLease(id, { owner: 'second', generation, ttlMs: 5_000 });
      same('first', await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 }), 'granted');
      same(
        'its own lease again',
        await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 }),
        'granted',
      );
      clock.advance(4_999);
      same('while it runs', await ask(), 'held');
      clock.advance(1);
      same('after', await ask(), 'granted');
    },
  },
  {
    title: 'renewing extends a running lease of its owner and nothing else',
    async run(context) {
      const { store, otherHandle = store, clock } = context;
      const { id, generation } = await signedIn(context);
      same('nobody holds it', await store.renewLease(id, { owner: 'first', ttlMs: 5_000 }), false);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      clock.advance(4_000);
      same('somebody else', await otherHandle.renewLease(id, { owner: 'second', ttlMs: 5_000 }), false);
      same('its owner', await store.renewLease(id, { owner: 'first', ttlMs: 5_000 }), true);
      same('until', (await storedState(context, id)).lease?.until, clock.now() + 5_000);
      clock.advance(5_000);
      same('lapsed', await store.renewLease(id, { owner: 'first', ttlMs: 5_000 }), false);
    },
  },
  {
    title: 'a lease is refused as moved when generation or status changed, or the connection is gone',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      const ask = (at: number) => otherHandle.acquireLease(id, { owner: 'first', generation: at, ttlMs: 5_000 });
      same('a later generation', await ask(generation + 1), 'moved');
      const next = present('replaced', await store.replace(id, { generation, tokenSet: tokens('second') })).generation;
      same('an earlier generation', await ask(generation), 'moved');
      for (const status of ['needs_login', 'paused'] as const) {
        await store.setStatus(id, { generation: next, status });
        same(status, await ask(next), 'moved');
      }
      await store.remove(id);
      same('removed', await ask(next), 'moved');
    },
  },
  {
    title: 'a released lease is free at once; a stranger cannot release it',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      const before = await storedState(context, id);
      await otherHandle.releaseLease(id, { owner: 'stranger', sent: false, retryAfterMs: 60_000 });
      same('after the stranger', await storedState(context, id), before);
      await store.releaseLease(id, { owner: 'first', sent: false });
      const after = await storedState(context, id);
      same('lease', [after.lease, after.retryAt, after.failures], [undefined, undefined, 0]);
      same('next', await otherHandle.acquireLease(id, { owner: 'second', generation, ttlMs: 5_000 }), 'granted');
    },
  },
  {
    title: 'back-off is in the row: every holder waits for the same instant, and failures add up until a success',
    async run(context) {
      const { store, otherHandle = store, clock } = context;
      const { id, generation } = await signedIn(context);
      for (const failures of [1, 2]) {
        const owner = `holder-${failures}`;
        same('granted', await store.acquireLease(id, { owner, generation, ttlMs: 5_000 }), 'granted');
        await store.releaseLease(id, { owner, sent: false, retryAfterMs: 1_000 });
        const state = await storedState(context, id);
        same('back-off', [state.retryAt, state.failures], [clock.now() + 1_000, failures]);
        clock.advance(999);
        same('too early', await otherHandle.acquireLease(id, { owner: 'other', generation, ttlMs: 5_000 }), 'held');
        clock.advance(1);
      }
      const { retryAt, failures } = present(
        'replaced',
        await store.replace(id, { generation, tokenSet: tokens('second') }),
      );
      same('after a success', [retryAt, failures], [undefined, 0]);
    },
  },
  {
    title: 'a status is set at its generation only, and frees the lease',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      await store.markSending(id, { owner: 'first', generation, deadlineMs: 35_000, retry: false });
      const late = { generation: generation - 1, status: 'needs_login', reason: 'late' } as const;
      same('an earlier generation', await otherHandle.setStatus(id, late), false);
      same('still active', (await storedState(context, id)).status, 'active');

      const refused = { generation, status: 'needs_login', reason: 'refused: Token is not active' } as const;
      same('this generation', await store.setStatus(id, refused), true);
      const state = await storedState(context, id);
      same('status', [state.status, state.reason], [refused.status, refused.reason]);
      same('freed', [state.lease, state.sendDeadline], [undefined, undefined]);
      same('the holder sends no more', await store.renewLease(id, { owner: 'first', ttlMs: 5_000 }), false);

      same('active again', await store.setStatus(id, { generation, status: 'active' }), true);
      const again = await storedState(context, id);
      holds('the reason is gone', again.status === 'active' && !('reason' in again));
    },
  },
];
