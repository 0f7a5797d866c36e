/**
 * Which cells there are.
 * @module
 */
import { faults } from './faults.mjs';
import { stores } from './stores.mjs';

/** @typedef {import('./scene.mjs').Cell} Cell */

const CALLS = [1, 20, 200, 1000];
const PROCESSES = [1, 2, 4];

/** @returns {Cell[]} */
export function fullMatrix() {
  return Object.keys(faults).flatMap((fault) =>
    Object.keys(stores).flatMap((store) =>
      CALLS.flatMap((calls) => PROCESSES.map((processes) => ({ calls, processes, store, fault }))),
    ),
  );
}

/** Faults that only the provider has a part in: whichever store, the same happens. */
const PROVIDERS_ALONE = /^(slow token endpoint|burst|outage|answer lost)/;

/** Every fault on SQLite, those that touch the store on every store, and a larger crowd on each. @returns {Cell[]} */
export function quickMatrix() {
  return Object.keys(stores).flatMap((store) => [
    ...Object.keys(faults)
      .filter((fault) => store === 'sqlite' || !PROVIDERS_ALONE.test(fault))
      .map((fault) => ({ calls: 20, processes: 2, store, fault })),
    { calls: 1, processes: 1, store, fault: 'expired at start' },
    { calls: 200, processes: 4, store, fault: 'expired at start' },
  ]);
}
