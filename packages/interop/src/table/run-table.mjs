/**
 * Asks every case of both servers and judges the answers.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { askCase, expectedOf } from './ask-case.mjs';
import { keycloakSides } from './keycloak-side.mjs';
import { sandboxSide } from './sandbox-side.mjs';

/** @typedef {import('./ask-case.mjs').Said} Said */

/**
 * @typedef {object} Outcome
 * @property {import('../cases/case.mjs').Case} case
 * @property {Said} keycloak
 * @property {Said} sandbox
 * @property {boolean} equal      whether both said the same
 * @property {string} [problem]   why the run fails because of it
 */

/** Most cases wait for a server or for the next second: several at a time are done sooner. */
const AT_A_TIME = 10;

/**
 * @param {import('../keycloak.mjs').Keycloak} keycloak
 * @param {readonly import('../cases/case.mjs').Case[]} cases
 * @param {(outcome: Outcome) => void} [onOutcome] told as they come, in no fixed order
 * @returns {Promise<Outcome[]>} in the order of the cases
 */
export async function runTable(keycloak, cases, onOutcome = () => {}) {
  const nextKeycloakSide = keycloakSides(keycloak);
  /** @type {Outcome[]} */
  const outcomes = [];
  const waiting = cases.map((question, at) => ({ question, at }));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { question, at } = next;
      const [atKeycloak, atSandbox] = await Promise.all([ask(question, nextKeycloakSide), ask(question, sandboxSide)]);
      const outcome = judge(question, atKeycloak, atSandbox);
      outcomes[at] = outcome;
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return outcomes;
}

/**
 * @param {import('../cases/case.mjs').Case} question
 * @param {() => Promise<{ side: import('../world.mjs').Side, close: () => Promise<void> }>} open
 * @returns {Promise<Said>}
 */
async function ask(question, open) {
  const { side, close } = await open();
  try {
    return await askCase(question, side);
  } catch (error) {
    return { '': `no answer: ${error instanceof Error ? error.message : error}` };
  } finally {
    await close();
  }
}

/**
 * @param {import('../cases/case.mjs').Case} question
 * @param {Said} keycloak
 * @param {Said} sandbox
 * @returns {Outcome}
 */
export function judge(question, keycloak, sandbox) {
  const equal = isDeepStrictEqual(keycloak, sandbox);
  const outcome = { case: question, keycloak, sandbox, equal };
  if (!isDeepStrictEqual(keycloak, expectedOf(question)))
    return { ...outcome, problem: 'Keycloak answers otherwise than the case says' };
  if (!equal && question.explained === undefined)
    return { ...outcome, problem: 'the sandbox answers otherwise, and the case does not explain it' };
  if (equal && question.explained !== undefined)
    return { ...outcome, problem: 'the case explains a difference that there is not' };
  return outcome;
}
