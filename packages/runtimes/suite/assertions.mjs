/**
 * What a check asks for, without a test framework: none runs everywhere.
 * @module
 */
import { SipgateKitError } from '@sipgate-kit/core';

/** @param {boolean} condition @param {string} what */
export function ok(condition, what) {
  if (!condition) throw new Error(`expected otherwise: ${what}`);
}

/** @param {unknown} actual @param {unknown} expected */
export function equal(actual, expected) {
  if (actual !== expected) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/**
 * The kit's error of that code, with a next step.
 *
 * @param {Promise<unknown>} promise
 * @param {string} code
 */
export async function fails(promise, code) {
  const error = await promise.then(
    () => undefined,
    (/** @type {unknown} */ thrown) => thrown,
  );
  if (error === undefined) throw new Error(`expected ${code}, but it worked`);
  if (!(error instanceof SipgateKitError)) throw error;
  if (error.code !== code) throw new Error(`expected ${code}, got ${error.code}: ${error.message}`);
  ok(error.hint.length > 0, `${code} has a hint`);
  return error;
}
