import { ApiError } from './api-error.ts';
import type { Called } from './calls.ts';

/** When a call is sent again: after 429, 502, 503 and 504, and when the network failed. */
export interface RetryPolicy {
  /** How often it is sent at most, the first time included. Default 3. */
  readonly attempts?: number;
  /**
   * Whether calls that change something are repeated, too. They may then be carried out twice: a fax sent, a client
   * created. Default `false`: only GET.
   */
  readonly writes?: boolean;
  /** The wait before the second attempt, a duration in milliseconds, doubled for each one after. Default 500. */
  readonly delayMs?: number;
  /**
   * The longest wait, a duration in milliseconds; where the API asks for a longer one with `Retry-After`, the call ends
   * at once. Default 20 000.
   */
  readonly longestDelayMs?: number;
}

/** Repeats of a whole client, so that a thousand calls in an outage do not become three thousand. */
export interface RetryBudget {
  /** Takes one repeat; `false` when there is none left. */
  readonly take: () => boolean;
  /** A call succeeded: a tenth of a repeat comes back. */
  readonly earn: () => void;
}

const MOST_REPEATS = 20;
const EARNED = 0.1;

/** A full {@link RetryBudget}: twenty repeats. */
export function createRetryBudget(): RetryBudget {
  let left = MOST_REPEATS;
  return {
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    earn() {
      left = Math.min(MOST_REPEATS, left + EARNED);
    },
  };
}

/**
 * How long to wait before a failed attempt is repeated, a duration in milliseconds; `undefined` when it is not.
 *
 * What the API asks for with `Retry-After` counts; else a random time (from half of it up) that doubles with every
 * attempt, so that many clients do not come back together.
 */
export function retryDelay(
  operation: Called,
  error: unknown,
  attempt: number,
  { attempts = 3, writes = false, delayMs = 500, longestDelayMs = 20_000 }: RetryPolicy,
  random: () => number,
): number | undefined {
  const mayRepeat = operation.method === 'GET' || writes;
  if (!mayRepeat || attempt >= attempts || !(error instanceof ApiError) || !isPassing(error)) return undefined;
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined) return retryAfterMs <= longestDelayMs ? retryAfterMs : undefined;
  return Math.min(longestDelayMs, delayMs * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}

const isPassing = ({ code }: ApiError) => code === 'rate_limited' || code === 'api_unavailable';
