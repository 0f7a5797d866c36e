/**
 * How an answer is written in one line: the same for what a case expects, what a server said, and every table.
 * @module
 */

/** Fields of a token answer with an ID token, in their order. */
const TOKEN_FIELDS = [
  'access_token',
  'expires_in',
  'refresh_expires_in',
  'refresh_token',
  'token_type',
  'id_token',
  'not-before-policy',
  'session_state',
  'scope',
];

/** @param {readonly string[]} names */
export const fields = (names) => names.map((name) => `\`${name}\``).join(', ');

/**
 * @param {number} status
 * @param {readonly string[]} names of the members, in their order
 */
export const json = (status, names) => `${status} ${fields(names)}`;

/** 200 with everything a sign-in or refresh with the scope `openid` gives. */
export const TOKENS = json(200, TOKEN_FIELDS);

/** The same without an ID token. */
export const TOKENS_WITHOUT_ID = json(
  200,
  TOKEN_FIELDS.filter((name) => name !== 'id_token'),
);

/**
 * @param {number} status
 * @param {string} code
 * @param {string} [description]
 */
export const error = (status, code, description) =>
  `${status} \`${code}\`${description === undefined ? ', no description' : ` “${description}”`}`;

/** @param {string} description */
export const invalidGrant = (description) => error(400, 'invalid_grant', description);

/** @param {string} description */
export const invalidRequest = (description) => error(400, 'invalid_request', description);

/** @param {number} status */
export const empty = (status) => `${status} (empty)`;

/**
 * @param {number} status
 * @param {string} message
 */
export const page = (status, message) => `${status} page “${message}”`;

export const SIGN_IN_PAGE = '200 sign-in page';
export const CONSENT_PAGE = '200 consent page';

/**
 * A 302 to the redirect URI, with these parameters in this order; `name=value` where the value is part of the promise.
 *
 * @param {readonly string[]} parameters
 * @param {{ inFragment?: boolean }} [options]
 */
export const callback = (parameters, { inFragment = false } = {}) =>
  `→${inFragment ? ' in the fragment' : ''} ${fields(parameters)}`;

/**
 * An error at the redirect URI of a request that had a state.
 *
 * @param {string} code
 * @param {string} [description]
 * @param {{ inFragment?: boolean }} [options]
 */
export const refusal = (code, description, options) =>
  callback(
    [`error=${code}`, ...(description === undefined ? [] : [`error_description=${description}`]), 'state', 'iss'],
    options,
  );

/** The redirect of a successful sign-in, state first and code last. */
export const SIGNED_IN = callback(['state', 'session_state', 'iss', 'code']);
