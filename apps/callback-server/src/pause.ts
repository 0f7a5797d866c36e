import { setTimeout as timer } from 'node:timers/promises';
import type { Wait } from '@sipgate-kit/core';

/** A process that has nothing else to do may end in pauses longer than this. Duration in milliseconds. */
const LONGEST_THAT_HOLDS_MS = 5 * 60_000;

/** Waits on the platform's timer, without keeping a process alive for long. */
export const pause: Wait = async (ms, signal) => {
  await timer(ms, undefined, { ref: ms <= LONGEST_THAT_HOLDS_MS, ...(signal && { signal }) });
};
