/**
 * Asks one server one case.
 * @module
 */
import { say } from '../answers.mjs';
import { createWorld } from '../world.mjs';
import { CannotHappen } from './cannot-happen.mjs';

/** @typedef {Record<string, string>} Said what was answered, by what it is about; a single answer is about `''` */

/**
 * @param {import('../cases/case.mjs').Case} question
 * @param {import('../world.mjs').Side} side
 * @returns {Promise<Said>}
 */
export async function askCase({ ask, expected }, side) {
  try {
    const answer = await ask(createWorld(side));
    if (typeof expected === 'string') return { '': await say(/** @type {import('../answers.mjs').Answer} */ (answer)) };
    /** @type {Said} */
    const said = {};
    for (const [about, one] of Object.entries(/** @type {Record<string, any>} */ (answer)))
      said[about] = await say(one);
    return said;
  } catch (error) {
    if (error instanceof CannotHappen) return { '': `cannot happen: ${error.message}` };
    throw error;
  }
}

/** What Keycloak is expected to say. @param {import('../cases/case.mjs').Case} question @returns {Said} */
export const expectedOf = ({ expected }) => (typeof expected === 'string' ? { '': expected } : expected);
