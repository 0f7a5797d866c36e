/**
 * Says in one line what a server answered, without anything that differs from run to run.
 * @module
 */
import { isConsentPage, isLoginPage, messageOf } from './person.mjs';

/** Parameters whose value is part of the statement; of the others only the presence and the order count. */
const TELLING = new Set(['error', 'error_description']);

/** @param {Response} response */
export async function sayAnswer(response) {
  const location = response.headers.get('location');
  if (location !== null) return `${response.status} ${sayCallback(new URL(location))}`;
  return `${response.status} ${sayBody(await response.text())}`;
}

/** @param {string} text */
export function sayBody(text) {
  if (text === '') return '(empty)';
  const body = parse(text);
  if (body === undefined) return `page “${messageOf({ status: 0, html: text, url: '' })}”`;
  if (typeof body['error'] === 'string') {
    const description = body['error_description'];
    return `\`${body['error']}\`${description === undefined ? ', no description' : ` “${description}”`}`;
  }
  return Object.keys(body)
    .map((key) => `\`${key}\``)
    .join(', ');
}

/** @param {URL} callback */
export function sayCallback(callback) {
  const parameters = callback.search ? callback.searchParams : new URLSearchParams(callback.hash.slice(1));
  const where = callback.search || !callback.hash ? '' : ' in the fragment';
  return `→${where} ${[...parameters].map(([name, value]) => (TELLING.has(name) ? `\`${name}=${value}\`` : `\`${name}\``)).join(', ')}`;
}

/** @param {{ page: import('./person.mjs').Page } | { callback: URL }} step */
export function sayStep(step) {
  if ('callback' in step) return sayCallback(step.callback);
  if (isLoginPage(step.page)) return `${step.page.status} sign-in page`;
  if (isConsentPage(step.page)) return `${step.page.status} consent page`;
  return `${step.page.status} ${sayBody(step.page.html)}`;
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
