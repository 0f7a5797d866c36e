/**
 * One cell: a fresh sandbox, a fresh store with one connection, some processes that call the API at once, one fault.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint, TokenSet } from '@sipgate-kit/core';
import { faults } from './faults.mjs';
import { newFolder, removeFolder } from './folders.mjs';
import { ChildEnded } from './orders.mjs';
import { signInAt } from './sign-in.mjs';
import { openStore, stores } from './stores.mjs';

/** @typedef {import('./orders.mjs').Child} Child */
/** @typedef {import('./worker.mjs').CallOutcome} CallOutcome */
/** @typedef {import('./sandbox-process.mjs').ProviderReport} ProviderReport */

/** @typedef {{ calls: number, processes: number, store: string, fault: string }} Cell `calls` are those of each process */

/**
 * What a fault can do.
 *
 * @typedef {object} Scene
 * @property {Child} sandbox
 * @property {import('./stores.mjs').Place} place
 * @property {number} callers how many calls begin at once
 * @property {() => Promise<void>} rotated      waits until the provider has given out a new pair
 * @property {() => Promise<void>} signInAgain  the same person, the same browser
 * @property {(dead: Child) => Promise<void>} startAgain a new process in the place of a dead one
 */

/**
 * What happened in one cell.
 *
 * @typedef {object} Outcome
 * @property {number} refreshRequests  that reached the provider
 * @property {number} rotations        refreshes the provider granted
 * @property {Record<string, number>} failures of calls whose process lived, by reason
 * @property {number} needsLogin       how often a process decided that the person has to sign in
 * @property {boolean} lost            the set in the store is good for nothing, or nobody may use it
 * @property {boolean} alive           the refresh token in the store is good at the provider
 * @property {number} seconds
 */

/** Older than the five minutes an access token lives. */
const EXPIRED_MS = 301_000;
const PATIENCE_MS = 120_000;

/**
 * @param {import('./lane.mjs').Lane} lane
 * @param {Cell} cell
 * @returns {Promise<Outcome>}
 */
export async function runCell(lane, cell) {
  const folder = newFolder('storm');
  const overdue = new AbortController();
  try {
    return await Promise.race([
      play(lane, cell, folder),
      sleep(PATIENCE_MS, undefined, { signal: overdue.signal }).then(() => {
        throw new Error(`not over after ${PATIENCE_MS / 1_000} s`);
      }),
    ]);
  } catch (error) {
    await lane.dismiss();
    throw error;
  } finally {
    overdue.abort();
    removeFolder(folder);
  }
}

/**
 * @param {import('./lane.mjs').Lane} lane
 * @param {Cell} cell
 * @param {string} folder
 * @returns {Promise<Outcome>}
 */
async function play(lane, { calls, processes, store: storeName, fault: faultName }, folder) {
  const startedAt = performance.now();
  const { sandbox, about } = lane;
  const kind = stores[storeName];
  const fault = faults[faultName];
  if (kind === undefined || fault === undefined) throw new Error('There is no such store or fault.');

  await sandbox.ask('reset');
  const place = await kind.make(folder, { ownServer: fault.breaksStore === true });
  const { store, close } = await openStore(place);
  try {
    const signIn = await signInAt(lane, { browser: 'first', agoMs: EXPIRED_MS });
    const past = await openStore(place, () => Date.now() - EXPIRED_MS);
    const { tokenSet } = signIn;
    const { id } = await past.store.saveSignIn(signIn.key, fault.looksFresh ? looksFresh(tokenSet) : tokenSet);
    await past.close();

    /** @param {import('./worker.mjs').Point} [stop] @returns {import('./worker.mjs').Setting} */
    const setting = (stop) => ({
      place,
      issuer: about.issuer,
      apiUrl: about.apiUrl,
      client: about.client,
      connectionId: id,
      clockOffsetMs: fault.clockOffsetMs ?? 0,
      ...(fault.timeoutMs !== undefined && { timeoutMs: fault.timeoutMs }),
      ...(stop !== undefined && { stop }),
    });
    let crew = lane.crew(processes);
    await Promise.all(crew.map((worker) => worker.ask('open', setting(fault.stop))));

    /** @type {Promise<CallOutcome | undefined>[]} */
    const outcomes = [];
    /** @param {Child} worker */
    const call = (worker) => {
      outcomes.push(worker.ask('call', { count: calls }).catch(unlessKilled));
    };

    /** @type {Scene} */
    const scene = {
      sandbox,
      place,
      callers: calls * processes,
      rotated: () => untilRotated(sandbox),
      async signInAgain() {
        const again = await signInAt(lane, { browser: 'first', agoMs: 0 });
        await store.saveSignIn(again.key, again.tokenSet);
      },
      async startAgain(dead) {
        const [fresh] = lane.crew(processes).filter((worker) => !crew.includes(worker));
        if (fresh === undefined) return;
        crew = [...crew.filter((worker) => worker !== dead), fresh];
        await fresh.ask('open', setting());
        call(fresh);
      },
    };

    await fault.prepare?.(scene);
    const stopped = whenStopped(crew, (worker) => fault.atStop?.(scene, worker));
    for (const worker of crew) call(worker);
    await Promise.all([fault.during?.(scene), fault.stop && stopped]);
    const finished = await allOf(outcomes);

    const last = await Promise.all(crew.map((worker) => worker.ask('call', { count: 1 })));
    const connection = await store.read(id);
    /** @type {ProviderReport} */
    const report = await sandbox.ask('report');
    const decisions = await Promise.all(crew.map((worker) => worker.ask('events')));
    await Promise.all(crew.map((worker) => worker.ask('close')));

    const refreshToken = connection?.tokenSet.refreshToken;
    const alive = refreshToken !== undefined && report.usable.includes(await fingerprint(refreshToken));
    const lost = !alive || connection?.status !== 'active';
    return {
      refreshRequests: report.refreshRequests,
      rotations: report.rotations,
      // Whoever calls once more fails if and only if the connection is lost; only the opposite is news.
      failures: sum([...finished, ...(lost ? [] : last)].map(({ failures }) => failures)),
      needsLogin: sum(decisions)['needs-login'] ?? 0,
      lost,
      alive,
      seconds: (performance.now() - startedAt) / 1_000,
    };
  } finally {
    for (const worker of lane.crew(processes)) worker.onReached(undefined);
    await close();
    await kind.remove?.(place);
  }
}

/** The same set, but by what it says of itself it is valid for five more minutes. @param {TokenSet} tokenSet */
function looksFresh(tokenSet) {
  return new TokenSet({ ...tokenSet.serialize(), accessTokenExpiresAt: Date.now() + 300_000 });
}

/**
 * Resolves when `then` has dealt with the first process that stopped. All others go on at once.
 *
 * @param {readonly Child[]} crew
 * @param {(worker: Child) => Promise<unknown> | undefined} then
 * @returns {Promise<void>}
 */
function whenStopped(crew, then) {
  return new Promise((resolve, reject) => {
    let taken = false;
    for (const worker of crew) {
      worker.onReached(() => {
        if (taken) return worker.goOn();
        taken = true;
        Promise.resolve(then(worker)).then(() => resolve(), reject);
      });
    }
  });
}

/** @param {Child} sandbox */
async function untilRotated(sandbox) {
  for (;;) {
    const { rotations } = await sandbox.ask('report');
    if (rotations > 0) return;
    await sleep(20);
  }
}

/** The calls of a killed process die with whoever made them. @param {unknown} error @returns {undefined} */
function unlessKilled(error) {
  if (!(error instanceof ChildEnded)) throw error;
}

/** Also those that begin while we wait. @param {Promise<CallOutcome | undefined>[]} outcomes */
async function allOf(outcomes) {
  /** @type {CallOutcome[]} */
  const all = [];
  for (const outcome of outcomes) {
    const one = await outcome;
    if (one !== undefined) all.push(one);
  }
  return all;
}

/** @param {readonly Record<string, number>[]} counts */
function sum(counts) {
  /** @type {Record<string, number>} */
  const total = {};
  for (const count of counts) for (const [name, n] of Object.entries(count)) total[name] = (total[name] ?? 0) + n;
  return total;
}
