import type { Clock } from '@sipgate-kit/core';

/** Counts what each name asks for. */
export interface RateLimit {
  /** Takes one request off a name's allowance. 0 = go on, else after how many milliseconds to come back. */
  take(name: string): number;
}

/** Allows each name `perSecond` requests, and twice that many at once after a pause. In the memory of this process. */
export function createRateLimit(perSecond: number, now: Clock): RateLimit {
  const burst = 2 * perSecond;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(name) {
      const at = now();
      const bucket = buckets.get(name) ?? { tokens: burst, at };
      const refilled = bucket.tokens + (Math.max(0, at - bucket.at) / 1_000) * perSecond;
      const tokens = Math.min(burst, refilled);
      const granted = tokens >= 1;
      buckets.set(name, { tokens: granted ? tokens - 1 : tokens, at });
      return granted ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
    },
  };
}
