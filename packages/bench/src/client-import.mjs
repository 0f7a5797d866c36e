/**
 * What loading a library costs a program: the time around `import` in a fresh process.
 * @module
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { figureOf } from './figure.mjs';
import { CLIENT_LIBRARIES, installPeers, PEERS, peerVersion } from './peer-folder.mjs';
import { inRounds } from './rounds.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const OURS = ['@sipgate-kit/core', '@sipgate-kit/core/operations'];

/** @param {{ quick: boolean }} options @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureImport({ quick }) {
  await installPeers();
  const cases = Object.fromEntries([
    ...OURS.map((entry) => [entry, () => importTime(entry, PACKAGE)]),
    ...CLIENT_LIBRARIES.map((entry) => [entry, () => importTime(entry, PEERS)]),
  ]);
  const ms = await inRounds({ rounds: quick ? 3 : 15 }, cases);
  const group = 'Time to import, in a fresh process';
  return [
    ...OURS.map((name) =>
      figureOf({ group, name, unit: 'ms', ours: true, ...(name === OURS[0] && { atMost: 35 }) }, ms[name] ?? []),
    ),
    ...CLIENT_LIBRARIES.map((name) =>
      figureOf({ group, name: `${name} ${peerVersion(name)}`, unit: 'ms' }, ms[name] ?? []),
    ),
  ];
}

/** @param {string} entry @param {string} folder whose dependency it is @returns {Promise<number>} */
async function importTime(entry, folder) {
  const program = `const began = performance.now(); await import('${entry}'); process.stdout.write(String(performance.now() - began));`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return Number(stdout);
}
