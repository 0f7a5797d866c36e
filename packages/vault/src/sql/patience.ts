import { setTimeout as wait } from 'node:timers/promises';

const LONGEST_PAUSE_MS = 40;

/**
 * Repeats `work` while `isBusy` says of its error that the same may work in a moment, for `patienceMs` in all. The
 * pauses are of random length, so that waiters do not meet again.
 */
export async function patiently<Result>(
  work: () => Promise<Result>,
  { isBusy, patienceMs }: { readonly isBusy: (error: unknown) => boolean; readonly patienceMs: number },
): Promise<Result> {
  const since = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() - since > patienceMs) throw error;
      await wait(1 + Math.random() * LONGEST_PAUSE_MS);
    }
  }
}
