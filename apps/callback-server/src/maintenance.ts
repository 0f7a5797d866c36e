import { type ConnectionState, SipgateKitError, type TokenManager } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Logger } from './log.ts';

/** sipgate forgets a refresh token that nobody has used for 30 days: a quarter of that leaves room for a long outage. */
const KEEP_ALIVE_AFTER_MS = 7 * 24 * 60 * 60_000;

const isIdle = ({ updatedAt, observedAt }: ConnectionState) => observedAt - updatedAt >= KEEP_ALIVE_AFTER_MS;

/** States read at once. */
const PAGE = 500;

/** When the provider itself is the trouble, the other connections will not fare better. */
const HOPELESS: ReadonlySet<string> = new Set([
  'provider_unreachable',
  'provider_unavailable',
  'unknown_client',
  'wrong_client_secret',
  'client_disabled',
]);

/** What has to be done now and then. */
export interface Maintenance {
  /** Deletes what has expired, and refreshes connections that nobody has used for a week, one after the other. */
  run(): Promise<void>;
  /** Ends a run under way after its present step. */
  stop(): Promise<void>;
}

/** Makes the {@link Maintenance} of a vault. What goes wrong is logged and left for the next run. */
export function createMaintenance(options: { vault: Vault; manager: TokenManager; log: Logger }): Maintenance {
  const { vault, manager, log } = options;
  let stopped = false;
  let running: Promise<void> | undefined;

  async function keepAlive(): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined && !stopped; ) {
      const { connections, next } = await vault.connections.list({
        status: 'active',
        limit: PAGE,
        ...(after && { after }),
      });
      for (const { id } of connections.filter(isIdle)) {
        // Read again: another process may have been here meanwhile.
        const [state] = await vault.connections.readStates([id]);
        if (stopped || state === undefined || !isIdle(state)) continue;
        const failure = await refresh(id);
        if (failure !== undefined && HOPELESS.has(failure)) return;
      }
      after = next;
    }
  }

  /** The code of what went wrong, if anything did; the manager has already told the log. */
  async function refresh(id: string): Promise<string | undefined> {
    try {
      await manager.forConnection(id).refresh();
      return undefined;
    } catch (error) {
      return error instanceof SipgateKitError ? error.code : 'internal_error';
    }
  }

  async function runOnce(): Promise<void> {
    try {
      await vault.cleanUp();
      await keepAlive();
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'maintenance failed');
    } finally {
      running = undefined;
    }
  }

  return {
    run() {
      running ??= runOnce();
      return running;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
