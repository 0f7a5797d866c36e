/**
 * One instance of the callback server: the bin, as its users run it.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../apps/callback-server/bin/sipgate-callback-server.mjs', import.meta.url));
const START_PATIENCE_MS = 60_000;

/** @typedef {{ end: (signal: NodeJS.Signals) => Promise<void>, output: () => string }} Instance */

/**
 * Starts one and waits until it answers.
 *
 * @param {string} folder
 * @param {Record<string, string>} environment
 * @returns {Promise<Instance>}
 */
export async function startInstance(folder, environment) {
  const child = spawn(process.execPath, [BIN], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output = `${output}${text}`.slice(-200_000);
    });
  }
  const ended = once(child, 'exit');
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  for (const startedAt = Date.now(); ; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`The callback server ended at its start:\n${output}`);
    if (Date.now() - startedAt > START_PATIENCE_MS) throw new Error(`The callback server does not answer:\n${output}`);
    const answer = await fetch(`http://${environment['SIPGATE_KIT_HOST']}:${environment['PORT']}/healthz`).catch(
      () => undefined,
    );
    if (answer?.ok) break;
  }
  return {
    async end(signal) {
      child.kill(signal);
      await ended;
      process.off('exit', onExit);
    },
    output: () => output,
  };
}
