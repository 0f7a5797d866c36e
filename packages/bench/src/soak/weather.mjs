/**
 * What the sandbox does to the server during the soak: half a minute of faults, half a minute of none, over and over.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('@sipgate-kit/sandbox').Fault} Fault */

const FAULTS_MS = 30_000;
const QUIET_MS = 30_000;
const ONE_EVERY_MS = 2_500;
/** How long a fault is felt after the last one: a connection whose refresh failed waits a while before the next try. */
const ECHO_MS = 20_000;

const TOKEN = { method: 'POST', path: '*/protocol/openid-connect/token' };
const API = { path: '/v2/' };

/** By name, in the order they are played. @type {readonly (readonly [name: string, fault: Fault])[]} */
const KINDS = [
  ['token answers held back for 2 s', { ...TOKEN, delayMs: 2_000, next: 3 }],
  ['API answers held back for 1.5 s', { ...API, delayMs: 1_500, next: 10 }],
  ['token requests answered 503', { ...TOKEN, status: 503, next: 2 }],
  ['API requests answered 503', { ...API, status: 503, next: 5 }],
  ['token requests dropped before they were handled', { ...TOKEN, drop: 'before', next: 1 }],
  ['API answers dropped', { ...API, drop: 'after', next: 3 }],
  ['token requests answered 503 with Retry-After', { ...TOKEN, status: 503, retryAfter: 1, next: 1 }],
  ['API requests answered 429', { ...API, status: 429, retryAfter: 1, next: 3 }],
];

/** This one costs a person their session, and nothing can be done about it: once in so many spells. */
const LOST = /** @type {const} */ ([
  'token answers lost after the tokens were rotated',
  { ...TOKEN, drop: 'after', next: 1 },
]);
const LOST_EVERY = 2;

/**
 * @typedef {object} Weather
 * @property {(instant: number) => boolean} wasBad whether faults could be felt then
 * @property {Record<string, number>} ordered     for how many requests each kind was ordered
 * @property {() => number} lostAnswers           token answers that were ordered to be lost
 * @property {() => Promise<void>} end
 */

/** @param {import('../orders.mjs').Child} sandbox @returns {Weather} */
export function startWeather(sandbox) {
  /** @type {{ from: number, until: number }[]} */
  const spells = [];
  /** @type {Record<string, number>} */
  const ordered = {};
  const ending = new AbortController();
  const pause = (/** @type {number} */ ms) => sleep(ms, undefined, { signal: ending.signal });

  /** @param {string} name @param {Fault} fault */
  async function play(name, fault) {
    await sandbox.ask('play', { fault });
    ordered[name] = (ordered[name] ?? 0) + (fault.next ?? 1);
  }

  async function blow() {
    for (let count = 0, turn = 0; ; count += 1) {
      const spell = { from: Date.now(), until: Number.POSITIVE_INFINITY };
      spells.push(spell);
      if (count % LOST_EVERY === 1) await play(...LOST);
      for (let at = Date.now(); Date.now() - at < FAULTS_MS; turn += 1) {
        const kind = KINDS[turn % KINDS.length];
        if (kind !== undefined) await play(...kind);
        await pause(ONE_EVERY_MS);
      }
      await sandbox.ask('clearSky');
      spell.until = Date.now() + ECHO_MS;
      await pause(QUIET_MS);
    }
  }
  const blowing = blow().catch((error) => {
    if (!ending.signal.aborted) throw error;
  });

  return {
    wasBad: (instant) => spells.some(({ from, until }) => instant >= from && instant <= until),
    ordered,
    lostAnswers: () => ordered[LOST[0]] ?? 0,
    async end() {
      ending.abort();
      await blowing;
      await sandbox.ask('clearSky');
    },
  };
}
