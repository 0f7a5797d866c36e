/**
 * Whose fault it was.
 * @module
 */

/** @typedef {import('./people.mjs').Trouble} Trouble */

/** Codes that only the server's own store brings about. */
const OF_THE_STORE = /^(store_|vault_|internal_error)/;
/** Codes by which the server says that the sandbox failed it. */
const OF_THE_SANDBOX = /^(provider_|api_|rate_limited|malformed_response|request_timeout|refresh_)/;

/**
 * The rule: what the sandbox was ordered to do to the server may be told to people, in these words and while it lasts.
 * Everything else is ours.
 *
 * @param {Trouble} trouble @param {(instant: number) => boolean} wasBad
 * @returns {'ours' | 'of the sandbox'}
 */
export function blameFor({ what, status, code = '', at, ms }, wasBad) {
  if (what === 'broken' || status === 500 || OF_THE_STORE.test(code)) return 'ours';
  const couldBeFelt = wasBad(at) || wasBad(at - ms);
  return couldBeFelt && (OF_THE_SANDBOX.test(code) || what === 'no account') ? 'of the sandbox' : 'ours';
}

/** @param {Trouble} trouble @param {number} begunAt */
export function sentence({ at, ms, kind, username, what, status, code }, begunAt) {
  const minute = ((at - begunAt) / 60_000).toFixed(1);
  return `minute ${minute}: the ${kind} of ${username} was ${what} after ${ms} ms (${[status, code].filter(Boolean).join(', ')})`;
}
