/**
 * Ways through JSON of which nothing is known: what is not there, or is something else, is empty.
 *
 * @typedef {Readonly<{ [key: string]: unknown }>} Record
 */

/** @param {unknown} value @returns {Record} */
export function asRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? /** @type {Record} */ (value) : {};
}

/** @param {unknown} value @returns {readonly unknown[]} */
export function asList(value) {
  return Array.isArray(value) ? value : [];
}

/** The texts in a list. @param {unknown} value @returns {readonly string[]} */
export function asTexts(value) {
  return asList(value).filter((one) => typeof one === 'string');
}
