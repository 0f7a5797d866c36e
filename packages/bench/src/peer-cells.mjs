/**
 * The scenarios of the storm for peers: one process, since none of them has a store that processes share.
 * @module
 */
import { fingerprint } from '@sipgate-kit/core';
import { peers } from './peers/peers.mjs';
import { signInAt } from './sign-in.mjs';

/** @typedef {import('./rule.mjs').Row} Row */
/** @typedef {import('./orders.mjs').Child} Child */
/** @typedef {{ peer: string, calls: number, processes: 1, store: string, fault: string }} PeerCell */

const EXPIRED_MS = 301_000;
const OUTAGE_MS = 3_000;

/** Those that say something about a single process. @type {Record<string, (sandbox: Child, calls: number) => Promise<unknown>>} */
const faults = {
  'expired at start': async () => undefined,
  'staggered 401s': (sandbox, count) => sandbox.ask('stagger', { count, withinMs: 300 }),
  'slow token endpoint 0.1 s': (sandbox) => sandbox.ask('slowTokens', { delayMs: 100 }),
  'slow token endpoint 3 s': (sandbox) => sandbox.ask('slowTokens', { delayMs: 3_000 }),
  'slow token endpoint 12 s': (sandbox) => sandbox.ask('slowTokens', { delayMs: 12_000 }),
  'burst of 503s': (sandbox) => sandbox.ask('outage', { forMs: OUTAGE_MS }),
  'answer lost after commit': (sandbox) => sandbox.ask('loseAnswer'),
};
const CALLS = [1, 20, 200];

/** @returns {PeerCell[]} */
export function peerMatrix() {
  return Object.entries(peers).flatMap(([peer, { store, skips = {} }]) =>
    Object.keys(faults)
      .filter((fault) => skips[fault] === undefined)
      .flatMap((fault) => CALLS.map((calls) => /** @type {const} */ ({ peer, calls, processes: 1, store, fault }))),
  );
}

/**
 * @param {import('./lane.mjs').Lane} lane of peer workers
 * @param {PeerCell} cell
 * @returns {Promise<Row>}
 */
export async function runPeerCell(lane, cell) {
  const { sandbox, about } = lane;
  const { calls, fault, peer } = cell;
  await sandbox.ask('reset');
  const { key, tokenSet } = await signInAt(lane, { browser: 'first', agoMs: EXPIRED_MS });
  const grant = {
    ...tokenSet.serialize(),
    expiresAt: fault === 'staggered 401s' ? Date.now() + 300_000 : Date.now() - 1_000,
    subject: key.subject,
  };
  const [worker] = lane.crew(1);
  if (worker === undefined) throw new Error('There is no process.');
  try {
    const { issuer, apiUrl, client } = about;
    await worker.ask('open', { peer, surroundings: { issuer, apiUrl, client, grant } });
    await faults[fault]?.(sandbox, calls);
    const startedAt = performance.now();
    const { failed, signInAgain } = await worker.ask('call', { count: calls });
    if (fault === 'burst of 503s') await sleepUntil(startedAt + OUTAGE_MS + 200);
    // The next visit: may be the one that repairs, or the one that kills.
    const next = await worker.ask('call', { count: 1 });
    const refreshToken = await worker.ask('refreshToken');
    /** @type {import('./sandbox-process.mjs').ProviderReport} */
    const report = await sandbox.ask('report');
    const isUsable = async (/** @type {string | undefined} */ token) =>
      token !== undefined && report.usable.includes(await fingerprint(token));
    const usable = await isUsable(refreshToken);
    const asked = signInAgain + next.signInAgain > 0;
    return {
      ...cell,
      refreshRequests: report.refreshRequests,
      failedCalls: failed,
      lostConnections: usable ? 0 : 1,
      // Asked although a refresh token it has, or has thrown away, is good.
      wrongNeedsLogin: asked && (usable || (await isUsable(tokenSet.refreshToken))) ? 1 : 0,
    };
  } finally {
    await lane.dismiss();
  }
}

/** @param {number} instant of `performance.now()` */
function sleepUntil(instant) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - performance.now())));
}
