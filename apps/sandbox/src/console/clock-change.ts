import type { SandboxClock } from '../clock.ts';
import type { ClockReading } from './clock-panel.tsx';

/** The clock itself goes a little further, to the end of the year 9999. */
const LATEST = Date.UTC(9_999, 0);

/** The computer's own time: `Date.now` is the sandbox's while it handles a request. */
const realNow = () => performance.timeOrigin + performance.now();

export function readClock(clock: SandboxClock): ClockReading {
  const now = clock.now();
  return { now, ahead: Math.round(now - realNow()), frozen: clock.frozen };
}

/** Does what one of the clock's buttons says: `advanceMs`, `frozen` or `reset`. Anything else changes nothing. */
export function changeClock(clock: SandboxClock, { advanceMs, frozen, reset }: Record<string, unknown>): void {
  const step = typeof advanceMs === 'string' && /^\d{1,12}$/.test(advanceMs) ? Number(advanceMs) : 0;
  if (clock.now() + step < LATEST) clock.advance(step);
  if (frozen === 'true') clock.freeze();
  if (frozen === 'false') clock.run();
  if (reset === 'yes') clock.reset();
}
