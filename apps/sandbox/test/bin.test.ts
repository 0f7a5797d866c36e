import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

// Runs the built command: `pnpm build` comes first.
const BIN = fileURLToPath(new URL('../bin/sipgate-sandbox.mjs', import.meta.url));

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [BIN, ...args]);
  running.add(child);
  let stdout = '';
  let stderr = '';
  let sawReady = () => {};
  const ready = new Promise<string>((resolve) => {
    sawReady = () => resolve(stdout);
  });
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    if (stdout.includes('└')) sawReady();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ready, ended };
}

function startJson() {
  const { child, ended } = start('--port', '0', '--json');
  const line = new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))));
  return { child, line, ended };
}

test('[S48] prints a banner with everything one needs, serves on the loopback address, ends on a signal', async () => {
  const startedAt = performance.now();
  const { child, ready, ended } = start('--port', '0');
  const banner = await ready;
  const readyAfterMs = Math.round(performance.now() - startedAt);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(banner)?.[0] ?? '';

  const discovery = await fetch(`${url}/auth/realms/third-party/.well-known/openid-configuration`);
  child.kill('SIGTERM');
  const { code, stderr } = await ended;

  expect(banner).toContain('NOT FOR PRODUCTION');
  expect(discovery.status).toBe(200);
  expect([code, stderr]).toEqual([0, '']);
  process.stdout.write(`sipgate-sandbox was ready after ${readyAfterMs} ms\n`);
});

test('--json prints the same for programs, on one line', async () => {
  const { child, line, ended } = startJson();
  const { url, issuer, users } = JSON.parse(await line);
  child.kill('SIGTERM');
  await ended;

  expect(issuer).toBe(`${url}/auth/realms/third-party`);
  expect(users.map(({ username }: { username: string }) => username)).toEqual(['alice', 'bob', 'nina']);
});

test('Ctrl-C ends it with status 0', async () => {
  const { child, ready, ended } = start('--port', '0');
  await ready;
  child.kill('SIGINT');

  expect((await ended).code).toBe(0);
});

test('a port in use is named, with the way out, status 1', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };

  const { code, stderr } = await start('--port', String(port)).ended;
  server.close();

  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is in use.`);
  expect(stderr).toContain('--port');
});

test.each([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['--port', 'abc'], "--port takes a number from 0 to 65535, not 'abc'"],
  [['--port', '70000'], '--port takes a number'],
  [['--port'], "'--port"],
  [['extra'], 'extra'],
] as [string[], string][])('%j is not understood: status 2', async (args, message) => {
  const { code, stdout, stderr } = await start(...args).ended;

  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain('sipgate-sandbox --help');
});

test('--help and --version', async () => {
  const help = await start('--help').ended;
  const version = await start('--version').ended;

  expect([help.code, help.stderr]).toEqual([0, '']);
  for (const option of ['--port', '--allow-real-hosts', '--help', '--version']) expect(help.stdout).toContain(option);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
