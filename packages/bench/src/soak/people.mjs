/**
 * The people of the soak, in a process of their own: they look at their account, and some sign in anew. Nobody sends a second
 * request while the first is under way.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { takeOrders } from '../orders.mjs';
import { go, inTurns } from '../server-visit.mjs';
import { PATIENCE_S } from './patience.mjs';

/** Of the arrivals, so many sign in anew. */
const SIGN_INS = 0.01;
const SIGN_INS_AT_ONCE = 4;

/** @typedef {import('../server-visit.mjs').Browser} Browser */

/**
 * What became of a request that did not end well.
 *
 * @typedef {object} Trouble
 * @property {number} at       instant of its end
 * @property {number} ms       how long it took
 * @property {'visit' | 'sign-in'} kind
 * @property {string} username
 * @property {'broken' | 'refused' | 'no account' | 'signed out'} what
 * @property {number} [status]
 * @property {string} [code]   of the server's answer, or of the connection's end
 */

let url = '';
let signInUrl = '';
/** @type {Browser[]} who is at home, and may come */
const idle = [];
/** @type {Map<string, Browser>} who was signed out, until somebody has looked into it */
const out = new Map();
/** @type {Trouble[]} since the parent asked last */
let troubles = [];
/** @type {Map<number, number>} how many answers took so many milliseconds */
let durations = new Map();
const counts = { visits: 0, signIns: 0, late: 0 };

takeOrders({
  /** @param {{ url: string, signInUrl: string, people: number }} request */
  async arrive(request) {
    ({ url, signInUrl } = request);
    const browsers = Array.from({ length: request.people }, (_, index) => newBrowser(`person-${index + 1}`));
    await inTurns(browsers, SIGN_INS_AT_ONCE, async (browser) => {
      await signIn(browser);
      idle.push(browser);
    });
    if (troubles.length > 0) throw new Error(`Not everybody could sign in: ${JSON.stringify(troubles[0])}`);
    forgetFigures();
  },

  /** As fast as they get answers. @param {{ ms: number, atOnce: number }} request @returns {Promise<number>} requests per second */
  async capacity({ ms, atOnce }) {
    const began = performance.now();
    const before = counts.visits + counts.signIns;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (performance.now() - began < ms) await come();
      }),
    );
    const answered = counts.visits + counts.signIns - before;
    forgetFigures();
    return answered / ((performance.now() - began) / 1_000);
  },

  /** So many per second, whether or not they are answered. @param {{ ms: number, perSecond: number }} request */
  async load({ ms, perSecond }) {
    const began = performance.now();
    /** @type {Set<Promise<void>>} */
    const under = new Set();
    for (let sent = 0; ; sent += 1) {
      const dueAt = began + (sent * 1_000) / perSecond;
      if (dueAt - began > ms) break;
      const early = dueAt - performance.now();
      if (early > 1) await sleep(early);
      if (idle.length === 0) {
        counts.late += 1;
        continue;
      }
      const coming = come().finally(() => under.delete(coming));
      under.add(coming);
    }
    await Promise.all(under);
  },

  /** What happened since the last time. */
  news() {
    const news = { troubles, out: [...out.keys()], counts: { ...counts } };
    troubles = [];
    return news;
  },

  /** They have been looked into. @param {{ usernames: readonly string[] }} request */
  async back({ usernames }) {
    for (const username of usernames) {
      const browser = out.get(username);
      if (browser === undefined) continue;
      out.delete(username);
      browser.cookies.clear();
      await signIn(browser);
      idle.push(browser);
    }
  },

  /** @returns {{ p50Ms: number, p99Ms: number }} */
  latencies() {
    const sorted = [...durations].sort(([a], [b]) => a - b);
    const total = sorted.reduce((sum, [, count]) => sum + count, 0);
    const at = (/** @type {number} */ share) => {
      let seen = 0;
      for (const [ms, count] of sorted) {
        seen += count;
        if (seen >= total * share) return ms;
      }
      return Number.NaN;
    };
    return { p50Ms: at(0.5), p99Ms: at(0.99) };
  },
});

/** @param {string} username @returns {Browser} */
const newBrowser = (username) => ({ username, cookies: new Map() });

function forgetFigures() {
  durations = new Map();
  Object.assign(counts, { visits: 0, signIns: 0, late: 0 });
}

/** Somebody who is at home comes, and goes home again unless they were signed out. */
async function come() {
  const [browser] = idle.splice(Math.floor(Math.random() * idle.length), 1);
  if (browser === undefined) return sleep(5);
  const stays = Math.random() < SIGN_INS ? await signIn(browser) : await visit(browser);
  if (stays) idle.push(browser);
  else out.set(browser.username, browser);
}

/** @param {Browser} browser @returns {Promise<boolean>} whether they still have their session */
async function visit(browser) {
  const trouble = await asked('visit', browser, async (signal) => {
    const answer = await go(`${url}/me`, browser, signal);
    const body = await answer.json().catch(() => ({}));
    if (answer.status === 401) return { what: 'signed out', status: 401 };
    if (!answer.ok) return { what: 'refused', status: answer.status, code: body.error?.code };
    if (!body.account) return { what: 'no account', status: answer.status, code: body.accountError?.code };
    counts.visits += 1;
    return undefined;
  });
  return trouble?.what !== 'signed out';
}

/** @param {Browser} browser @returns {Promise<boolean>} always: who could not sign in anew still has the session from before */
async function signIn(browser) {
  await asked('sign-in', browser, async (signal) => {
    const begun = await go(`${url}/login`, browser, signal);
    const authorizationUrl = begun.headers.get('location');
    if (begun.status !== 303 || authorizationUrl === null) return refusalOf(begun);
    const callbackUrl = await agree(authorizationUrl, browser.username, signal);
    const finished = await go(callbackUrl, browser, signal);
    if (finished.status !== 303) return refusalOf(finished);
    await finished.body?.cancel();
    counts.signIns += 1;
    return undefined;
  });
  return true;
}

/** The person at the provider. @param {string} authorizationUrl @param {string} username @param {AbortSignal} signal @returns {Promise<string>} */
async function agree(authorizationUrl, username, signal) {
  const answer = await fetch(signInUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authorizationUrl, username, password: 'sandbox' }),
    signal,
  });
  const { callbackUrl, ...problem } = await answer.json();
  if (callbackUrl === undefined) throw new Error(`${username} could not agree: ${JSON.stringify(problem)}`);
  return callbackUrl;
}

/** @param {Response} answer @returns {Promise<Pick<Trouble, 'what' | 'status' | 'code'>>} */
async function refusalOf(answer) {
  const { error } = await answer.json().catch(() => ({}));
  const code = error?.code;
  return { what: 'refused', status: answer.status, ...(code !== undefined && { code }) };
}

/**
 * Runs a request, takes its time, and keeps what went wrong.
 *
 * @param {Trouble['kind']} kind @param {Browser} browser
 * @param {(signal: AbortSignal) => Promise<Pick<Trouble, 'what' | 'status' | 'code'> | undefined>} request
 */
async function asked(kind, { username }, request) {
  const began = performance.now();
  const trouble = await request(AbortSignal.timeout(PATIENCE_S * 1_000)).catch((error) => {
    const code = String(error?.cause?.code ?? error?.name ?? error);
    return { what: /** @type {const} */ ('broken'), code: `${code}: ${error?.message}` };
  });
  const ms = Math.round(performance.now() - began);
  durations.set(ms, (durations.get(ms) ?? 0) + 1);
  if (trouble !== undefined) troubles.push({ at: Date.now(), ms, kind, username, ...trouble });
  return trouble;
}
