import { AsyncLocalStorage } from 'node:async_hooks';

/** A sandbox's own time: tokens and sessions expire by it. Instants are milliseconds since the epoch. */
export interface SandboxClock {
  /** The sandbox's present instant. */
  now(): number;
  /**
   * Moves time forward (or back, with a negative number) by `ms` milliseconds.
   *
   * @example
   * sandbox.clock.advance(301_000); // every access token is now expired
   */
  advance(ms: number): void;
  /** Jumps to an instant, milliseconds since the epoch. Time goes on from there. */
  set(ms: number): void;
}

const currentClock = new AsyncLocalStorage<SandboxClock>();
const realNow = Date.now;

/**
 * `Date.now` as the sandbox's request handlers see it: the clock of the sandbox whose request is being handled,
 * everywhere else the computer's. So several sandboxes in one process keep their own time, and nobody else notices.
 */
function nowOfCurrentSandbox(): number {
  return currentClock.getStore()?.now() ?? realNow();
}

/**
 * Puts {@link nowOfCurrentSandbox} in place of `Date.now`; once, however many sandboxes there are. Fake timers that
 * replace `Date.now` afterwards win, and every sandbox in the process then shows their time: pass `now` instead.
 */
export function installClock(): void {
  if (Date.now === realNow) Date.now = nowOfCurrentSandbox;
}

/**
 * A clock that runs with `base` and can be moved.
 *
 * @param base source of time, default the computer's; give a function of your own to freeze time.
 */
export function createClock(base: () => number = () => Date.now()): SandboxClock {
  let offset = 0;
  // Outside of any sandbox, so that a base which calls Date.now does not come back here.
  const baseNow = () => currentClock.exit(base);
  return {
    now: () => baseNow() + offset,
    advance(ms) {
      offset += ms;
    },
    set(ms) {
      offset = ms - baseNow();
    },
  };
}

/** Runs `work` and everything it starts under `clock`. */
export function runWithClock<Result>(clock: SandboxClock, work: () => Result): Result {
  return currentClock.run(clock, work);
}

/** Whole seconds since the epoch, the unit of every JWT claim. */
export function secondsOf(instantMs: number): number {
  return Math.floor(instantMs / 1000);
}
