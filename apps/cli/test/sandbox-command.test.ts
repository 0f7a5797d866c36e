import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newDesk } from './run-cli.ts';

const CLI = fileURLToPath(new URL('..', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('sipgate sandbox: starts one, says where it is as JSON, ends with 0 on Ctrl-C', async () => {
  const desk = newDesk();
  const child = desk.start(['sandbox', '--port', '0', '--json']);
  const line = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))));
  const { url, issuer } = JSON.parse(line);
  expect((await fetch(`${issuer}/.well-known/openid-configuration`)).status).toBe(200);
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('a newcomer without an account: sandbox, then the profile sandbox leads to it', async () => {
  const desk = newDesk();
  const port = await freePort();
  const child = desk.start(['sandbox', '--port', String(port)]);
  let [stdout, stderr] = ['', ''];
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
      if (stderr.includes('login --profile sandbox')) resolve();
    });
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
  });
  try {
    expect(stdout).toContain('NOT FOR PRODUCTION');
    // What it says to do for another port than the usual one.
    for (const [, command = ''] of stderr.matchAll(/^ {2}sipgate (config set .+)$/gm)) {
      expect((await desk.run(command.split(' '))).code).toBe(0);
    }
    const { stdout: steps, code } = await desk.run(['walkthrough', '--profile', 'sandbox']);
    expect([code, steps]).toEqual([0, expect.stringContaining('Adler Optik GmbH')]);
  } finally {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await ended;
  }
});

test('a port that is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { code, stderr } = await newDesk().run(['sandbox', '--port', String(port)]);
  server.close();
  expect([code, stderr]).toEqual([1, expect.stringContaining(`sipgate sandbox --port ${port + 1}`)]);
});

test('not installed: says how to get it; installed in the project: takes that', () => {
  // The command as it is installed elsewhere, with nothing beside it.
  const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'sipgate elsewhere ')));
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(CLI, part), join(elsewhere, part), { recursive: true });
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'sipgate project ')));
  const run = () =>
    spawnSync(process.execPath, [join(elsewhere, 'bin', 'sipgate.cjs'), 'sandbox'], {
      cwd: project,
      env: newDesk().env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });
  const missing = run();
  expect([missing.status, missing.stderr]).toEqual([
    1,
    expect.stringContaining('npm install --global @sipgate-kit/sandbox'),
  ]);

  const scope = join(project, 'node_modules', '@sipgate-kit', 'sandbox');
  mkdirSync(scope, { recursive: true });
  writeFileSync(
    join(scope, 'package.json'),
    '{ "name": "@sipgate-kit/sandbox", "type": "module", "exports": "./index.js" }',
  );
  writeFileSync(
    join(scope, 'index.js'),
    'export const createSandbox = async () => { throw Object.assign(new Error(), { code: "EACCES" }); };',
  );
  const found = run();
  expect([found.status, found.stderr]).toEqual([1, expect.stringContaining('may not be used without more rights')]);
});
