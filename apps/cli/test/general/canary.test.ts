import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/command-tree.ts';
import { type OAuthDesk, oauthDesk } from '../oauth-desk.ts';
import type { Desk, Run } from '../run-cli.ts';
import { stage } from '../stage.ts';

const { sandbox, desk, aliceDesk } = stage();

/** A command line for every command, without an option that asks for secrets. Whatever a command is missing, it fails. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  login: ['login', '--pat', '--no-input'],
  logout: ['logout'],
  'auth status': ['auth', 'status'],
  // What it prints is the token: looked at below.
  'auth token': ['auth', 'token', '--nonsense'],
  'auth refresh': ['auth', 'refresh'],
  'clients get': ['clients', 'get', 'Sandbox callback server'],
  'clients create': ['clients', 'create', '--name', 'Canary', '--description', 'A bird', '--preset', 'local', '--yes'],
  'clients update': ['clients', 'update', 'Canary', '--description', 'changed', '--yes'],
  'clients delete': ['clients', 'delete', 'Canary', '--yes'],
  'clients privacy': ['clients', 'privacy', '2400101-0-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e01:third-party'],
  'clients lint': ['clients', 'lint', 'https://app.example.com/oauth'],
  api: ['api', 'GET', '/account'],
  'api describe': ['api', 'describe', 'GET', '/account'],
  'api search': ['api', 'search', 'sms'],
  'profile show': ['profile', 'show'],
  'profile use': ['profile', 'use', 'sandbox'],
  'profile delete': ['profile', 'delete', 'default', '--yes'],
  'config get': ['config', 'get', 'apiUrl'],
  'config set': ['config', 'set', 'scopes', 'account:read'],
  'config unset': ['config', 'unset', 'scopes'],
  sandbox: ['sandbox', '--nonsense'],
  completion: ['completion', 'bash'],
};

/** They have to succeed, or the test would show little. */
const TOUCHING_SECRETS = [
  'auth status',
  'account',
  'clients list',
  'clients get',
  'clients create',
  'clients update',
  'api',
  'doctor',
];

/** Sign-ins end with `logout` and `profile delete`, so they come last. */
const order = commands
  .map(({ name }) => name)
  .sort((a, b) => Number(/^(?:logout|profile)/.test(a)) - Number(/^(?:logout|profile)/.test(b)));

/** Everything in the clear below a folder, by file. */
function filesIn(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: readFileSync(file, 'latin1') }));
}

/** Runs every command, and fails where one of the secrets is in what it says or leaves behind. */
async function runAll(at: Desk, known: readonly string[]): Promise<void> {
  const secrets = [...known];
  const done = new Set<string>();
  for (const name of order) {
    const line = LINES[name] ?? [...name.split(' '), '--no-input'];
    for (const more of TOUCHING_SECRETS.includes(name) ? [[], ['--json']] : [[]]) {
      const { code, stdout, stderr }: Run = await at.run([...line, ...more, '--debug']);
      if (code === 0) done.add(name);
      const said = stdout + stderr;
      for (const secret of secrets) {
        expect(said.includes(secret), `${[...line, ...more].join(' ')} shows a secret:\n${said}`).toBe(false);
      }
    }
    if (name === 'clients create') {
      const { stdout } = await at.run(['clients', 'get', 'Canary', '--reveal-secret', '--json']);
      secrets.push(JSON.parse(stdout).clientSecret);
    }
    for (const { file, text } of filesIn(at.home)) {
      for (const secret of secrets) expect(text.includes(secret), `${name} leaves a secret in ${file}`).toBe(false);
    }
  }
  expect([...done]).toEqual(expect.arrayContaining(TOUCHING_SECRETS));
}

const encoded = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];

describe('[L16] no secret is in stdout, stderr, the debug lines or a file in the clear, whatever is run', () => {
  let clientSecret = '';
  beforeAll(() => {
    clientSecret = sandbox().client.clientSecret;
  });

  test('with a personal access token in the environment', async () => {
    const { tokenId, token } = sandbox().users.alice.personalAccessToken;
    const basic = Buffer.from(`${tokenId}:${token}`).toString('base64');
    await runAll(aliceDesk(), [token, basic, ...encoded(clientSecret)]);
  }, 120_000);

  test('with a personal access token that was signed in with', async () => {
    const { tokenId, token } = sandbox().users.alice.personalAccessToken;
    const at = desk();
    expect((await at.run(['login', '--pat'], { input: `${tokenId}\n${token}\n` })).code).toBe(0);
    const basic = Buffer.from(`${tokenId}:${token}`).toString('base64');
    await runAll(at, [token, basic, ...encoded(clientSecret)]);
  }, 120_000);

  test('with a sign-in by OAuth, whose tokens are renewed meanwhile', async () => {
    const at: OAuthDesk = await oauthDesk(sandbox(), { scopes: ['all'], agoMs: 600_000 });
    const { accessToken, refreshToken } = at.tokenSet;
    const renewed = (await at.run(['auth', 'token'])).stdout.trim();
    expect(renewed.split('.')).toHaveLength(3);
    const secrets = [accessToken, refreshToken, renewed].map((secret) => String(secret));
    await runAll(at, [...secrets, ...encoded(clientSecret)]);
  }, 120_000);

  test('with secrets in the environment and in files that are wrong', async () => {
    const at = desk({ SIPGATE_TOKEN: 'c4nary-token', SIPGATE_CLIENT_SECRET: 'c4nary-secret' });
    writeFileSync(join(at.home, 'sipgate.json'), '{ "clientSecret": "c4nary-file" }');
    for (const name of order) {
      const { stdout, stderr } = await at.run([...(LINES[name] ?? name.split(' ')), '--no-input', '--debug']);
      expect(stdout + stderr).not.toContain('c4nary');
    }
  }, 120_000);
});
