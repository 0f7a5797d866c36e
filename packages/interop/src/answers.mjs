/**
 * Says in one line what a server answered, without anything that differs from run to run.
 * @module
 */
import { callback, empty, error, json, page } from './notation.mjs';
import { isConsentPage, isLoginPage, messageOf } from './person.mjs';

/** @typedef {string | Response | import('./person.mjs').Step} Answer */

/** Parameters whose value is part of the statement; of the others only the presence and the order count. */
const TELLING = new Set(['error', 'error_description']);

/** @param {Answer} answer */
export async function say(answer) {
  if (typeof answer === 'string') return answer;
  if (answer instanceof Response) return sayResponse(answer);
  return sayStep(answer);
}

/** @param {Response} response */
async function sayResponse(response) {
  const location = response.headers.get('location');
  if (location !== null) return `${response.status} ${sayCallback(new URL(location))}`;
  return sayBody(response.status, await response.text());
}

/**
 * @param {number} status
 * @param {string} text
 */
function sayBody(status, text) {
  if (text === '') return empty(status);
  const body = parse(text);
  if (body === undefined) return page(status, messageOf({ status, html: text, url: '' }));
  if (typeof body['error'] !== 'string') return json(status, Object.keys(body));
  const description = body['error_description'];
  return error(status, body['error'], description === undefined ? undefined : String(description));
}

/** @param {URL} url */
function sayCallback(url) {
  const inFragment = !url.search && url.hash !== '';
  const parameters = inFragment ? new URLSearchParams(url.hash.slice(1)) : url.searchParams;
  return callback(
    [...parameters].map(([name, value]) => (TELLING.has(name) ? `${name}=${value}` : name)),
    { inFragment },
  );
}

/** @param {import('./person.mjs').Step} step */
function sayStep(step) {
  if ('callback' in step) return sayCallback(step.callback);
  const { status, html } = step.page;
  if (isLoginPage(step.page)) return `${status} sign-in page`;
  if (isConsentPage(step.page)) return `${status} consent page`;
  return sayBody(status, html);
}

/**
 * @param {string} text
 * @returns {Record<string, unknown> | undefined}
 */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
