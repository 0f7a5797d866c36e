import { AsyncLocalStorage } from 'node:async_hooks';

/** A sandbox's own time: tokens and sessions expire by it. Instants are milliseconds since the epoch. */
export interface SandboxClock {
  /** The sandbox's present instant. */
  now(): number;
  /**
   * Moves time forward (or back, with a negative number) by `ms` milliseconds.
   *
   * @throws RangeError before 1970 and after 9999, as {@link set} does.
   * @example
   * sandbox.clock.advance(301_000); // every access token is now expired
   */
  advance(ms: number): void;
  /** Jumps to an instant, milliseconds since the epoch. Time goes on from there, unless it is frozen. */
  set(ms: number): void;
  /** Stops time. It can still be moved by {@link advance} and {@link set}. */
  freeze(): void;
  /** Lets frozen time go on from where it stands. */
  run(): void;
  /** Whether time stands still. */
  readonly frozen: boolean;
  /** Goes back to how it was made: not moved, and running unless it began frozen. */
  reset(): void;
}

/** The end of the year 9999: later ones cannot be written as people and HTTP write dates. */
const LATEST = Date.UTC(10_000, 0) - 1;

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
 * @param base source of time, default the computer's.
 * @param startsFrozenAt instant at which time stands still from the start.
 */
export function createClock(base: () => number = () => Date.now(), startsFrozenAt?: number): SandboxClock {
  let offset = 0;
  let frozenAt = startsFrozenAt;
  // Outside of any sandbox, so that a base which calls Date.now does not come back here.
  const baseNow = () => currentClock.exit(base);
  const clock: SandboxClock = {
    now: () => frozenAt ?? baseNow() + offset,
    advance: (ms) => clock.set(clock.now() + ms),
    set(ms) {
      if (!(ms >= 0 && ms <= LATEST)) throw new RangeError('The clock goes from 1970 to 9999.');
      if (frozenAt === undefined) offset = ms - baseNow();
      else frozenAt = ms;
    },
    freeze() {
      frozenAt ??= clock.now();
    },
    run() {
      if (frozenAt !== undefined) offset = frozenAt - baseNow();
      frozenAt = undefined;
    },
    get frozen() {
      return frozenAt !== undefined;
    },
    reset() {
      offset = 0;
      frozenAt = startsFrozenAt;
    },
  };
  return clock;
}

/** Runs `work` and everything it starts under `clock`. */
export function runWithClock<Result>(clock: SandboxClock, work: () => Result): Result {
  return currentClock.run(clock, work);
}

/** Whole seconds since the epoch, the unit of every JWT claim. */
export function secondsOf(instantMs: number): number {
  return Math.floor(instantMs / 1000);
}
