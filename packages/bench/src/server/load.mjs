/**
 * The people: a process of its own that keeps a number of connections to one server busy, each with the next request as
 * soon as the last is answered, and counts.
 * @module
 */
import { takeOrders } from '../orders.mjs';
import { newBrowser } from './browser.mjs';
import { openConnection } from './http-connection.mjs';

/**
 * @typedef {object} Load
 * @property {number} perSecond
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} count
 */

/** @typedef {import('./browser.mjs').Door} Door */

const PEOPLE = 1_000;
let lastPerson = 0;

takeOrders({
  /** New browsers that begin a sign-in. @param {{ door: Door, ms: number, atOnce: number }} request */
  login: ({ door, ms, atOnce }) =>
    load({ door, ms, atOnce }, async (connection) => {
      const browser = newBrowser(connection);
      await browser.begin(door);
    }),

  /** New browsers that sign in: away, back, and in. @param {{ door: Door, ms: number, atOnce: number }} request */
  signIn: ({ door, ms, atOnce }) =>
    load({ door, ms, atOnce }, async (connection) => {
      const browser = newBrowser(connection);
      await browser.comeBack(door, await browser.begin(door), nextPerson());
    }),

  /** What a page says to somebody who has just signed in. @param {{ door: Door, page: string }} request */
  async proof({ door, page }) {
    const connection = await openConnection(whereIs(door));
    const browser = newBrowser(connection);
    const before = await browser.get(page);
    await browser.comeBack(door, await browser.begin(door), nextPerson());
    const after = await browser.get(page);
    connection.close();
    return { before: before.status, after: after.status };
  },
});

function nextPerson() {
  lastPerson = (lastPerson + 1) % PEOPLE;
  return `person-${lastPerson}`;
}

/** @param {Door} door */
function whereIs({ origin }) {
  const { port, host } = new URL(origin);
  return { host: '127.0.0.1', port: Number(port), as: host };
}

/**
 * @param {{ door: Door, ms: number, atOnce: number }} request
 * @param {(connection: import('./http-connection.mjs').HttpConnection) => Promise<void>} act
 * @returns {Promise<Load>}
 */
async function load({ door, ms, atOnce }, act) {
  const connections = await Promise.all(Array.from({ length: atOnce }, () => openConnection(whereIs(door))));
  /** @type {number[]} */
  const durations = [];
  const began = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (let at = performance.now(); at - began < ms; ) {
        await act(connection);
        const now = performance.now();
        durations.push(now - at);
        at = now;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  for (const connection of connections) connection.close();
  durations.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => durations[Math.floor(durations.length * share)] ?? Number.NaN;
  return { perSecond: durations.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), count: durations.length };
}
