/**
 * How many sign-ins a second our callback server begins and finishes, with its storage on, beside other servers: one at a
 * time under load, all of them with the same provider.
 * @module
 */
import { join } from 'node:path';
import { figureOf, ratioOf } from '../figure.mjs';
import { newFolder } from '../folders.mjs';
import { openLane } from '../lane.mjs';
import { startChild } from '../orders.mjs';
import { installPeers } from '../peer-folder.mjs';
import { startPostgres } from '../postgres-server.mjs';
import { signInAt } from '../sign-in.mjs';
import { firstAnswer } from './callback-server.mjs';
import { CLIENT, candidates, freeOrigin } from './candidates.mjs';

/** @typedef {import('../figure.mjs').Figure} Figure */
/** @typedef {import('./candidates.mjs').Candidate} Candidate */
/** @typedef {import('./load.mjs').Load} Load */

/** Browsers that wait for an answer at any moment. */
const AT_ONCE = 16;
/** Sign-ins by the sandbox alone, to see whether it could keep up. */
const SANDBOX_SIGN_INS = 20;

const GROUPS = {
  login: 'Sign-ins begun per second',
  loginP99: 'Beginning a sign-in, slowest of a hundred',
  signIn: 'Sign-ins finished per second',
  signInP99: 'A whole sign-in, slowest of a hundred',
  cpu: 'CPU time of the server for a whole sign-in',
  memory: 'Memory of the server after all sign-ins',
};

/**
 * @typedef {object} Entry
 * @property {Candidate} candidate
 * @property {import('./browser.mjs').Door} door
 * @property {import('./candidates.mjs').Started} started
 * @property {Record<'login' | 'loginP99' | 'signIn' | 'signInP99' | 'cpu' | 'memory', number[]>} values
 */

/** @param {{ quick: boolean, say: (line: string) => void }} options @returns {Promise<Figure[]>} */
export async function measureServers({ quick, say }) {
  await installPeers();
  const rounds = quick ? 1 : 5;
  const ms = quick ? { warm: 300, login: 300, signIn: 500 } : { warm: 4_000, login: 1_000, signIn: 2_000 };
  const provider = startChild('./server/provider-stub.mjs');
  const people = startChild('./server/load.mjs');
  const postgres = await startPostgres();
  /** @type {Entry[]} */
  const entries = [];
  try {
    const { issuer } = await provider.ask('about');
    for (const candidate of candidates(() => postgres.newDatabase())) {
      entries.push(await open(candidate, issuer, people));
    }
    for (let round = -1; round < rounds; round += 1) {
      for (const entry of round % 2 === 0 ? entries : entries.toReversed()) {
        const spell = round < 0 ? { login: ms.warm, signIn: ms.warm } : ms;
        await measure(entry, people, spell, round >= 0);
      }
      say(round < 0 ? 'warm' : `round ${round + 1} of ${rounds}`);
    }
    return [...figures(entries), ...(await stepFigures(issuer, rounds, quick)), await sandboxAlone(quick)];
  } finally {
    await Promise.all(entries.map(({ started }) => started.server.kill()));
    await Promise.all([provider.kill(), people.kill()]);
    await postgres.remove();
  }
}

/**
 * Starts a server and has one person sign in, to see that it does what it is measured for.
 *
 * @param {Candidate} candidate @param {string} issuer @param {import('../orders.mjs').Child} people
 * @returns {Promise<Entry>}
 */
async function open(candidate, issuer, people) {
  const origin = await freeOrigin();
  const started = await candidate.start({ issuer, origin });
  const door = { origin, login: candidate.login, clientId: CLIENT.id, issuer };
  await firstAnswer(started.server, `${origin.replace('localhost', '127.0.0.1')}${candidate.login}`);
  if (candidate.page !== undefined) {
    const { before, after } = await people.ask('proof', { door, page: candidate.page });
    // Ours asks the API for the account, which this provider has none of: the session is there all the same.
    if (before !== 401 || after !== 200)
      throw new Error(`${candidate.name} signs nobody in: ${before}, then ${after}.`);
  }
  const values = { login: [], loginP99: [], signIn: [], signInP99: [], cpu: [], memory: [] };
  return { candidate, door, started, values };
}

/** @param {Entry} entry @param {import('../orders.mjs').Child} people @param {{ login: number, signIn: number }} spell @param {boolean} keep */
async function measure({ candidate, door, started, values }, people, spell, keep) {
  /** @type {Load} */
  const login = await people.ask('login', { door, ms: spell.login, atOnce: AT_ONCE });
  await started.tidy?.();
  if (keep) {
    values.login.push(login.perSecond);
    values.loginP99.push(login.p99Ms);
  }
  if (candidate.page === undefined) return;
  const before = await started.server.ask('usage');
  /** @type {Load} */
  const signIn = await people.ask('signIn', { door, ms: spell.signIn, atOnce: AT_ONCE });
  const after = await started.server.ask('usage');
  if (!keep) return;
  values.signIn.push(signIn.perSecond);
  values.signInP99.push(signIn.p99Ms);
  values.cpu.push((after.cpuMs - before.cpuMs) / signIn.count);
  values.memory.push(after.rssMb);
}

/** @param {readonly Entry[]} entries @returns {Figure[]} */
function figures(entries) {
  const units = { login: '/s', loginP99: 'ms', signIn: '/s', signInP99: 'ms', cpu: 'ms', memory: 'MB' };
  const all = /** @type {(keyof typeof GROUPS)[]} */ (Object.keys(GROUPS)).flatMap((what) =>
    entries
      .filter(({ values }) => values[what].length > 0)
      .map(({ candidate: { name, kind }, values }) =>
        figureOf(
          { group: GROUPS[what], name, unit: units[what], ...(kind === 'ours' && { ours: true }) },
          values[what],
        ),
      ),
  );
  return [...all, ...comparisons(entries)];
}

/**
 * What we aim at, and what would be a step back.
 *
 * @type {Readonly<Record<string, Record<'finished' | 'begun' | 'bare', Pick<Figure, 'atLeast' | 'aim'>>>>}
 */
const required = {
  'sipgate-kit, SQLite': {
    finished: { atLeast: 0.25, aim: 2 },
    begun: { atLeast: 0.4, aim: 2 },
    bare: { atLeast: 0.045, aim: 0.6 },
  },
  'sipgate-kit, PostgreSQL': {
    finished: { atLeast: 0.2, aim: 2 },
    begun: { atLeast: 0.3, aim: 2 },
    bare: { atLeast: 0.03, aim: 0.6 },
  },
};

/** @param {readonly Entry[]} entries @returns {Figure[]} */
function comparisons(entries) {
  const group = 'Ours by others';
  const ours = { unit: '×', ours: true };
  const bare = entries.at(-1);
  const express = entries.filter(({ candidate }) => candidate.kind === 'express');
  const fastest = (/** @type {'login' | 'signIn'} */ what) =>
    (express[0]?.values[what] ?? []).map((_, round) =>
      Math.max(...express.map(({ values }) => values[what][round] ?? 0)),
    );
  return entries
    .filter(({ candidate }) => candidate.kind === 'ours')
    .flatMap(({ candidate: { name }, values }) => [
      ratioOf(
        { group, name: `${name}: sign-ins finished, by the fastest on Express`, ...ours, ...required[name]?.finished },
        values.signIn,
        fastest('signIn'),
      ),
      ratioOf(
        { group, name: `${name}: sign-ins begun, by the fastest on Express`, ...ours, ...required[name]?.begun },
        values.login,
        fastest('login'),
      ),
      ratioOf(
        { group, name: `${name}: sign-ins begun, by a bare redirect`, ...ours, ...required[name]?.bare },
        values.login,
        bare?.values.login ?? [],
      ),
    ]);
}

/** Where the time of ours goes. @param {string} issuer @param {number} rounds @param {boolean} quick @returns {Promise<Figure[]>} */
async function stepFigures(issuer, rounds, quick) {
  const steps = startChild('./server/steps.mjs');
  try {
    const file = join(newFolder('steps'), 'vault.sqlite');
    /** @type {Record<string, number[]>} */
    const measured = await steps.ask('measure', { issuer, file, rounds, count: quick ? 200 : 1_500 });
    return Object.entries(measured).map(([name, micros]) =>
      figureOf({ group: 'A sign-in of ours, step by step', name, unit: 'µs', ours: true }, micros),
    );
  } finally {
    await steps.kill();
  }
}

/** Why the provider is a stub: what the sandbox can do, whose sign-ins are real. @param {boolean} quick */
async function sandboxAlone(quick) {
  const lane = await openLane();
  try {
    /** @type {number[]} */
    const speeds = [];
    for (let round = -1; round < (quick ? 1 : 5); round += 1) {
      const began = performance.now();
      for (let count = 0; count < SANDBOX_SIGN_INS; count += 1) {
        await signInAt(lane, { browser: `${round}-${count}`, agoMs: 0 });
      }
      if (round >= 0) speeds.push(SANDBOX_SIGN_INS / ((performance.now() - began) / 1_000));
    }
    return figureOf({ group: 'The provider', name: 'the sandbox, sign-ins by itself', unit: '/s' }, speeds);
  } finally {
    await lane.close();
  }
}
