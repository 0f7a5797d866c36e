import type { Clock } from '../runtime.ts';

/**
 * The provider's clock as seen from here: our own clock, corrected by what the provider's answers say about theirs (the
 * `Date` header, which a stock Keycloak does not send, and the instant at which an ID token was issued).
 * Token instants are of this clock, so that machines whose clocks differ agree about them.
 */
export interface ProviderClock {
  /** Milliseconds since the epoch, by the provider's clock. */
  readonly now: Clock;
  /** Milliseconds since the epoch, by our own clock. */
  readonly local: Clock;
  /** Whether any answer has been observed yet. */
  readonly hasLearned: boolean;
  /** The provider's instant for one of ours. */
  fromLocal(instant: number): number;
  /**
   * Learns that the provider's clock showed `instant` (milliseconds since the epoch, in whole seconds) when ours showed
   * `local`; for an answer that is the middle between request and answer.
   */
  observe(instant: number, local: number): void;
}

/** Providers count whole seconds, and an answer takes its time: smaller differences mean nothing. */
const SMALLEST_OFFSET_MS = 2_000;

/** A {@link ProviderClock} over our own clock, `Date.now` unless given. Share one between all requests to a provider. */
export function createProviderClock(local: Clock = Date.now): ProviderClock {
  let offsetMs = 0;
  let hasLearned = false;
  return {
    local,
    get hasLearned() {
      return hasLearned;
    },
    now: () => local() + offsetMs,
    fromLocal: (instant) => instant + offsetMs,
    observe(instant, at) {
      hasLearned = true;
      const offset = instant + 500 - at;
      offsetMs = Math.abs(offset) < SMALLEST_OFFSET_MS ? 0 : Math.round(offset);
    },
  };
}
