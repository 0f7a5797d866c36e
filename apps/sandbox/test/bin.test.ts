import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCommand } from './command.ts';

test('[S48] prints a banner with everything one needs, serves on the loopback address, ends on a signal', async () => {
  const startedAt = performance.now();
  const { child, writes, ended } = startCommand('--port', '0');
  const banner = await writes('└');
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
  const { child, writes, ended } = startCommand('--port', '0', '--json');
  const { url, issuer, users } = JSON.parse(await writes('\n'));
  child.kill('SIGTERM');
  await ended;

  expect(issuer).toBe(`${url}/auth/realms/third-party`);
  expect(users.map(({ username }: { username: string }) => username)).toEqual(['alice', 'bob', 'nina']);
});

test('Ctrl-C ends it with status 0', async () => {
  const { child, writes, ended } = startCommand('--port', '0');
  await writes('└');
  child.kill('SIGINT');

  expect((await ended).code).toBe(0);
});

test('a port in use is named, with the way out, status 1', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };

  const { code, stderr } = await startCommand('--port', String(port)).ended;
  server.close();

  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${port} is in use.`);
  expect(stderr).toContain('--port');
});

test.each([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['--port', 'abc'], "--port takes a number from 0 to 65535, not 'abc'"],
  [['--redirect-matching', 'any'], "--redirect-matching takes keycloak or wildcard, not 'any'"],
  [['--port', '70000'], '--port takes a number'],
  [['--port'], "'--port"],
  [['extra'], 'extra'],
  [['--freeze-at', 'tomorrow'], "--freeze-at takes a time as 2030-01-01T00:00:00Z, from 1970 on, not 'tomorrow'"],
  [['--freeze-at', '2030-01-01T00:00:00'], '--freeze-at takes a time'],
  [['--people', '-1'], '--people'],
  [['--state', ''], '--state takes the name of a file'],
  [['--allow-violations'], '--allow-violations goes with exec'],
] as [string[], string][])('%j is not understood: status 2', async (args, message) => {
  const { code, stdout, stderr } = await startCommand(...args).ended;

  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).toContain('sipgate-sandbox --help');
});

test('--help and --version', async () => {
  const help = await startCommand('--help').ended;
  const version = await startCommand('--version').ended;

  expect([help.code, help.stderr]).toEqual([0, '']);
  for (const option of ['--port', '--allow-real-hosts', '--state', '--help', '--version'])
    expect(help.stdout).toContain(option);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [['--host', '0.0.0.0'], 'A sandbox does not listen on 0.0.0.0', '--allow-network'],
  [['--url', 'sandbox'], '"sandbox" is not an origin', 'http://sandbox:8090'],
] as [string[], string, string][])('%j is refused, with the way out', async (args, message, hint) => {
  const { code, stderr } = await startCommand('--port', '0', ...args).ended;

  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).toContain(hint);
});

test('an address this computer does not have', async () => {
  const { code, stderr } = await startCommand('--port', '0', '--host', '192.0.2.1', '--allow-network').ended;

  expect([code, stderr]).toEqual([1, 'This computer has no address 192.0.2.1: leave --host out.\n']);
});

test('a state file: not there at first, written at the end for its owner only, and read at the next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
  const file = join(folder, 'state.json');
  const run = async <Result>(work: (url: string) => Promise<Result>) => {
    const { child, writes, ended } = startCommand('--port', '0', '--json', '--seed', '1', '--state', file);
    const { url } = JSON.parse(await writes('\n'));
    const result = await work(url);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    return result;
  };
  const scenario = (name: string) => (url: string) => fetch(`${url}/__sandbox/scenarios/${name}`, { method: 'POST' });

  expect((await run(scenario('neo-account'))).status).toBe(200);
  const { mode } = await stat(file);
  const before = JSON.parse(await readFile(file, 'utf8'));
  const state = await run(async (url) => (await fetch(`${url}/__sandbox/state`)).json());

  expect(mode & 0o777).toBe(0o600);
  expect(state).toEqual(before);
  expect(state.accounts).toContainEqual({ masterSipId: '2400101', featureScope: 'NEO_PBX' });
  await rm(folder, { recursive: true });
});

test.each([
  ['nothing', '', 'it is not JSON'],
  ['no JSON', '{"keys": "sec', 'it is not JSON'],
  ['something else', '{"version":1}', 'keys: Invalid input'],
  ['a key that is none', undefined, 'key'],
] as [string, string | undefined, string][])(
  'a state file with %s is named and left as it is',
  async (_, text, reason) => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
    const file = join(folder, 'state.json');
    const realm = { models: [], userSessions: [], clientSessions: [], codes: [], consents: [], tokens: [] };
    const keyless = {
      version: 1,
      keys: { privateJwk: { kty: 'RSA', n: 'AQ' }, refreshTokenSecret: '' },
      clients: [],
      realms: { 'third-party': realm, 'sipgate-apps': realm },
    };
    const content = text ?? JSON.stringify(keyless);
    await writeFile(file, content);

    const { code, stdout, stderr } = await startCommand('--port', '0', '--state', file).ended;

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`The state file ${file} holds no state of a sandbox: `);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('sec');
    expect(await readFile(file, 'utf8')).toBe(content);
    await rm(folder, { recursive: true });
  },
);

test('a state file that cannot be read, and one that cannot be written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'));
  const unreadable = await startCommand('--port', '0', '--state', folder).ended;
  const { child, writes, ended } = startCommand('--port', '0', '--state', join(folder, 'no/such/folder.json'));
  await writes('└');
  child.kill('SIGTERM');

  expect([unreadable.code, unreadable.stderr]).toEqual([1, `The state file ${folder} cannot be read (EISDIR).\n`]);
  expect(await ended).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written (ENOENT)') });
  await rm(folder, { recursive: true });
});

test('--freeze-at and --seed: time stands still, also after a reset', async () => {
  const { child, writes, ended } = startCommand('--port', '0', '--json', '--freeze-at', '2030-01-01T00:00:00Z');
  const { url } = JSON.parse(await writes('\n'));
  const clock = { now: Date.parse('2030-01-01T00:00:00Z'), iso: '2030-01-01T00:00:00.000Z', frozen: true };

  expect(await (await fetch(`${url}/__sandbox/clock`)).json()).toEqual(clock);
  await fetch(`${url}/__sandbox/reset`, { method: 'POST' });
  expect(await (await fetch(`${url}/__sandbox/clock`)).json()).toEqual(clock);
  child.kill('SIGTERM');
  await ended;
});
