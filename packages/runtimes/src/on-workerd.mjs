/** @module the suite on workerd, what Cloudflare Workers run on: no module of Node, no compatibility flag */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundle } from './bundle.mjs';
import { run } from './run.mjs';

const COMPATIBILITY_DATE = '2026-01-01';

/** @param {string} binary @returns {import('./runtime.mjs').Runtime} */
export const onWorkerd = (binary) => ({
  name: 'workerd',
  keepsReasons: true,
  version: async () => (await run(binary, ['--version'], { cwd: '.' })).trim().replace(/^workerd /, ''),
  async suite(consumer, settings) {
    const worker = await bundle(consumer, 'worker.mjs', ['workerd', 'worker']);
    const configuration = join(dirname(worker), 'workerd.capnp');
    writeFileSync(configuration, configurationFor(basename(worker)));
    const server = spawn(binary, ['serve', configuration, '--control-fd=3'], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], TMPDIR: consumer },
    });
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (said += chunk));
    const ended = once(server, 'exit');
    try {
      const port = await Promise.race([
        portOf(server),
        ended.then(([code]) => Promise.reject(new Error(`workerd ended with ${code}: ${said}`))),
      ]);
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(settings) });
      if (!answer.ok) throw new Error(`workerd answered ${answer.status}: ${await answer.text()} ${said}`);
      return /** @type {import('../suite/suite.mjs').Outcome[]} */ (await answer.json());
    } finally {
      server.kill();
      await ended;
    }
  },
});

/** The port it took, which it tells on the control channel. @param {import('node:child_process').ChildProcess} server @returns {Promise<number>} */
async function portOf(server) {
  const [line] = await once(createInterface(/** @type {import('node:stream').Readable} */ (server.stdio[3])), 'line');
  return JSON.parse(line).port;
}

/** May reach this computer, which a worker usually may not. @param {string} worker */
const configurationFor = (worker) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "suite", worker = (
      modules = [(name = "worker", esModule = embed "${worker}")],
      compatibilityDate = "${COMPATIBILITY_DATE}",
    )),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],
);
`;
