/**
 * What every cell has to keep, and the row it becomes.
 * @module
 */
import { faults } from './faults.mjs';

/** @typedef {import('./scene.mjs').Cell} Cell */
/** @typedef {import('./scene.mjs').Outcome} Outcome */

/**
 * One row of `storm.json`.
 *
 * @typedef {object} Row
 * @property {string} [peer]            absent: the kit
 * @property {number} calls             of each process
 * @property {number} processes
 * @property {string} store
 * @property {string} fault
 * @property {number} refreshRequests
 * @property {number} failedCalls       of processes that lived
 * @property {number} [allowedFailed]
 * @property {number} lostConnections
 * @property {number} [allowedLost]
 * @property {number} wrongNeedsLogin
 */

/** @param {Cell & { peer?: string }} cell */
export const nameOf = ({ peer, calls, processes, store, fault }) =>
  `${fault}, ${peer ?? store}, ${calls} ${calls === 1 ? 'call' : 'calls'} × ${processes}`;

/** @param {Cell} cell @param {Outcome} outcome @returns {Row} */
export function rowOf(cell, outcome) {
  const loss = faults[cell.fault]?.allowsLoss === true && outcome.lost && !outcome.alive;
  const failedCalls = Object.values(outcome.failures).reduce((total, count) => total + count, 0);
  return {
    ...cell,
    refreshRequests: outcome.refreshRequests,
    failedCalls,
    // Told once and cleanly that the person has to sign in; nothing else may come of it.
    ...(loss && { allowedFailed: outcome.failures['needs_login'] ?? 0 }),
    lostConnections: outcome.lost ? 1 : 0,
    ...(loss && { allowedLost: 1 }),
    wrongNeedsLogin: wrongNeedsLogin(outcome),
  };
}

/**
 * A person is asked to sign in rightly once, if their tokens are dead, and never otherwise.
 *
 * @param {Outcome} outcome
 */
function wrongNeedsLogin({ needsLogin, failures, alive }) {
  if (!alive) return Math.max(0, needsLogin - 1);
  return Math.max(needsLogin, failures['needs_login'] === undefined ? 0 : 1);
}

/**
 * Which rules a cell of ours broke, in words.
 *
 * @param {Cell} cell
 * @param {Outcome} outcome
 * @returns {string[]}
 */
export function broken(cell, outcome) {
  const { allowedFailed = 0, allowedLost = 0, ...row } = rowOf(cell, outcome);
  const broken = [];
  if (outcome.rotations !== 1) broken.push(`${outcome.rotations} successful refreshes for one expiry`);
  if (row.failedCalls > allowedFailed) {
    const reasons = Object.entries(outcome.failures).map(([reason, count]) => `${count} × ${reason}`);
    broken.push(`failed calls: ${reasons.join(', ')}`);
  }
  if (row.lostConnections > allowedLost) broken.push('the connection is lost');
  if (row.wrongNeedsLogin > 0) broken.push(`${row.wrongNeedsLogin} wrong needs_login`);
  if (allowedLost > 0 && outcome.needsLogin !== 1) broken.push(`a lost answer told ${outcome.needsLogin} times`);
  if (allowedLost > 0 && outcome.refreshRequests > 2)
    broken.push(`${outcome.refreshRequests} requests for a lost answer`);
  return broken;
}
