import { SipgateKitError } from '../errors.ts';
import type { Wait } from '../runtime.ts';
import type { ConnectionState, TokenStore } from '../tokens/token-store.ts';

/** Looks at the rows that somebody in this process waits for, all of them with one query at a time. */
export interface StatePoller {
  /**
   * The connection's state at the next look; `undefined` when there is no such connection. A store that cannot be reached
   * gives `unseen`: a failed look is no look.
   */
  next(connectionId: string): Promise<ConnectionState | 'unseen' | undefined>;
}

const POLL_MS = 100;

interface Watcher {
  readonly resolve: (state: ConnectionState | 'unseen' | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** A {@link StatePoller}: a look every 100 to 200 ms while somebody waits, none otherwise. */
export function createStatePoller(store: TokenStore, wait: Wait, random: () => number): StatePoller {
  let watchers = new Map<string, Watcher[]>();
  let polling = false;

  async function poll(): Promise<void> {
    while (watchers.size > 0) {
      await wait(POLL_MS + Math.round(random() * POLL_MS));
      const served = watchers;
      watchers = new Map();
      try {
        const states = new Map((await store.readStates([...served.keys()])).map((state) => [state.id, state]));
        for (const [id, waiting] of served) for (const { resolve } of waiting) resolve(states.get(id));
      } catch (error) {
        const unreachable = error instanceof SipgateKitError && error.code === 'store_unavailable';
        for (const { resolve, reject } of [...served.values()].flat()) unreachable ? resolve('unseen') : reject(error);
      }
      // Whoever is not satisfied asks again before the next look is decided on.
      await Promise.resolve();
    }
  }

  return {
    next(connectionId) {
      return new Promise((resolve, reject) => {
        watchers.set(connectionId, [...(watchers.get(connectionId) ?? []), { resolve, reject }]);
        if (polling) return;
        polling = true;
        void poll().finally(() => {
          polling = false;
        });
      });
    },
  };
}
