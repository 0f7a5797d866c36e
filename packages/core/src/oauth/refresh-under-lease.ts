import { SipgateKitError } from '../errors.ts';
import type { Connection, ConnectionState } from '../tokens/token-store.ts';
import { usable } from './connection-errors.ts';
import { adopt, attemptRefresh } from './refresh-attempt.ts';
import { emit, patiently, type RefreshContext } from './refresh-context.ts';

/** A lease only has to outlive the moment between taking it and marking the send. Duration in milliseconds. */
const LEASE_MS = 5_000;

/**
 * Gets the connection a token set newer than `generation`: by refreshing it, or by adopting somebody else's refresh.
 *
 * Exactly one process sends at a time: it holds the lease, marks the send with a deadline, sends, and stores the
 * answer guarded by the generation before anyone uses it. Everybody else waits for the row to change. A request that
 * left without a usable answer is tried again after its deadline, by whoever gets the lease then, until the provider
 * answers. Runs until it has an outcome or `giveUpAt` (our own clock, milliseconds).
 */
export async function refreshUnderLease(
  context: RefreshContext,
  connectionId: string,
  generation: number,
  giveUpAt: number,
): Promise<Connection> {
  const { store } = context;
  const insist = <Answer>(ask: () => Promise<Answer>) => patiently(context, giveUpAt, ask);
  let waited = false;
  for (;;) {
    // The lease is granted for this generation only: what is read here is what will be sent.
    const connection = usable(await insist(() => store.read(connectionId)), connectionId);
    if (connection.generation !== generation) return adopt(context, connection);

    let failure: SipgateKitError | undefined;
    const owner = crypto.randomUUID();
    const lease = await insist(() => store.acquireLease(connectionId, { owner, generation, ttlMs: LEASE_MS }));
    if (lease === 'moved') continue;
    if (lease === 'granted') {
      const outcome = await attemptRefresh(context, owner, connection, insist);
      if (outcome === 'again') continue;
      if (!(outcome instanceof SipgateKitError)) return outcome;
      if (!outcome.retryable) throw outcome;
      failure = outcome;
    } else if (!waited) {
      waited = true;
      emit(context, 'waited', connection);
    }
    if (!(await waitForChange(context, connectionId, generation, giveUpAt))) throw failure ?? stillRefreshing();
  }
}

/** `true` once the row moved on or became free; `false` when that will not happen before `giveUpAt`. */
async function waitForChange(
  { store, clock, poller, closing }: RefreshContext,
  id: string,
  generation: number,
  giveUpAt: number,
): Promise<boolean> {
  let state: ConnectionState | 'unseen' | undefined = (await store.readStates([id]).catch(unseen))?.[0];
  for (;;) {
    const left = giveUpAt - clock.local();
    if (state !== 'unseen') {
      if (state === undefined || state.generation !== generation || state.status !== 'active') return true;
      if ((state.retryAt ?? 0) - state.observedAt > left) return false;
      const busyUntil = Math.max(state.lease?.until ?? 0, state.sendDeadline ?? 0, state.retryAt ?? 0);
      if (busyUntil <= state.observedAt) return true;
    }
    if (closing.aborted || left <= 0) return false;
    state = await poller.next(id);
  }
}

function unseen(error: unknown): readonly ['unseen'] {
  if (error instanceof SipgateKitError && error.code === 'store_unavailable') return ['unseen'];
  throw error;
}

function stillRefreshing(): SipgateKitError {
  return new SipgateKitError(
    'provider_unavailable',
    'The access token could not be renewed in time; the refresh is still under way.',
    {
      retryable: true,
      hint: 'Call again in a while: nothing was lost.',
    },
  );
}
