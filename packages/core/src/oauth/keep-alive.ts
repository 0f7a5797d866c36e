import { SipgateKitError } from '../errors.ts';
import { type Wait, waitOnTimer } from '../runtime.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import { createProviderClock, type ProviderClock } from './provider-clock.ts';
import type { TokenManager } from './token-manager.ts';

/** What {@link startKeepAlive} is made of. All durations are in milliseconds. */
export interface KeepAliveOptions {
  readonly manager: TokenManager;
  readonly store: TokenStore;
  /** The manager's, for the ends of refresh tokens. */
  readonly clock?: ProviderClock;
  /** A connection whose refresh token ends within this time is refreshed. Default 7 days; sipgate's live 30. */
  readonly endsWithinMs?: number;
  /** No connection is refreshed more often than this by keep-alive: its end may not move any more. Default 1 day. */
  readonly notWithinMs?: number;
  /** Where the provider did not say when the refresh token ends: refreshed when unused for this long. Default 7 days. */
  readonly unusedForMs?: number;
  /** At most so many refreshes a minute from this process. Default 60. */
  readonly perMinute?: number;
  /** Pause between two looks at the store. Default one hour, give or take a fifth. */
  readonly everyMs?: number;
  readonly random?: () => number;
  readonly wait?: Wait;
  /** Told when a look failed, because the store could not be reached for instance; the next look comes all the same. */
  readonly onError?: (error: unknown) => void;
}

/** A running keep-alive. */
export interface KeepAlive {
  /** Looks once, now: refreshes what is due, spread over time; gives the number of connections it dealt with. */
  sweep(): Promise<number>;
  /** Ends it; a refresh under way is the manager's to finish. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Refreshes connections nobody uses before their refresh tokens end. Run it in every instance: the row's lease lets one
 * of them send, the others find the work done. A refused connection becomes `needs_login` once, and is not due again.
 *
 * @example
 * const keepAlive = startKeepAlive({ manager, store });
 * process.once('SIGTERM', () => keepAlive.stop());
 */
export function startKeepAlive(options: KeepAliveOptions): KeepAlive {
  const { manager, store, perMinute = 60, onError = () => undefined } = options;
  const clock = options.clock ?? createProviderClock();
  const random = options.random ?? Math.random;
  const wait = options.wait ?? waitOnTimer;
  const stopping = new AbortController();
  const { signal } = stopping;

  async function sweep(): Promise<number> {
    let dealtWith = 0;
    for (;;) {
      const due = await store.listDue({
        endsBefore: clock.now() + (options.endsWithinMs ?? 7 * DAY_MS),
        refreshedBefore: clock.local() - (options.notWithinMs ?? DAY_MS),
        unusedSince: clock.local() - (options.unusedForMs ?? 7 * DAY_MS),
        limit: perMinute,
      });
      for (const { id, generation } of due) {
        if (signal.aborted) return dealtWith;
        dealtWith += 1;
        const operatorsFault = await manager
          .forConnection(id)
          .refresh({ newerThan: generation, signal })
          .then(() => undefined, faultOfTheClient);
        if (operatorsFault !== undefined) throw operatorsFault;
        await wait((60_000 / perMinute) * (0.5 + random()), signal).catch(() => undefined);
      }
      // What failed is in back-off now, what worked is no longer due: a full page means there may be more.
      if (due.length < perMinute) return dealtWith;
    }
  }

  async function run(): Promise<void> {
    const everyMs = options.everyMs ?? HOUR_MS;
    while (!signal.aborted) {
      await sweep().catch(onError);
      await wait(everyMs * (0.8 + random() * 0.4), signal).catch(() => undefined);
    }
  }

  const running = run();
  return {
    sweep,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const OPERATORS_FAULTS: ReadonlySet<string> = new Set(['unknown_client', 'wrong_client_secret', 'client_disabled']);

/** A client that is refused is refused for every connection: no use in asking for the others. */
function faultOfTheClient(error: unknown): SipgateKitError | undefined {
  return error instanceof SipgateKitError && OPERATORS_FAULTS.has(error.code) ? error : undefined;
}
