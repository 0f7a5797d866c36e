import { type Wait, waitOnTimer } from '../runtime.ts';

/** The largest delay timers know; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Ends a piece of work when its time is up or when its caller no longer wants it. */
export interface Deadline {
  /** Aborts in both cases. */
  readonly signal: AbortSignal;
  /** Why the work was ended; `undefined` while it was not. */
  readonly reached: () => 'time-out' | 'abort' | undefined;
  /** Rejects as soon as the deadline is reached, whether or not the work takes notice of the signal. */
  readonly limit: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Stops the clock. */
  readonly end: () => void;
}

/** Starts the clock. `timeoutMs` is a duration in milliseconds. */
export function startDeadline(timeoutMs: number, caller: AbortSignal | undefined, wait: Wait): Deadline {
  const timeout = new AbortController();
  const stop = startAlarm(Math.min(timeoutMs, LONGEST_TIMEOUT_MS), wait, () => timeout.abort());
  const signal = caller === undefined ? timeout.signal : AbortSignal.any([timeout.signal, caller]);
  return {
    signal,
    reached: () => (caller?.aborted ? 'abort' : timeout.signal.aborted ? 'time-out' : undefined),
    limit: (work) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        work.then(resolve, reject);
      }),
    end: stop,
  };
}

/** Returns what stops it. A plain timer where nobody handed in another way to wait: signals are dear. */
function startAlarm(delayMs: number, wait: Wait, ring: () => void): () => void {
  if (wait === waitOnTimer) {
    const timer = setTimeout(ring, delayMs);
    return () => clearTimeout(timer);
  }
  const finished = new AbortController();
  wait(delayMs, finished.signal).then(ring, () => undefined);
  // With a reason of its own, or every call would make a DOMException with its stack.
  return () => finished.abort('finished');
}
