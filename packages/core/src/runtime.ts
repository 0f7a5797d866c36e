/** Milliseconds since the epoch, now. Handed in wherever time matters, so that tests own the clock. */
export type Clock = () => number;

/** The platform's `fetch`, or anything that behaves like it. */
export type Fetch = typeof globalThis.fetch;

/** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it aborts. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** {@link Wait} on the platform's timers. */
export const waitOnTimer: Wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(done, ms);
    function done() {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }
    function aborted() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener('abort', aborted, { once: true });
  });
