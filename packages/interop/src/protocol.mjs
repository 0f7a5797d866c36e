/**
 * The protocol by hand, one function per request, so that a probe may also do what no library would.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';

/** @typedef {Record<string, string | undefined>} Parameters */

/** @param {Parameters} parameters */
const present = (parameters) =>
  new URLSearchParams(
    /** @type {[string, string][]} */ (Object.entries(parameters).filter(([, value]) => value !== undefined)),
  );

/** @param {string} issuer */
export function endpoints(issuer) {
  const base = `${issuer}/protocol/openid-connect`;
  return {
    authorization: `${base}/auth`,
    token: `${base}/token`,
    revocation: `${base}/revoke`,
    deviceAuthorization: `${base}/auth/device`,
    keys: `${base}/certs`,
    introspection: `${base}/token/introspect`,
    logout: `${base}/logout`,
    userinfo: `${base}/userinfo`,
    discovery: `${issuer}/.well-known/openid-configuration`,
  };
}

export const verifier = () => randomBytes(32).toString('base64url');

/** @param {string} codeVerifier */
export const challenge = (codeVerifier) => createHash('sha256').update(codeVerifier).digest('base64url');

/**
 * @param {string} endpoint
 * @param {Parameters} parameters
 */
export function address(endpoint, parameters) {
  const url = new URL(endpoint);
  url.search = present(parameters).toString();
  return url;
}

/**
 * @param {string} endpoint
 * @param {Parameters | URLSearchParams} parameters
 * @param {Record<string, string>} [headers]
 */
export function post(endpoint, parameters, headers = {}) {
  return fetch(endpoint, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: parameters instanceof URLSearchParams ? parameters : present(parameters),
  });
}

/**
 * Sends a request and hangs up when the answer begins: it was done, but nobody knows the outcome, as when a process dies.
 *
 * @param {string} endpoint
 * @param {Parameters} parameters
 */
export async function sendAndHangUp(endpoint, parameters) {
  const sending = request(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const answered = once(sending, 'response');
  sending.end(present(parameters).toString());
  await answered;
  sending.destroy();
}

/**
 * @param {string} clientId
 * @param {string} clientSecret
 * @param {{ encoded?: boolean }} [options] RFC 6749 §2.3.1 wants both parts form-encoded first
 */
export function basic(clientId, clientSecret, { encoded = true } = {}) {
  const part = encoded ? encodeURIComponent : (/** @type {string} */ value) => value;
  return { authorization: `Basic ${Buffer.from(`${part(clientId)}:${part(clientSecret)}`).toString('base64')}` };
}

/**
 * The claims of a JWT, unverified: a probe reads, it does not trust.
 *
 * @param {string} jwt
 * @returns {Record<string, any>}
 */
export const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
