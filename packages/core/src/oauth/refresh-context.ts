import { SipgateKitError } from '../errors.ts';
import type { Fetch, Wait } from '../runtime.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { ConnectionState, TokenStore } from '../tokens/token-store.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { Provider } from './provider.ts';
import type { ProviderClock } from './provider-clock.ts';
import type { RefreshEvent, RefreshReason } from './refresh-events.ts';
import type { StatePoller } from './state-poller.ts';

/** The only living token set of a connection, which the store has not taken yet. */
export interface UnwrittenAnswer {
  readonly connectionId: string;
  /** The generation it replaces. */
  readonly generation: number;
  readonly tokenSet: TokenSet;
}

/** Everything a refresh needs; made once per token manager. */
export interface RefreshContext {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  readonly store: TokenStore;
  readonly poller: StatePoller;
  readonly clock: ProviderClock;
  /** Milliseconds that only ever grow, for measuring durations. */
  readonly monotonic: () => number;
  readonly fetch: Fetch | undefined;
  readonly wait: Wait;
  readonly random: () => number;
  /** Duration in milliseconds. */
  readonly timeoutMs: number;
  /** Aborted when the process is about to end: answers in hand go to `spill`. */
  readonly closing: AbortSignal;
  readonly spill: ((answer: UnwrittenAnswer) => Promise<void>) | undefined;
  readonly onEvent: (event: RefreshEvent) => void;
}

/** Tells the owner of the token manager about one decision. */
export function emit(
  { onEvent, clock }: RefreshContext,
  reason: RefreshReason,
  { id, generation }: Pick<ConnectionState, 'id' | 'generation'>,
  more: { readonly fingerprint?: string; readonly detail?: string } = {},
): void {
  onEvent({
    reason,
    connectionId: id,
    generation,
    at: clock.local(),
    ...more,
  });
}

const STORE_PAUSE_MS = 100;

/**
 * Asks the store until it answers or `giveUpAt` (our own clock, milliseconds) has come: while there is time, a store
 * that restarts is no outcome.
 */
export async function patiently<Answer>(
  { wait, random, clock, closing }: RefreshContext,
  giveUpAt: number,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const unreachable = error instanceof SipgateKitError && error.code === 'store_unavailable';
      if (!unreachable || closing.aborted || clock.local() >= giveUpAt) throw error;
      await wait(STORE_PAUSE_MS * (1 + random()));
    }
  }
}
