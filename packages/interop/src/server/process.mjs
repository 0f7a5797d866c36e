/**
 * The callback server, or a product with it inside, as its users run it: in a folder of its own, with nothing but a `.env`
 * file.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = (/** @type {string} */ path) => fileURLToPath(new URL(`../../../../apps/${path}`, import.meta.url));

/** What can be started, and where it says that it is up. */
export const PROGRAMS = {
  callbackServer: { script: program('callback-server/bin/sipgate-callback-server.mjs'), healthPath: '/healthz' },
  example: { script: program('example-integration/dist/server/main.js'), healthPath: '/sipgate/healthz' },
};

/**
 * @typedef {object} ServerProcess
 * @property {string} url
 * @property {() => string} output    what it has printed so far
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill  without a warning, as a crash does
 */

/**
 * @param {string} folder working folder; the vault lives there, too
 * @param {Record<string, string>} variables of the `.env` file
 * @param {{ script: string, healthPath: string }} [what]
 * @returns {Promise<ServerProcess>}
 */
export async function startServer(folder, variables, { script, healthPath } = PROGRAMS.callbackServer) {
  const lines = Object.entries(variables).map(([name, value]) => `${name}="${value}"`);
  writeFileSync(join(folder, '.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const ended = once(child, 'exit');
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    process.off('exit', onExit);
  };
  const url = new URL(variables['REDIRECT_URI'] ?? '').origin;
  const server = { url, output: () => output, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };

  for (let waited = 0; waited < 10_000; waited += 50) {
    if (child.exitCode !== null) throw new Error(`the server ended at its start:\n${output}`);
    const answer = await fetch(`${url}${healthPath}`).catch(() => undefined);
    if (answer?.ok) return server;
    await sleep(50);
  }
  await server.kill();
  throw new Error(`the server did not answer within 10 s:\n${output}`);
}
