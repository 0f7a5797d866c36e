import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CookieJar } from '@sipgate-kit/sandbox';
import { describe, expect, test } from 'vitest';
import { keptConnections } from './kept-connection.ts';
import { startLogin } from './login-run.ts';
import type { Desk, RunOptions } from './run-cli.ts';
import { stage } from './stage.ts';

const { sandbox, desk: bareDesk } = stage();

const desk = (settings: Readonly<Record<string, string>> = {}) =>
  bareDesk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
    ...settings,
  });

interface Person {
  readonly username?: string;
  readonly browser?: CookieJar;
}

/** Runs `sipgate login` to its end, with a person who does what is asked. */
async function signIn(own: Desk, args: readonly string[] = [], person: Person = {}, options: RunOptions = {}) {
  const run = await startLogin(own, args, options);
  await fetch(await sandbox().signIn({ authorizationUrl: run.url, username: 'alice', password: 'sandbox', ...person }));
  return run.ended;
}

const state = (own: Desk, ...path: readonly string[]) => join(own.env['XDG_STATE_HOME'] ?? '', 'sipgate', ...path);
const sessionsOf = (username: string) =>
  sandbox()
    .tokens()
    .filter((session) => session.username === username);
const newestSession = (username: string) => sessionsOf(username).at(-1);

describe('what a sign-in leaves', () => {
  test('[S45] only files of 0600 in folders of 0700, and no drafts', async () => {
    const own = desk();
    expect((await signIn(own, ['--scope', 'account:read'])).code).toBe(0);
    const entries = readdirSync(own.home, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(files.sort()).toEqual(['config.json', 'connections.json', 'default.json', 'vault.key']);
    for (const entry of entries) {
      const { mode } = statSync(join(entry.parentPath, entry.name));
      const inside = entry.parentPath.startsWith(own.home) && entry.parentPath !== own.home;
      if (entry.isFile() || inside) expect([entry.name, mode & 0o077]).toEqual([entry.name, 0]);
    }
  });

  test('what was said about the client stands in the profile, which is made on the spot; said once, said for good', async () => {
    const own = desk({ SIPGATE_CLIENT_ID: '', SIPGATE_REDIRECT_URI: '' });
    const { clientId } = sandbox().publicClient;
    const said = [
      '--client-id',
      clientId,
      '--scope',
      'account:read,users:read',
      '--redirect-uri',
      'http://127.0.0.1/oauth',
    ];
    const { code, stdout } = await signIn(own, ['--profile', 'new', '--json', ...said]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      profile: 'new',
      method: 'oauth',
      person: { id: 'w0', name: 'Alice Adler', company: 'Adler Optik GmbH' },
      clientId,
      issuer: sandbox().issuer,
      scopes: ['openid', 'account:read', 'users:read'],
      accessTokenExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      refreshTokenExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(JSON.parse(readFileSync(join(own.home, 'config', 'sipgate', 'config.json'), 'utf8'))).toEqual({
      profiles: { new: { clientId, scopes: 'account:read users:read', redirectUri: 'http://127.0.0.1/oauth' } },
    });
    const again = await startLogin(own, ['--profile', 'new']);
    expect(again.url.searchParams.get('scope')).toBe('openid account:read users:read');
    again.child.kill('SIGINT');
    await again.ended;
  });

  test('a name that no profile can have is refused before anything begins', async () => {
    const { code, stderr } = await desk().run(['login', '--profile', '../evil']);
    expect(code).not.toBe(0);
    expect(stderr).toContain('cannot be the name of a profile');
  });

  test('the client secret is kept for the next sign-in with the same client, and never in the clear', async () => {
    const { clientId, clientSecret } = sandbox().client;
    const own = desk({ SIPGATE_CLIENT_ID: clientId });
    expect((await signIn(own, ['--client-secret-stdin'], {}, { input: `${clientSecret}\n` })).code).toBe(0);
    expect((await signIn(own)).code).toBe(0);
    sandbox().clock.advance(301_000);
    expect((await own.run(['account'])).code).toBe(0);
    expect(readFileSync(state(own, 'sign-ins', 'default.json'), 'utf8')).not.toContain(clientSecret);
  });

  test('the client secret may stand in the environment', async () => {
    const { clientId, clientSecret } = sandbox().client;
    const own = desk({ SIPGATE_CLIENT_ID: clientId, SIPGATE_CLIENT_SECRET: clientSecret });
    expect((await signIn(own)).code).toBe(0);
  });

  test('without its secret, a client that has one is refused, and the way to say it is named', async () => {
    const own = desk({ SIPGATE_CLIENT_ID: sandbox().client.clientId });
    const { code, stderr } = await signIn(own);
    expect(code).toBe(1);
    expect(stderr).toContain('--client-secret-stdin');
  });

  test('[L14] no secret on stdin: said at once', async () => {
    const { code, stderr } = await desk().run(['login', '--client-secret-stdin']);
    expect(code).toBe(2);
    expect(stderr).toContain('no client secret on stdin');
  });

  test('the sign-in works whatever the settings say later: it knows its login and its client', async () => {
    const own = desk();
    await signIn(own);
    sandbox().clock.advance(301_000);
    const { code } = await own.run(['account'], { env: { SIPGATE_CLIENT_ID: undefined } });
    expect(code).toBe(0);
  });
});

describe('signing in again', () => {
  test('in another browser: the new tokens work, and the old session is over', async () => {
    const own = desk();
    await signIn(own);
    const first = newestSession('alice');
    await signIn(own);
    const [before, now] = [first, newestSession('alice')].map((session) =>
      sandbox()
        .tokens()
        .find(({ sessionId }) => sessionId === session?.sessionId),
    );
    expect(before?.alive).toBe(false);
    expect(now?.alive).toBe(true);
    expect(await keptConnections(own)).toHaveLength(1);
    expect((await own.run(['account'])).code).toBe(0);
  });

  test('in the same browser: the session is the same one, so it stays', async () => {
    const own = desk();
    const browser: CookieJar = new Map();
    await signIn(own, [], { browser });
    await signIn(own, [], { browser });
    expect((await own.run(['account'])).code).toBe(0);
    sandbox().clock.advance(301_000);
    expect((await own.run(['account'])).code).toBe(0);
  });

  test('in a browser that has known the person for longer: the new tokens count all the same', async () => {
    const own = desk();
    const browser: CookieJar = new Map();
    await signIn(desk(), [], { browser });
    sandbox().clock.advance(60_000);
    await signIn(own, ['--scope', 'account:read']);
    const { stdout } = await signIn(own, ['--scope', 'account:read', '--scope', 'balance:read', '--json'], { browser });
    expect(JSON.parse(stdout).scopes).toContain('balance:read');
    expect((await own.run(['balance'])).code).toBe(0);
  });

  test("though the provider's clock went back: the new tokens count all the same, and are not ended with the old", async () => {
    const own = desk();
    await signIn(own, ['--scope', 'account:read']);
    sandbox().clock.advance(-20_000);
    try {
      await signIn(own, ['--scope', 'account:read', '--scope', 'balance:read']);
      expect((await own.run(['balance'])).code).toBe(0);
      expect(newestSession('alice')?.alive).toBe(true);
    } finally {
      sandbox().clock.advance(20_000);
    }
  });

  test('as somebody else: their sign-in takes the place, the earlier one is ended', async () => {
    const own = desk();
    await signIn(own);
    const alices = newestSession('alice')?.sessionId;
    const { stderr } = await signIn(own, [], { username: 'bob' });
    expect(stderr).toContain('Signed in as Bob Brandt');
    expect(
      sandbox()
        .tokens()
        .find(({ sessionId }) => sessionId === alices)?.alive,
    ).toBe(false);
    expect(await keptConnections(own)).toHaveLength(1);
    expect((await own.run(['account'])).stdout).toContain('Brandt Logistik GmbH');
  });

  test('as somebody else, while another profile goes on as before', async () => {
    const own = desk();
    await signIn(own);
    await signIn(own, ['--profile', 'second']);
    await signIn(own, ['--profile', 'second'], { username: 'bob' });
    expect((await own.run(['account'])).stdout).toContain('Adler Optik GmbH');
    expect((await own.run(['account', '--profile', 'second'])).stdout).toContain('Brandt Logistik GmbH');
  });

  test('with a personal access token ends the earlier sign-in, too', async () => {
    const own = desk();
    await signIn(own);
    const { tokenId, token } = sandbox().users.bob.personalAccessToken;
    expect((await own.run(['login', '--pat'], { input: `${tokenId}\n${token}\n` })).code).toBe(0);
    expect(newestSession('alice')?.alive).toBe(false);
    expect(await keptConnections(own)).toEqual([]);
  });

  test.each([
    ['the code cannot be traded', { path: '*/token', drop: 'before' as const }],
    ['the login has a disturbance', { path: '*/token', status: 503 }],
    ['the answer gets lost', { path: '*/token', drop: 'after' as const }],
  ])('when %s, the earlier sign-in is as it was', async (_, fault) => {
    const own = desk();
    await signIn(own);
    sandbox().faults.add(fault);
    expect((await signIn(own)).code).toBe(1);
    expect((await own.run(['account'])).code).toBe(0);
  });

  test('when the earlier one cannot be ended at sipgate, that is said, and the new one works', async () => {
    const own = desk();
    await signIn(own);
    sandbox().faults.add({ path: '*/revoke', status: 503 });
    const { code, stderr } = await signIn(own);
    expect(code).toBe(0);
    expect(stderr).toContain('sipgate was not told');
    expect((await own.run(['account'])).code).toBe(0);
  });

  test('when sipgate does not say who it was, the sign-in is kept', async () => {
    const own = desk();
    sandbox().faults.add({ path: '/v2/authorization/userinfo', status: 500 });
    const { code, stderr } = await signIn(own);
    expect(code).toBe(0);
    expect(stderr).toContain('sipgate did not say who you are');
    expect((await own.run(['account'])).code).toBe(0);
  });
});

describe('the environment', () => {
  test('SIPGATE_TOKEN wins, and login says so', async () => {
    const own = desk();
    const { tokenId, token } = sandbox().users.bob.personalAccessToken;
    const env = { SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token };
    const { code, stderr } = await signIn(own, [], {}, { env });
    expect(code).toBe(0);
    expect(stderr).toContain('SIPGATE_TOKEN is set and wins');
    expect(stderr).toContain('Signed in as Alice Adler');
    expect((await own.run(['account'], { env })).stdout).toContain('Brandt Logistik GmbH');
  });
});

describe('files that cannot be used', () => {
  test.each([
    ['no JSON', '{"version": 1,\n "connectionId"', 'line 2'],
    ['empty, after a full disk', '', 'is empty'],
    ['something else', '{"hello": "world"}', 'is no sign-in'],
    ['sealed in another way', '{"version": 1, "connectionId": "x", "sealed": "{}"}', 'vault_entry_damaged'],
  ])(
    '[S45] a record that is %s: a clear error; kept aside at the next sign-in, never overwritten',
    async (_, damaged, problem) => {
      const own = desk();
      mkdirSync(state(own, 'sign-ins'), { recursive: true });
      const path = state(own, 'sign-ins', 'default.json');
      writeFileSync(path, damaged);
      for (const command of [['account'], ['logout']]) {
        const { code, stderr } = await own.run(command);
        expect(code).toBe(1);
        expect(stderr).toContain(problem);
        expect(readFileSync(path, 'utf8')).toBe(damaged);
      }
      const { code, stderr } = await signIn(own);
      expect(code).toBe(0);
      expect(stderr).toContain('default.json.damaged-1');
      expect(readFileSync(`${path}.damaged-1`, 'utf8')).toBe(damaged);
      expect((await own.run(['account'])).code).toBe(0);
    },
  );

  test('a record of a newer release is left alone', async () => {
    const own = desk();
    mkdirSync(state(own, 'sign-ins'), { recursive: true });
    writeFileSync(state(own, 'sign-ins', 'default.json'), '{"version": 2}');
    const { code, stderr } = await own.run(['login']);
    expect(code).toBe(1);
    expect(stderr).toContain('newer release');
    expect(readFileSync(state(own, 'sign-ins', 'default.json'), 'utf8')).toBe('{"version": 2}');
  });

  test('[S45] connections that cannot be read are found out before anybody signs in, and left as they are', async () => {
    const own = desk();
    mkdirSync(state(own), { recursive: true });
    writeFileSync(state(own, 'connections.json'), 'damaged');
    const { code, stderr } = await own.run(['login']);
    expect(code).toBe(1);
    expect(stderr).toContain('vault_damaged');
    expect(stderr).not.toContain('response_type=code');
    expect(readFileSync(state(own, 'connections.json'), 'utf8')).toBe('damaged');
  });

  test('a place that cannot be written is found out before anybody signs in', async () => {
    const own = desk();
    writeFileSync(join(own.home, 'a file'), '');
    const { code, stderr } = await own.run(['login'], { env: { XDG_STATE_HOME: join(own.home, 'a file') } });
    expect(code).toBe(1);
    expect(stderr).toContain('file_unwritable');
    expect(stderr).toContain('XDG_STATE_HOME');
    expect(stderr).not.toContain('response_type=code');
  });

  test('settings that cannot be understood are named with their line, and nothing begins', async () => {
    const own = desk();
    mkdirSync(join(own.home, 'config', 'sipgate'), { recursive: true });
    writeFileSync(join(own.home, 'config', 'sipgate', 'config.json'), '{\n  "profiles": {,}\n}');
    const { code, stderr } = await own.run(['login']);
    expect(code).toBe(1);
    expect(stderr).toContain('line 2');
    expect(existsSync(state(own))).toBe(false);
  });
});
