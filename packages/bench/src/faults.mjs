/**
 * Everything that goes wrong, one entry each.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { stores } from './stores.mjs';

/** @typedef {import('./scene.mjs').Scene} Scene */
/** @typedef {import('./orders.mjs').Child} Child */

/**
 * Every cell begins with an access token that the provider no longer accepts and a refresh token that is good.
 *
 * @typedef {object} Fault
 * @property {(scene: Scene) => Promise<unknown>} [prepare] before the calls
 * @property {(scene: Scene) => Promise<unknown>} [during]  beside the calls
 * @property {import('./worker.mjs').Point} [stop]          where the first process that gets there stops
 * @property {(scene: Scene, worker: Child) => Promise<unknown>} [atStop] what happens to the process that stopped
 * @property {number} [clockOffsetMs]     how wrong the clocks of the processes are
 * @property {number} [timeoutMs]         of a token request; what waits for the send deadline has a short one
 * @property {boolean} [looksFresh]       the stored set claims to be valid, so that only the API's 401 tells
 * @property {boolean} [breaksStore]      needs a store that nobody else uses
 * @property {boolean} [allowsLoss]       the only living pair dies where no store can save it
 */

/** How long the cells of a fault wait at least, in seconds: the longest begin first, so that none is left at the end. */
const LONGEST = {
  'outage of 503s longer than the send deadline': 17,
  'slow token endpoint 12 s': 12,
  'kill -9 after the send': 12,
  'burst of 503s': 10,
  'answer lost after commit': 10,
  'kill -9 after the mark': 10,
  'kill -9 after the answer': 10,
  'database restart with an answer in hand': 8,
  'kill -9 after the lease': 5,
};

/** @param {{ fault: string }} one @param {{ fault: string }} other */
export function longestFirst(one, other) {
  const secondsOf = (/** @type {string} */ fault) => /** @type {Record<string, number>} */ (LONGEST)[fault] ?? 0;
  return secondsOf(other.fault) - secondsOf(one.fault);
}

/** Makes the send deadline 10 s: long enough for a busy machine, short enough to wait for. */
const SHORT_TIMEOUT_MS = 5_000;
const MINUTES_5 = 5 * 60_000;

/** @type {Record<string, Fault>} */
export const faults = {
  'expired at start': {},
  'staggered 401s': {
    looksFresh: true,
    prepare: ({ sandbox, callers }) => sandbox.ask('stagger', { count: callers, withinMs: 300 }),
  },
  'slow token endpoint 0.1 s': { prepare: slowly(100) },
  'slow token endpoint 3 s': { prepare: slowly(3_000) },
  'slow token endpoint 12 s': { prepare: slowly(12_000) },
  'burst of 503s': {
    timeoutMs: SHORT_TIMEOUT_MS,
    prepare: ({ sandbox }) => sandbox.ask('outage', { forMs: 3_000 }),
  },
  'outage of 503s longer than the send deadline': {
    timeoutMs: SHORT_TIMEOUT_MS,
    prepare: ({ sandbox }) => sandbox.ask('outage', { forMs: 14_000 }),
  },
  'burst of 503s with Retry-After': {
    prepare: ({ sandbox }) => sandbox.ask('outage', { forMs: 3_000, retryAfter: 1 }),
  },
  'answer lost after commit': {
    allowsLoss: true,
    timeoutMs: SHORT_TIMEOUT_MS,
    prepare: ({ sandbox }) => sandbox.ask('loseAnswer'),
  },
  'kill -9 after the lease': { stop: 'lease', atStop: crash },
  'kill -9 after the mark': { stop: 'mark', atStop: crash, timeoutMs: SHORT_TIMEOUT_MS },
  'kill -9 after the send': {
    allowsLoss: true,
    timeoutMs: SHORT_TIMEOUT_MS,
    prepare: ({ sandbox }) => sandbox.ask('slowTokens', { delayMs: 2_000, next: 1 }),
    stop: 'send',
    async atStop(scene, worker) {
      await scene.rotated();
      await crash(scene, worker);
    },
  },
  'kill -9 after the answer': { allowsLoss: true, timeoutMs: SHORT_TIMEOUT_MS, stop: 'answer', atStop: crash },
  'kill -9 after replace': { stop: 'replaced', atStop: crash },
  'clock 5 min ahead': { clockOffsetMs: MINUTES_5 },
  'clock 5 min behind': { clockOffsetMs: -MINUTES_5 },
  'database restart with an answer in hand': {
    breaksStore: true,
    stop: 'answer',
    async atStop({ place }, worker) {
      const { breakDown, downMs } = /** @type {import('./stores.mjs').StoreKind} */ (stores[place.kind]);
      const repair = await breakDown(place);
      worker.goOn();
      await sleep(downMs);
      await repair();
    },
  },
  'two sign-ins in one browser': {
    prepare: ({ sandbox }) => sandbox.ask('slowTokens', { delayMs: 1_000, next: 1 }),
    async during(scene) {
      await scene.rotated();
      await scene.signInAgain();
    },
  },
};

/** @param {number} delayMs @returns {(scene: Scene) => Promise<unknown>} */
function slowly(delayMs) {
  return ({ sandbox }) => sandbox.ask('slowTokens', { delayMs });
}

/** As a supervisor does it: what died is started again, and has the same calls to make. @param {Scene} scene @param {Child} worker */
async function crash(scene, worker) {
  await worker.kill();
  await scene.startAgain(worker);
}
