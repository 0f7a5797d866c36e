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

/** Every fault on every store, and the largest crowds under the plainest one. @returns {Cell[]} */
export function quickMatrix() {
  return Object.keys(stores).flatMap((store) => [
    ...Object.keys(faults).map((fault) => ({ calls: 20, processes: 2, store, fault })),
    { calls: 1, processes: 1, store, fault: 'expired at start' },
    { calls: 200, processes: 4, store, fault: 'expired at start' },
  ]);
}
