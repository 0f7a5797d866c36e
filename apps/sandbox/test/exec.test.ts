import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { BIN, startCommand } from './command.ts';

/** `node -e`, behind the two dashes. */
const node = (script: string) => ['--', process.execPath, '-e', script] as const;

test('a command finds the sandbox by its environment, and its output and exit code are its own', async () => {
  const script = `
    const { SIPGATE_KIT_API_URL, SIPGATE_TOKEN_ID, SIPGATE_TOKEN } = process.env;
    const authorization = 'Basic ' + btoa(SIPGATE_TOKEN_ID + ':' + SIPGATE_TOKEN);
    fetch(SIPGATE_KIT_API_URL + '/account', { headers: { authorization } })
      .then((response) => response.json())
      .then(({ company }) => { console.log(company, process.argv.slice(1).join()); process.exitCode = 3; });`;

  const { code, stdout, stderr } = await startCommand('exec', ...node(script), '--', '--port', 'x y').ended;

  expect([code, stdout]).toEqual([3, 'Adler Optik GmbH --port,x y\n']);
  expect(stderr).toMatch(/^sipgate-sandbox: http:\/\/127\.0\.0\.1:\d+, not for production\n$/);
});

test('every variable that the kit reads is set; a secret that does not belong to the client is taken out', async () => {
  const names = ['CLIENT_ID', 'CLIENT_SECRET', 'SIPGATE_KIT_ISSUER', 'SIPGATE_KIT_API_URL', 'SIPGATE_SANDBOX_URL'];
  const cli = [
    'SIPGATE_CLIENT_ID',
    'SIPGATE_ISSUER',
    'SIPGATE_API_URL',
    'SIPGATE_REDIRECT_URI',
    'SIPGATE_CLIENT_SECRET',
  ];
  const vite = ['VITE_SIPGATE_CLIENT_ID', 'VITE_SIPGATE_ISSUER', 'VITE_SIPGATE_API_URL'];
  const script = `console.log(JSON.stringify(${JSON.stringify([...names, ...cli, ...vite])}.map((name) => process.env[name] ?? null)))`;

  const { stdout } = await startCommand('exec', ...node(script)).ended;

  const [id, secret, issuer, api, url, publicId, cliIssuer, cliApi, redirect, cliSecret, ...ofVite] =
    JSON.parse(stdout);
  expect([issuer, api]).toEqual([`${url}/auth/realms/third-party`, `${url}/v2`]);
  expect([cliIssuer, cliApi, redirect, cliSecret]).toEqual([issuer, api, 'http://127.0.0.1/oauth', null]);
  expect([id, publicId]).toEqual([expect.stringMatching(/^2400101-0-/), expect.stringMatching(/^2400101-1-/)]);
  expect(secret).toBe('sandbox-secret-only-good-on-this-computer');
  expect(ofVite).toEqual([publicId, issuer, api]);
});

const breakContract = `
  const url = process.env.SIPGATE_KIT_API_URL;
  Promise.all([fetch(url + '/acount'), fetch(url + '/acount'), fetch(url + '/account', { method: 'PUT' })])
    .then(() => fetch(process.env.SIPGATE_SANDBOX_URL + '/__sandbox/reset', { method: 'POST' }));`;

test('requests that do not fit the REST API are listed, and make exit code 1, also after a reset', async () => {
  const { code, stderr } = await startCommand('exec', ...node(breakContract)).ended;

  expect(code).toBe(1);
  expect(stderr.split('\n').slice(1)).toEqual([
    'sipgate-sandbox: requests that do not fit the description of the REST API:',
    '  GET /v2/acount: the API has no such path (2 times)',
    '  PUT /v2/account: the method has to be GET',
    '',
  ]);
});

test('they are only listed where that is asked for, and never hide the exit code of the command', async () => {
  const allowed = await startCommand('exec', '--allow-violations', ...node(breakContract)).ended;
  const failing = await startCommand('exec', ...node(`${breakContract}; process.exitCode = 9`)).ended;

  expect([allowed.code, failing.code]).toEqual([0, 9]);
  expect(allowed.stderr).toContain('the API has no such path');
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s is passed on, and what the command makes of it',
  async (signal) => {
    const script = `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')`;
    const { child, writes, ended } = startCommand('exec', ...node(script));
    await writes('ready');

    child.kill(signal);

    expect((await ended).code).toBe(7);
  },
);

test('a command that dies of a signal has the exit code that shells give it', async () => {
  const { code } = await startCommand('exec', ...node("process.kill(process.pid, 'SIGKILL')")).ended;

  expect(code).toBe(137);
});

test('no command, and one that is not there', async () => {
  const missing = await startCommand('exec', '--port', '0').ended;
  const unknown = await startCommand('exec', '--', 'no-such-command').ended;

  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('sipgate-sandbox exec -- npm test')]);
  expect([unknown.code, unknown.stderr]).toEqual([127, expect.stringContaining('no-such-command: there is no such')]);
});

test('the workflow for GitHub Actions: its last step runs the tests of a project', async () => {
  const file = fileURLToPath(new URL('../examples/github-actions.yml', import.meta.url));
  const { jobs } = parse(await readFile(file, 'utf8'));
  const steps: string[] = jobs.test.steps.flatMap(({ run }: { run?: string }) => (run === undefined ? [] : [run]));
  expect(steps).toHaveLength(2);
  expect(steps[0]).toBe('npm ci');

  // What `npm ci` leaves behind.
  const project = await mkdtemp(join(tmpdir(), 'sandbox-workflow-'));
  await mkdir(join(project, 'node_modules/.bin'), { recursive: true });
  await symlink(BIN, join(project, 'node_modules/.bin/sipgate-sandbox'));
  await writeFile(join(project, 'package.json'), JSON.stringify({ scripts: { test: 'node test.mjs' } }));
  await writeFile(
    join(project, 'test.mjs'),
    `const { status } = await fetch(process.env.SIPGATE_KIT_ISSUER + '/.well-known/openid-configuration');
     console.log('the tests saw', status);`,
  );

  const { code, stdout } = await runStep(steps[1] ?? '', project);

  expect([code, stdout]).toEqual([0, expect.stringContaining('the tests saw 200')]);
  await rm(project, { recursive: true });
});

/** As GitHub Actions runs a step on Linux. */
function runStep(run: string, cwd: string): Promise<{ code: number | null; stdout: string }> {
  const shell = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], { cwd });
  let stdout = '';
  shell.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  return new Promise((resolve) => shell.once('close', (code) => resolve({ code, stdout })));
}
