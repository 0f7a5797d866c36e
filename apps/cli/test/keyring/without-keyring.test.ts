import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { systemKeyring } from '../../src/keyring/system-keyring.ts';
import { oauthDesk } from '../oauth-desk.ts';
import { BIN, type Desk } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { sandbox, desk } = stage();

const state = (own: Desk, name: string) => join(own.env['XDG_STATE_HOME'] ?? '', 'sipgate', name);
const ON = { SIPGATE_KEYRING: 'on' };
/** No desktop session, as over SSH or in a container. */
const NO_SESSION = { DBUS_SESSION_BUS_ADDRESS: undefined };

test('a keyring that cannot be used costs nobody a sign-in: the key stays in its file, and that is said', async () => {
  const alice = await oauthDesk(sandbox());
  const before = readFileSync(state(alice, 'vault.key'), 'utf8');
  const { code, stdout, stderr } = await alice.run(['auth', 'status', '--json'], { env: { ...ON, ...NO_SESSION } });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).status).toBe('active');
  expect(stderr).toContain('Warning: The keyring of the system cannot be used');
  expect(stderr).toContain(`stays in ${state(alice, 'vault.key')}`);
  expect(stderr).toContain('sipgate config set keyring off');
  expect(readFileSync(state(alice, 'vault.key'), 'utf8')).toBe(before);
});

test('a sign-in made without a keyring is kept in the file', async () => {
  const { tokenId, token } = sandbox().users.alice.personalAccessToken;
  const own = desk(ON);
  const env = { ...NO_SESSION };
  expect((await own.run(['login', '--pat'], { env, input: `${tokenId}\n${token}\n` })).code).toBe(0);
  expect((await own.run(['balance'], { env: { ...env, SIPGATE_KEYRING: undefined } })).stdout).toBe('12.34 EUR\n');
});

test('config set keyring on: refused where there is none, and nothing is changed', async () => {
  const own = desk();
  const { code, stderr } = await own.run(['config', 'set', 'keyring', 'on', '--json'], { env: NO_SESSION });
  expect(code).toBe(1);
  expect(JSON.parse(stderr).error.code).toBe('keyring_unavailable');
  expect(existsSync(join(own.env['XDG_CONFIG_HOME'] ?? '', 'sipgate', 'config.json'))).toBe(false);
});

test.each(['maybe', 'ON'])('SIPGATE_KEYRING=%s is refused, naming the variable', async (value) => {
  const { code, stderr } = await desk({ SIPGATE_KEYRING: value, SIPGATE_TOKEN: 'x' }).run(['balance']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('keyring (SIPGATE_KEYRING) is neither on nor off');
});

test('the setting stands beside the profiles, since one key seals the sign-ins of all', async () => {
  const own = desk();
  const file = join(own.env['XDG_CONFIG_HOME'] ?? '', 'sipgate', 'config.json');
  expect((await own.run(['config', 'set', 'keyring', 'off', '--profile', 'sandbox'])).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ keyring: 'off', profiles: {} });
  expect((await own.run(['config', 'get', 'keyring'])).stdout).toBe('off\n');
  expect((await own.run(['config', 'unset', 'keyring'])).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ profiles: {} });
  writeFileSync(file, JSON.stringify({ profiles: { default: { keyring: 'on' } } }));
  expect((await own.run(['account'])).stderr).toContain('there is no setting "keyring"');
});

/** The command as it is installed, with these packages beside it and no others. */
function installed(packages: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'sipgate-installed-')), 'node_modules');
  const own = join(folder, '@sipgate-kit', 'cli');
  const root = dirname(dirname(BIN));
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(own, part), { recursive: true });
  for (const [name, content] of Object.entries(packages)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
    writeFileSync(join(folder, name, 'index.js'), content);
  }
  return join(own, 'bin', 'sipgate.cjs');
}

test.each([
  ['is not installed', {}, 'npm install --global @napi-rs/keyring'],
  [
    'is older than 2.1',
    { '@napi-rs/keyring': 'exports.AsyncEntry = class { setPassword() { throw new Error("must not be used"); } };' },
    'Update it',
  ],
])('the library %s: that is said, with what to do', async (what, packages, hint) => {
  const own = desk();
  const run = spawn(process.execPath, [installed(packages), 'config', 'set', 'keyring', 'on', '--json'], {
    env: { ...own.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  for await (const chunk of run.stderr) stderr += String(chunk);
  const { error } = JSON.parse(stderr);
  expect(error.code).toBe('keyring_unavailable');
  expect(error.message).toContain(what);
  expect(error.hint).toContain(hint);
});

test.each([
  ['never answers', 'setInterval(() => {}, 1000)', 'did not answer within'],
  ['breaks off', 'process.exit(3)', 'broke off'],
  ['forgets', 'process.stdout.write(JSON.stringify({ found: [null] }))', 'does not give back'],
])('a keyring that %s is not waited for', async (_what, script, reason) => {
  const keyring = systemKeyring(() => spawn(process.execPath, ['-e', script]), { proofMs: 400, useMs: 400 });
  const code = 'keyring_unavailable';
  await expect(keyring.prove()).rejects.toMatchObject({ code, message: expect.stringContaining(reason) });
});
