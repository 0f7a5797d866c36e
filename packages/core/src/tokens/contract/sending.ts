import {
  alice,
  holds,
  present,
  same,
  signedIn,
  storedState,
  type TokenStoreContractCase,
  type TokenStoreContractContext,
  tokens,
} from './case.ts';

/** Takes the lease as `owner`, marks the request as sent, and tells whether the mark was granted. */
async function send(
  { store }: TokenStoreContractContext,
  id: string,
  { owner, generation, retry = false }: { owner: string; generation: number; retry?: boolean },
): Promise<boolean> {
  same(`lease of ${owner}`, await store.acquireLease(id, { owner, generation, ttlMs: 5_000 }), 'granted');
  return store.markSending(id, { owner, generation, deadlineMs: 35_000, retry });
}

/** The mark before a request, and what becomes of it when no answer comes. */
export const sendingCases: readonly TokenStoreContractCase[] = [
  {
    title: 'only the holder of a running lease at this generation may send',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      const mark = (owner: string, at = generation) =>
        store.markSending(id, { owner, generation: at, deadlineMs: 35_000, retry: false });
      same('without a lease', await mark('first'), false);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      same('a stranger', await mark('stranger'), false);
      same('another generation', await mark('first', generation + 1), false);
      clock.advance(5_000);
      same('a lapsed lease', await mark('first'), false);
      await store.acquireLease(id, { owner: 'first', generation, ttlMs: 5_000 });
      same('the holder', await mark('first'), true);
      same('deadline', (await storedState(context, id)).sendDeadline, clock.now() + 35_000);
    },
  },
  {
    title: 'until the send deadline nobody else sends, even when the lease has lapsed or was freed',
    async run(context) {
      const { store, otherHandle = store, clock } = context;
      const { id, generation } = await signedIn(context);
      await send(context, id, { owner: 'first', generation });
      const ask = (owner: string) => otherHandle.acquireLease(id, { owner, generation, ttlMs: 5_000 });
      clock.advance(34_999);
      same('lapsed', await ask('second'), 'held');
      same('not even the sender, twice', await ask('first'), 'held');
      await store.releaseLease(id, { owner: 'first', sent: true });
      same('freed', await ask('second'), 'held');
      clock.advance(1);
      same('after the deadline', await ask('second'), 'granted');
    },
  },
  {
    title: 'a request that never left leaves no mark behind',
    async run(context) {
      const { store, otherHandle = store } = context;
      const { id, generation } = await signedIn(context);
      await send(context, id, { owner: 'first', generation });
      await store.releaseLease(id, { owner: 'first', sent: false });
      same('deadline', (await storedState(context, id)).sendDeadline, undefined);
      same('next', await otherHandle.acquireLease(id, { owner: 'second', generation, ttlMs: 5_000 }), 'granted');
    },
  },
  {
    title: 'the holder takes its mark back even when its lease has lapsed meanwhile',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      await send(context, id, { owner: 'first', generation });
      clock.advance(10_000);
      await store.releaseLease(id, { owner: 'first', sent: false, retryAfterMs: 1_000 });
      const { sendDeadline, retryAt } = await storedState(context, id);
      same('state', [sendDeadline, retryAt], [undefined, clock.now() + 1_000]);
    },
  },
  {
    title:
      'after a lost answer the token is sent again only as a retry, and each time only after the deadline of the last',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      same('first send', await send(context, id, { owner: 'first', generation }), true);
      clock.advance(35_000);
      same('not as a first send', await send(context, id, { owner: 'second', generation }), false);
      same('the retry', await send(context, id, { owner: 'second', generation, retry: true }), true);
      same(
        'while it is under way',
        await store.markSending(id, { owner: 'second', generation, deadlineMs: 35_000, retry: true }),
        false,
      );
      same('used up', (await storedState(context, id)).retriedGeneration, generation);
      await store.releaseLease(id, { owner: 'second', sent: true });
      clock.advance(35_000);
      same('not as a first send, still', await send(context, id, { owner: 'third', generation }), false);
      await store.releaseLease(id, { owner: 'third', sent: false });
      same(
        'a retry whose own answer got lost',
        await send(context, id, { owner: 'third', generation, retry: true }),
        true,
      );
      same(
        'no first send either',
        await store.markSending(id, { owner: 'third', generation, deadlineMs: 35_000, retry: false }),
        false,
      );
    },
  },
  {
    title: 'a retry that never left is not used up, and the lost answer is not forgotten',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      await send(context, id, { owner: 'first', generation });
      clock.advance(35_000);
      await send(context, id, { owner: 'second', generation, retry: true });
      await store.releaseLease(id, { owner: 'second', sent: false });
      const state = await storedState(context, id);
      same('not used up', state.retriedGeneration, undefined);
      holds('a lapsed deadline tells of the lost answer', present('deadline', state.sendDeadline) <= clock.now());
      same('not as a first send', await send(context, id, { owner: 'third', generation }), false);
      same('the retry', await send(context, id, { owner: 'third', generation, retry: true }), true);
    },
  },
  {
    title: 'a holder that gives up before it marks leaves an earlier mark as it was',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      await send(context, id, { owner: 'first', generation });
      const { sendDeadline } = await storedState(context, id);
      clock.advance(35_000);
      await store.acquireLease(id, { owner: 'second', generation, ttlMs: 5_000 });
      await store.releaseLease(id, { owner: 'second', sent: false });
      same('deadline', (await storedState(context, id)).sendDeadline, sendDeadline);
    },
  },
  {
    title: 'a new token set starts clean: no lease, no deadline, and a retry of its own',
    async run(context) {
      const { store, clock } = context;
      const { id, generation } = await signedIn(context);
      await send(context, id, { owner: 'first', generation });
      clock.advance(35_000);
      await send(context, id, { owner: 'second', generation, retry: true });
      const replaced = present('replaced', await store.replace(id, { generation, tokenSet: tokens('second') }));
      const { lease, sendDeadline, retriedGeneration, failures } = replaced;
      same(
        'after a rotation',
        [lease, sendDeadline, retriedGeneration, failures],
        [undefined, undefined, undefined, 0],
      );

      same('next send', await send(context, id, { owner: 'third', generation: replaced.generation }), true);
      const again = await store.saveSignIn(alice, tokens('third', { issuedAt: 2_000 }));
      same(
        'after a sign-in',
        [again.lease, again.sendDeadline, again.retriedGeneration],
        [undefined, undefined, undefined],
      );
      same(
        'free',
        await store.acquireLease(id, { owner: 'fourth', generation: again.generation, ttlMs: 5_000 }),
        'granted',
      );
    },
  },
];
