import type { Clock, Fetch } from '../runtime.ts';
import type { ProviderClock } from './provider-clock.ts';

/** Default time-out of a request to the provider, a duration in milliseconds. */
export const PROVIDER_TIMEOUT_MS = 30_000;

/** What every request to the provider can be told. */
export interface ProviderRequestOptions {
  readonly fetch?: Fetch;
  /** Our own clock; ignored when `clock` is given. */
  readonly now?: Clock;
  /** Shared clock that learns from the provider's `Date` header. */
  readonly clock?: ProviderClock;
  /** Duration in milliseconds, whole answer included. Default 30 000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}
