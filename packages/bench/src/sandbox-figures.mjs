/**
 * How soon a local provider answers, and what it takes of the memory: the sandbox, which has a REST API as well, beside
 * others.
 * @module
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { figureOf } from './figure.mjs';
import { startChild } from './orders.mjs';
import { installPeers, PEERS, peerVersion } from './peer-folder.mjs';
import { freePort } from './postgres-server.mjs';

const USAGE = new URL('./server/usage.mjs', import.meta.url).href;
const SANDBOX = new URL('../../../apps/sandbox/bin/sipgate-sandbox.mjs', import.meta.url).href;
const PATIENCE_MS = 30_000;

/** @typedef {{ name: string, ours?: boolean, script: string, args: (port: number) => string[], discovery: string }} Case */

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureSandbox({ quick }) {
  await installPeers();
  /** @type {readonly Case[]} */
  const cases = [
    {
      name: 'sipgate-sandbox',
      ours: true,
      script: SANDBOX,
      args: (port) => ['--port', String(port)],
      discovery: '/auth/realms/third-party/.well-known/openid-configuration',
    },
    peer('oauth2-mock-server'),
    peer('oidc-provider'),
  ];
  /** @type {Map<Case, { ms: number, rssMb: number }[]>} */
  const runs = new Map(cases.map((one) => [one, []]));
  for (let round = -1; round < (quick ? 2 : 9); round += 1) {
    for (const one of cases) {
      const run = await startOnce(one);
      // The first round fills the caches of the file system.
      if (round >= 0) runs.get(one)?.push(run);
    }
  }
  const of = (/** @type {Case} */ { name, ours }, /** @type {string} */ group, /** @type {string} */ unit) => ({
    group,
    name,
    unit,
    ...(ours && { ours }),
  });
  return [
    ...[...runs].map(([one, all]) =>
      figureOf(
        of(one, 'A local provider, from start to first answer', 'ms'),
        all.map(({ ms }) => ms),
      ),
    ),
    ...[...runs].map(([one, all]) =>
      figureOf(
        of(one, 'A local provider, memory after its start', 'MB'),
        all.map(({ rssMb }) => rssMb),
      ),
    ),
  ];
}

/** @param {string} name @returns {Case} */
function peer(name) {
  return {
    name: `${name} ${peerVersion(name)}`,
    script: pathToFileURL(join(PEERS, 'servers', `${name}.mjs`)).href,
    args: (port) => [String(port)],
    discovery: '/.well-known/openid-configuration',
  };
}

/** @param {Case} one */
async function startOnce({ name, script, args, discovery }) {
  const port = await freePort();
  const began = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' };
  const child = startChild(script, args(port), { env, execArgv: ['--import', USAGE] });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${discovery}`).catch(() => undefined);
      if (answer?.ok) {
        await answer.json();
        break;
      }
      if (!child.alive()) await child.ask('usage');
      if (performance.now() - began > PATIENCE_MS) throw new Error(`${name} does not start.`);
      await sleep(5);
    }
    const ms = performance.now() - began;
    const { rssMb } = await child.ask('usage');
    return { ms, rssMb };
  } finally {
    await child.kill();
  }
}
