import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptConnections } from './kept-connection.ts';
import { startLogin } from './login-run.ts';
import type { Desk } from './run-cli.ts';
import { stage } from './stage.ts';

const { sandbox, desk: bareDesk } = stage();

const desk = () =>
  bareDesk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
  });

async function signIn(own: Desk, profile: string, username = 'alice') {
  const run = await startLogin(own, ['--profile', profile]);
  await fetch(await sandbox().signIn({ authorizationUrl: run.url, username, password: 'sandbox' }));
  expect((await run.ended).code).toBe(0);
  return (
    sandbox()
      .tokens()
      .filter((session) => session.username === username)
      .at(-1)?.sessionId ?? ''
  );
}

const alive = (sessionId: string) =>
  sandbox()
    .tokens()
    .find((session) => session.sessionId === sessionId)?.alive;
const revocations = () =>
  sandbox()
    .requests()
    .filter(({ path }) => path.endsWith('/revoke')).length;

test('the tokens are revoked at sipgate, then nothing of them is left', async () => {
  const own = desk();
  const session = await signIn(own, 'default');
  const { code, stdout, stderr } = await own.run(['logout', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([{ profile: 'default', method: 'oauth', revoked: true, sharedWith: [] }]);
  expect(stderr).toContain('signed out, here and at sipgate');
  expect(alive(session)).toBe(false);
  expect(await keptConnections(own)).toEqual([]);
  expect((await own.run(['account'])).code).toBe(4);
});

test('[L26] whoever is signed out already is told so, and that is no failure', async () => {
  const own = desk();
  for (const args of [['logout'], ['logout', '--all']]) {
    const { code, stdout, stderr } = await own.run([...args, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([]);
    expect(stderr).toContain('Nobody is signed in');
  }
});

test.each([
  ['cannot be reached', { path: '*/revoke', drop: 'before' as const }],
  ['has a disturbance', { path: '*/revoke', status: 503 }],
])(
  'when sipgate %s, the tokens are gone from here; that it does not know is said, with exit code 1',
  async (_, fault) => {
    const own = desk();
    await signIn(own, 'default');
    sandbox().faults.add(fault);
    const { code, stdout, stderr } = await own.run(['logout', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([{ profile: 'default', method: 'oauth', revoked: false, sharedWith: [] }]);
    expect(stderr).toContain('sipgate did not confirm it');
    expect(await keptConnections(own)).toEqual([]);
    expect((await own.run(['logout'])).code).toBe(0);
  },
);

test('a token that sipgate does not know any more counts as revoked', async () => {
  const own = desk();
  await signIn(own, 'default');
  sandbox().clock.advance(31 * 24 * 3_600_000);
  expect((await own.run(['logout'])).code).toBe(0);
});

test('only the profile that was named is signed out', async () => {
  const own = desk();
  const [alices, bobs] = [await signIn(own, 'first'), await signIn(own, 'second', 'bob')];
  expect((await own.run(['logout', '--profile', 'first'])).code).toBe(0);
  expect([alive(alices), alive(bobs)]).toEqual([false, true]);
  expect((await own.run(['account', '--profile', 'second'])).code).toBe(0);
});

test('--all signs out every profile, whoever it was made for', async () => {
  const own = desk();
  const sessions = [await signIn(own, 'first'), await signIn(own, 'second', 'bob')];
  const { tokenId, token } = sandbox().users.bob.personalAccessToken;
  await own.run(['login', '--pat', '--profile', 'third'], { input: `${tokenId}\n${token}\n` });
  const { code, stdout, stderr } = await own.run(['logout', '--all', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    { profile: 'first', method: 'oauth', revoked: true, sharedWith: [] },
    { profile: 'second', method: 'oauth', revoked: true, sharedWith: [] },
    { profile: 'third', method: 'personal_access_token', revoked: false, sharedWith: [] },
  ]);
  expect(stderr).toContain('delete it in the sipgate web app');
  expect(sessions.map(alive)).toEqual([false, false]);
  expect(await keptConnections(own)).toEqual([]);
});

test('--all also ends what no profile leads to any more, as after a damaged record', async () => {
  const own = desk();
  const session = await signIn(own, 'default');
  writeFileSync(join(own.env['XDG_STATE_HOME'] ?? '', 'sipgate', 'sign-ins', 'default.json'), 'damaged');
  await signIn(own, 'default', 'bob');
  const { code, stdout } = await own.run(['logout', '--all', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    { profile: 'default', method: 'oauth', revoked: true, sharedWith: [] },
    { profile: null, method: 'oauth', revoked: true, sharedWith: [] },
  ]);
  expect(alive(session)).toBe(false);
  expect(await keptConnections(own)).toEqual([]);
});

test('--all signs out the others, when the record of one cannot be used', async () => {
  const own = desk();
  await signIn(own, 'first');
  const session = await signIn(own, 'second', 'bob');
  writeFileSync(join(own.env['XDG_STATE_HOME'] ?? '', 'sipgate', 'sign-ins', 'first.json'), 'damaged');
  const { code, stderr } = await own.run(['logout', '--all']);
  expect(code).toBe(1);
  expect(stderr).toContain('first.json');
  expect(alive(session)).toBe(false);
});

describe('two profiles of one person with one client', () => {
  test('share the tokens: signing one out leaves the other as it is', async () => {
    const own = desk();
    await signIn(own, 'first');
    await signIn(own, 'second');
    const before = revocations();
    const { code, stdout } = await own.run(['logout', '--profile', 'first', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ profile: 'first', method: 'oauth', revoked: false, sharedWith: ['second'] }]);
    expect(revocations()).toBe(before);
    expect((await own.run(['account', '--profile', 'second'])).code).toBe(0);
    expect((await own.run(['account', '--profile', 'first'])).code).toBe(4);
  });

  test('are both ended by --all, with one revocation', async () => {
    const own = desk();
    await signIn(own, 'first');
    await signIn(own, 'second');
    const before = revocations();
    const { code, stdout } = await own.run(['logout', '--all', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).map(({ revoked }: { revoked: boolean }) => revoked)).toEqual([true, true]);
    expect(revocations()).toBe(before + 1);
  });
});

test('SIPGATE_TOKEN goes on working, and that is said', async () => {
  const { tokenId, token } = sandbox().users.bob.personalAccessToken;
  const { code, stderr } = await desk().run(['logout'], { env: { SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token } });
  expect(code).toBe(0);
  expect(stderr).toContain('SIPGATE_TOKEN is set and goes on working');
});

test('a profile that does not exist is none to sign out', async () => {
  const { code, stderr } = await desk().run(['logout', '--profile', 'nobody']);
  expect(code).toBe(1);
  expect(stderr).toContain('profile_not_found');
});
