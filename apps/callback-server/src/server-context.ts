import type { Fetch, ProviderClock, TokenManager } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Configuration } from './configuration.ts';
import type { FlowCookies } from './flow-cookies.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Paths } from './paths.ts';
import type { Presences } from './presence.ts';
import type { ProviderHealth } from './provider-watch.ts';
import type { ReturnTargets } from './return-target.ts';

/** What the routes share. */
export interface ServerContext {
  readonly configuration: Configuration;
  /** Origin of the redirect URI: what browsers know us by, whatever `Host` says. */
  readonly origin: string;
  readonly paths: Paths;
  readonly vault: Vault;
  readonly manager: TokenManager;
  readonly clock: ProviderClock;
  readonly fetch: Fetch;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** How the provider did when it was last needed. */
  readonly providerHealth: () => ProviderHealth;
  readonly flowCookies: FlowCookies;
  readonly presences: Presences;
  readonly returnTargets: ReturnTargets;
}
