import { type ProviderClock, SipgateKitError, startKeepAlive, type TokenManager } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Logger } from './log.ts';
import { pause } from './pause.ts';

/** Duration in milliseconds. */
const CLEAN_UP_EVERY_MS = 5 * 60_000;

/** What a {@link Maintenance} works on. */
export interface MaintenanceOptions {
  readonly vault: Vault;
  readonly manager: TokenManager;
  readonly clock: ProviderClock;
  readonly log: Logger;
  /** Refreshes a minute that nobody waits for, at most. */
  readonly perMinute: number;
}

/** What has to be done now and then; goes on by itself until it is stopped. */
export interface Maintenance {
  /** One round, now: deletes what has expired, and refreshes connections whose refresh tokens are about to end unused. */
  run(): Promise<void>;
  /** Ends it after its present step. */
  stop(): Promise<void>;
}

/** Starts the {@link Maintenance} of a vault. What goes wrong is logged and left for the next round. */
export function startMaintenance({ vault, manager, clock, log, perMinute }: MaintenanceOptions): Maintenance {
  const failed = (error: unknown) =>
    log.warn({ reason: error instanceof SipgateKitError ? error.message : 'unknown' }, 'maintenance failed');
  const keepAlive = startKeepAlive({
    manager,
    store: vault.connections,
    clock,
    perMinute,
    wait: pause,
    onError: failed,
  });
  const cleanUp = () => vault.cleanUp().catch(failed);
  const interval = setInterval(cleanUp, CLEAN_UP_EVERY_MS);
  interval.unref();
  const underWay = new Set<Promise<unknown>>();

  return {
    async run() {
      const round = cleanUp().then(() => keepAlive.sweep().catch(failed));
      underWay.add(round);
      await round.finally(() => underWay.delete(round));
    },
    async stop() {
      clearInterval(interval);
      await keepAlive.stop();
      await Promise.all(underWay);
    },
  };
}
