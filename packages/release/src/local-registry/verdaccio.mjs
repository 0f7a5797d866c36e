import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { npmScript } from '../npm-script.mjs';
import { runCommand } from '../run-command.mjs';

/** The newest that runs on Node 20. One of its parts asks for a version of node-fetch by a tag that has moved since. */
const MANIFEST = { private: true, dependencies: { verdaccio: '6.8.0' }, overrides: { 'node-fetch': '2.7.0' } };

/**
 * Starts a registry on this machine that knows nothing but what is published to it, and asks no other.
 *
 * @param {{ folder: string, cache: string, env: NodeJS.ProcessEnv }} options `folder` is where it keeps what it gets
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startRegistry({ folder, cache, env }) {
  const program = await install({ cache, env });
  const config = join(folder, 'verdaccio.yaml');
  await writeFile(
    config,
    stringify({
      storage: join(folder, 'storage'),
      auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
      uplinks: {},
      packages: { '**': { access: '$all', publish: '$all' } },
      log: { type: 'stdout', format: 'pretty', level: 'warn' },
      max_body_size: '50mb',
    }),
  );
  const port = await freePort();
  const child = spawn(process.execPath, [program, '--config', config, '--listen', `127.0.0.1:${port}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; !(await answers(url)); attempt += 1) {
    if (child.exitCode !== null || attempt === 300) throw new Error(`The local registry did not start.\n${output}`);
    await wait(200);
  }
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** @param {{ cache: string, env: NodeJS.ProcessEnv }} options */
async function install({ cache, env }) {
  const folder = join(cache, `verdaccio-${MANIFEST.dependencies.verdaccio}`);
  if (!existsSync(folder)) {
    const unfinished = await mkdtemp(join(cache, 'unfinished-'));
    await writeFile(join(unfinished, 'package.json'), JSON.stringify(MANIFEST));
    const args = [npmScript(env), 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    try {
      await runCommand(process.execPath, args, { cwd: unfinished, env });
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address?.port : undefined;
}

/** @param {string} url */
async function answers(url) {
  return fetch(new URL('-/ping', url)).then(
    (answer) => answer.ok,
    () => false,
  );
}
