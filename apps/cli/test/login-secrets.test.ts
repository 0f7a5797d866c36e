import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptConnections } from './kept-connection.ts';
import { startLogin } from './login-run.ts';
import { rawRequest } from './raw-request.ts';
import type { Desk } from './run-cli.ts';
import { stage } from './stage.ts';

const { sandbox, desk: bareDesk } = stage();

const desk = () =>
  bareDesk({ SIPGATE_CLIENT_ID: sandbox().client.clientId, SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth' });

/** Every secret of a sign-in that can be known from outside. */
async function secretsOf(own: Desk, callback: URL): Promise<ReadonlyMap<string, string>> {
  const [connection] = await keptConnections(own);
  if (connection === undefined) throw new Error('Nobody is signed in.');
  const { accessToken, refreshToken = '', idToken = '' } = connection.tokenSet.serialize();
  return new Map([
    ['access token', accessToken],
    ['refresh token', refreshToken],
    ['ID token', idToken],
    ['code', callback.searchParams.get('code') ?? ''],
    ['client secret', sandbox().client.clientSecret],
  ]);
}

/** The secrets that occur in a text, by their names. */
const found = (secrets: ReadonlyMap<string, string>, text: string) =>
  [...secrets].filter(([, secret]) => secret === '' || text.includes(secret)).map(([name]) => name);

const everyFile = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

const argumentsOf = (pid: number | undefined) =>
  process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'latin1') : '';

test('[L16] a whole sign-in with --debug: no secret on stdout, stderr, the page, the disk or in process arguments', async () => {
  const own = desk();
  const { clientSecret } = sandbox().client;
  const run = await startLogin(own, ['--client-secret-stdin', '--debug', '--json'], { input: clientSecret });
  const line = argumentsOf(run.child.pid);
  const callback = await sandbox().signIn({ authorizationUrl: run.url, username: 'alice', password: 'sandbox' });
  const page = await rawRequest(callback);
  const { code, stdout, stderr } = await run.ended;
  expect(code).toBe(0);
  const secrets = await secretsOf(own, callback);
  const later = await own.run(['account', '--debug']);
  const out = await own.run(['logout', '--debug', '--json']);
  const places = {
    stdout,
    stderr,
    page: `${JSON.stringify(page.headers)}${page.body}`,
    'process arguments': line,
    'a later command': `${later.stdout}${later.stderr}`,
    logout: `${out.stdout}${out.stderr}`,
  };
  for (const [place, text] of Object.entries(places)) expect([place, found(secrets, text)]).toEqual([place, []]);
});

test('[L16] on the disk every secret is sealed', async () => {
  const own = desk();
  const run = await startLogin(own, ['--client-secret-stdin'], { input: sandbox().client.clientSecret });
  const callback = await sandbox().signIn({ authorizationUrl: run.url, username: 'alice', password: 'sandbox' });
  await fetch(callback);
  await run.ended;
  const { tokenId, token } = sandbox().users.alice.personalAccessToken;
  await own.run(['login', '--pat', '--profile', 'by-token'], { input: `${tokenId}\n${token}\n` });
  const secrets = new Map([...(await secretsOf(own, callback)), ['personal access token', token]]);
  expect(found(secrets, everyFile(own.home))).toEqual([]);
});

test('[L16] an error says nothing secret: neither in the terminal nor in the browser', async () => {
  const own = desk();
  const wrong = 'canary-of-a-client-secret-that-is-wrong';
  const run = await startLogin(own, ['--client-secret-stdin', '--debug'], { input: wrong });
  const callback = await sandbox().signIn({ authorizationUrl: run.url, username: 'alice', password: 'sandbox' });
  const page = await rawRequest(callback);
  const { code, stdout, stderr } = await run.ended;
  expect(code).toBe(1);
  expect(page.status).toBe(400);
  const secrets = new Map([
    ['client secret', wrong],
    ['code', callback.searchParams.get('code') ?? ''],
  ]);
  expect(found(secrets, `${stdout}${stderr}${page.body}`)).toEqual([]);
});

test.each(['--client-secret', '--token', '--password'])(
  '[L16] %s is no option: secrets are never arguments',
  async (option) => {
    const { code, stderr } = await desk().run(['login', option, 'canary']);
    expect(code).toBe(2);
    expect(stderr).toContain(`There is no option ${option}`);
    expect(stderr).not.toContain('canary');
  },
);
