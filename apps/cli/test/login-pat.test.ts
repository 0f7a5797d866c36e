import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stage } from './stage.ts';
import { openTerminal } from './terminal.ts';

const { sandbox, desk } = stage();

const alice = () => sandbox().users.alice.personalAccessToken;

test('two lines on stdin, with whatever line ends, and everything works with it', async () => {
  const own = desk();
  const { tokenId, token } = alice();
  const signedIn = await own.run(['login', '--pat', '--json'], { input: `\uFEFF${tokenId}\r\n${token}\r\n` });
  expect(signedIn.code).toBe(0);
  expect(JSON.parse(signedIn.stdout)).toEqual({
    profile: 'default',
    method: 'personal_access_token',
    person: {
      id: 'w0',
      masterSipId: '2400101',
      domain: 'sipgate.de',
      name: 'Alice Adler',
      email: 'alice@adler-optik.example',
      company: 'Adler Optik GmbH',
    },
    clientId: null,
    issuer: null,
    scopes: null,
    accessTokenExpiresAt: null,
    refreshTokenExpiresAt: null,
  });
  expect((await own.run(['account'])).stdout).toContain('Adler Optik GmbH');
});

test('a script that leaves stdin open is not waited for', async () => {
  const own = desk();
  const { tokenId, token } = alice();
  const { code } = await own.run(['login', '--pat'], { input: `${tokenId}\n${token}\n`, inputGoesOn: true });
  expect(code).toBe(0);
});

test('[S44] on a terminal it is asked for, and the token never shown', async () => {
  const own = desk();
  const { tokenId, token } = alice();
  const terminal = openTerminal(own, ['login', '--pat']);
  await terminal.shows(/Token id/);
  terminal.type(`${tokenId}\r`);
  await terminal.shows(/Token:/);
  terminal.type(`${token}\r`);
  await terminal.shows(/Signed in as Alice Adler/);
  expect(await terminal.ended).toBe(0);
  expect(terminal.raw).not.toContain(token);
});

describe('nothing is kept of', () => {
  test.each([
    [
      'a token that sipgate does not know',
      () => `${alice().tokenId}\n00000000-0000-4000-8000-000000000000\n`,
      'unauthorized',
      4,
    ],
    ['id and token in the wrong order', () => `${alice().token}\n${alice().tokenId}\n`, 'invalid_configuration', 1],
    ['one line alone', () => `${alice().tokenId}\n`, 'input_needed', 2],
    ['an empty stdin', () => '', 'input_needed', 2],
  ])('%s', async (_, input, problem, exit) => {
    const own = desk();
    const { code, stdout, stderr } = await own.run(['login', '--pat', '--json'], { input: input() });
    expect(code).toBe(exit);
    expect(stdout).toBe('');
    expect(stderr).toContain(`"code": "${problem}"`);
    expect(stderr).not.toContain(alice().token);
    expect(readdirSync(own.home)).toEqual([]);
  });

  test('[L14] a closed stdin: the way is named at once', async () => {
    const { code, stderr } = await desk().run(['login', '--pat']);
    expect(code).toBe(2);
    expect(stderr).toContain('two lines');
  });

  test('a token that could not be asked about, since sipgate cannot be reached', async () => {
    const own = desk({ SIPGATE_API_URL: 'http://127.0.0.1:9/v2' });
    const { tokenId, token } = alice();
    const { code, stderr } = await own.run(['login', '--pat'], { input: `${tokenId}\n${token}\n` });
    expect(code).toBe(1);
    expect(stderr).toContain('api_unavailable');
    expect(readdirSync(own.home)).toEqual([]);
  });
});

test('it has its own rights and no client: options that say otherwise are refused', async () => {
  const { code, stderr } = await desk().run(['login', '--pat', '--scope', 'account:read'], { input: '' });
  expect(code).toBe(2);
  expect(stderr).toContain('--pat and --scope do not go together');
});
