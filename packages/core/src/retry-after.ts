import type { Clock } from './runtime.ts';

/** Nobody means more; a slip of somebody's proxy must not put off a connection for years. */
const LONGEST_MS = 24 * 60 * 60_000;

/**
 * `Retry-After` as a duration in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3). A date is compared with the
 * answer's own `Date`, so that a wrong clock here does no harm; with `now` where there is none. At most a day.
 */
export function retryAfter(headers: Headers, now: Clock): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, LONGEST_MS);
  const until = Date.parse(value) - (Date.parse(headers.get('date') ?? '') || now());
  return Number.isNaN(until) ? undefined : Math.min(Math.max(0, until), LONGEST_MS);
}
