import type { TokenSetData } from '../token-set.ts';
import type { ConnectionState } from '../token-store.ts';
import { alice, same, type TokenStoreContractCase, type TokenStoreContractContext, tokens } from './case.ts';

/** Signs a person in under a name of their own. */
function person(
  { store }: TokenStoreContractContext,
  name: string,
  fields: Partial<TokenSetData> = {},
): Promise<ConnectionState> {
  return store.saveSignIn({ ...alice, subject: name }, tokens(name, fields));
}

/** Whose connections are due, in order. */
async function due(
  { store, otherHandle = store, clock }: TokenStoreContractContext,
  query: { endsBefore?: number; refreshedBefore?: number; unusedSince?: number; limit?: number } = {},
): Promise<readonly string[]> {
  const states = await otherHandle.listDue({ endsBefore: 50_000, unusedSince: clock.now(), limit: 100, ...query });
  return states.map(({ key }) => key.subject);
}

/** Which connections a keep-alive has to refresh. */
export const dueCases: readonly TokenStoreContractCase[] = [
  {
    title: 'what ends soon is due, the nearest end first, then the longest unused of those whose end is unknown',
    async run(context) {
      const { clock } = context;
      await person(context, 'unknown, old');
      clock.advance(1_000);
      await person(context, 'ends at 40', { refreshTokenExpiresAt: 40_000 });
      await person(context, 'ends at 60', { refreshTokenExpiresAt: 60_000 });
      await person(context, 'ended at 20', { refreshTokenExpiresAt: 20_000 });
      await person(context, 'unknown, newer');
      clock.advance(1_000);
      same('within 50 s', await due(context), ['ended at 20', 'ends at 40', 'unknown, old', 'unknown, newer']);
      same('used since', await due(context, { unusedSince: clock.now() - 1_000 }), [
        'ended at 20',
        'ends at 40',
        'unknown, old',
      ]);
      same('the end itself is not before it', await due(context, { endsBefore: 40_000, unusedSince: 0 }), [
        'ended at 20',
      ]);
      same('one', await due(context, { limit: 1 }), ['ended at 20']);
      same('three', await due(context, { limit: 3 }), ['ended at 20', 'ends at 40', 'unknown, old']);
      same('nothing', await due(context, { endsBefore: 0, unusedSince: 0 }), []);
    },
  },
  {
    title: 'what was refreshed just now is left out on request, however near its end',
    async run(context) {
      const { clock } = context;
      await person(context, 'long ago', { refreshTokenExpiresAt: 40_000 });
      clock.advance(1_000);
      const then = clock.now();
      await person(context, 'just now', { refreshTokenExpiresAt: 20_000 });
      same('before then', await due(context, { refreshedBefore: then }), ['long ago']);
      same('whenever', await due(context), ['just now', 'long ago']);
    },
  },
  {
    title: 'whole states are given: what ends when, and when it was last refreshed',
    async run(context) {
      const state = await person(context, 'alice', { refreshTokenExpiresAt: 40_000 });
      same('states', await context.store.listDue({ endsBefore: 50_000, unusedSince: 0, limit: 1 }), [state]);
    },
  },
  {
    title: 'a rotation puts it off; a change of status does not',
    async run(context) {
      const { store, clock } = context;
      const known = await person(context, 'known', { refreshTokenExpiresAt: 40_000 });
      const unknown = await person(context, 'unknown');
      clock.advance(1_000);
      for (const { id, generation } of [known, unknown]) {
        await store.setStatus(id, { generation, status: 'paused' });
        await store.setStatus(id, { generation, status: 'active' });
      }
      same('after a pause', await due(context), ['known', 'unknown']);
      await store.replace(known.id, {
        generation: known.generation,
        tokenSet: tokens('later', { refreshTokenExpiresAt: 90_000 }),
      });
      await store.replace(unknown.id, { generation: unknown.generation, tokenSet: tokens('later') });
      same('after a rotation', await due(context), []);
    },
  },
  {
    title: 'whom nobody may refresh is not due: needs_login, paused, removed, leased, sent, or in back-off',
    async run(context) {
      const { store, clock } = context;
      const end = { refreshTokenExpiresAt: 40_000 };
      const [refused, paused, removed, leased, sent, waiting] = await Promise.all(
        ['refused', 'paused', 'removed', 'leased', 'sent', 'waiting'].map((name) => person(context, name, end)),
      );
      const lease = async ({ id, generation }: ConnectionState) =>
        same('lease', await store.acquireLease(id, { owner: id, generation, ttlMs: 5_000 }), 'granted');
      for (const [state, status] of [
        [refused, 'needs_login'],
        [paused, 'paused'],
      ] as const) {
        if (state) await store.setStatus(state.id, { generation: state.generation, status });
      }
      if (removed) await store.remove(removed.id);
      if (leased) await lease(leased);
      if (sent) {
        await lease(sent);
        const { id, generation } = sent;
        await store.markSending(id, { owner: id, generation, deadlineMs: 35_000, retry: false });
      }
      if (waiting) {
        await lease(waiting);
        await store.releaseLease(waiting.id, { owner: waiting.id, sent: false, retryAfterMs: 60_000 });
      }
      same('now', await due(context), []);
      clock.advance(5_000);
      same('when the lease has lapsed', await due(context), ['leased']);
      clock.advance(30_000);
      same('when the deadline has passed', [...(await due(context))].sort(), ['leased', 'sent']);
      clock.advance(25_000);
      same('when the back-off is over', [...(await due(context))].sort(), ['leased', 'sent', 'waiting']);
    },
  },
];
