import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { oauthDesk } from './oauth-desk.ts';
import { stage } from './stage.ts';

const { sandbox, desk, aliceDesk } = stage();

const refreshes = () =>
  sandbox()
    .requests()
    .filter(({ grantType }) => grantType === 'refresh_token').length;

describe('auth status', () => {
  test('tells who is signed in by OAuth, with which scopes, until when; exit 0', async () => {
    const alice = await oauthDesk(sandbox());
    const { code, stdout, stderr } = await alice.run(['auth', 'status', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      profile: 'default',
      status: 'active',
      method: 'oauth',
      origin: 'sign-in',
      person: {
        id: 'w0',
        masterSipId: '2400101',
        domain: 'sipgate.de',
        name: 'Alice Adler',
        email: 'alice@adler-optik.example',
        company: 'Adler Optik GmbH',
      },
      scopes: ['openid', 'account:read', 'balance:read', 'users:read'],
      clientId: sandbox().publicClient.clientId,
      issuer: sandbox().issuer,
      tokenId: null,
      accessTokenExpiresAt: new Date(alice.tokenSet.accessTokenExpiresAt ?? 0).toISOString(),
      refreshTokenExpiresAt: new Date(alice.tokenSet.refreshTokenExpiresAt ?? 0).toISOString(),
      overridden: false,
    });
  });

  test('[S40] never shows a token', async () => {
    const alice = await oauthDesk(sandbox());
    for (const args of [
      ['auth', 'status'],
      ['auth', 'status', '--json', '--debug'],
      ['auth', 'refresh', '--debug'],
    ]) {
      const { stdout, stderr } = await alice.run(args);
      expect(stdout + stderr).not.toMatch(/eyJ/);
    }
    const { token } = sandbox().users.alice.personalAccessToken;
    const byToken = await aliceDesk().run(['auth', 'status', '--json', '--debug']);
    expect(byToken.stdout + byToken.stderr).not.toContain(token);
  });

  test('who may not read people is still told who they are', async () => {
    const alice = await oauthDesk(sandbox(), { scopes: ['balance:read'] });
    const { code, stdout } = await alice.run(['auth', 'status', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).person).toMatchObject({ id: 'w0', masterSipId: '2400101', name: null });
  });

  test('nobody signed in: says so, exit 4', async () => {
    const { code, stdout, stderr } = await desk().run(['auth', 'status', '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'signed_out', method: null });
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'not_signed_in',
      hint: expect.stringMatching('sipgate login'),
    });
  });

  test('a session that sipgate has ended: exit 4, and again offline', async () => {
    const alice = await oauthDesk(sandbox());
    await sandbox().fetch(`${sandbox().issuer}/protocol/openid-connect/logout`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: sandbox().publicClient.clientId,
        refresh_token: alice.tokenSet.refreshToken ?? '',
      }),
    });
    const { code, stdout, stderr } = await alice.run(['auth', 'status', '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout).status).toBe('needs_login');
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'needs_login', hint: 'Next: sipgate login.' });
    expect((await alice.run(['auth', 'status', '--offline'])).code).toBe(4);
  });

  test('--offline asks nobody, and does not claim to know', async () => {
    const alice = await oauthDesk(sandbox());
    const before = sandbox().requests().length;
    const { code, stdout } = await alice.run(['auth', 'status', '--offline', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'unverified', person: null });
    expect(sandbox().requests()).toHaveLength(before);
  });

  test('when sipgate cannot be reached, tells what is known and fails', async () => {
    const alice = await oauthDesk(sandbox(), { settings: { SIPGATE_API_URL: 'http://127.0.0.1:1/v2' } });
    const { code, stdout, stderr } = await alice.run(['auth', 'status', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'unverified', method: 'oauth' });
    expect(JSON.parse(stderr).error.code).toBe('api_unavailable');
  });

  test('a personal access token in the environment wins, and it is said', async () => {
    const alice = await oauthDesk(sandbox());
    const { tokenId, token } = sandbox().users.bob.personalAccessToken;
    const env = { SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token };
    const { code, stdout, stderr } = await alice.run(['auth', 'status'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('Person\tBob Brandt <bob@brandt-logistik.example> (w0)');
    expect(stdout).toContain(`Signed in by\tpersonal access token ${tokenId} from the environment (SIPGATE_TOKEN)`);
    expect(stderr).toContain('SIPGATE_TOKEN is set and wins over the sign-in of the profile "default".');
  });

  test('a personal access token that is refused: exit 4, naming the variable', async () => {
    const wrong = desk({ SIPGATE_TOKEN_ID: 'token-ALICE1', SIPGATE_TOKEN: '00000000-0000-4000-8000-000000000000' });
    const { code, stdout, stderr } = await wrong.run(['auth', 'status', '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout).status).toBe('refused');
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'unauthorized',
      hint: 'Correct SIPGATE_TOKEN in the environment, or remove it.',
    });
  });

  test('an access token in the environment tells its own end', async () => {
    const { tokenSet } = await oauthDesk(sandbox());
    const { code, stdout } = await desk({ SIPGATE_TOKEN: tokenSet.accessToken }).run(['auth', 'status', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'active',
      method: 'access_token',
      scopes: tokenSet.scopes,
      accessTokenExpiresAt: expect.stringMatching(/^\d{4}-/),
      refreshTokenExpiresAt: null,
    });
  });
});

describe('auth token', () => {
  test('is the access token and nothing else', async () => {
    const alice = await oauthDesk(sandbox());
    const { code, stdout, stderr } = await alice.run(['auth', 'token']);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${alice.tokenSet.accessToken}\n`, stderr: '' });
  });

  test('is a new one when the old one has expired, and sipgate takes it', async () => {
    const alice = await oauthDesk(sandbox(), { agoMs: 301_000 });
    const { code, stdout } = await alice.run(['auth', 'token', '--json']);
    expect(code).toBe(0);
    const { accessToken, tokenType, expiresAt, scopes } = JSON.parse(stdout);
    expect(accessToken).not.toBe(alice.tokenSet.accessToken);
    expect(tokenType).toBe('Bearer');
    expect(Date.parse(expiresAt)).toBeGreaterThan(sandbox().clock.now());
    expect(scopes).toContain('balance:read');
    const answer = await sandbox().fetch(`${sandbox().apiUrl}/balance`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(answer.status).toBe(200);
  });

  test('[L31] twenty at once at the expiry: one refresh, twenty times the same token', async () => {
    const alice = await oauthDesk(sandbox(), { agoMs: 301_000 });
    const before = refreshes();
    const runs = await Promise.all(Array.from({ length: 20 }, () => alice.run(['auth', 'token'])));
    expect(runs.map(({ code }) => code)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
    expect(refreshes() - before).toBe(1);
  }, 120_000);

  test('there is none for a personal access token, and what to do instead', async () => {
    const { code, stdout, stderr } = await aliceDesk().run(['auth', 'token']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('sipgate takes id and token by HTTP Basic');
  });

  test('nobody signed in: exit 4 and an empty stdout', async () => {
    expect(await desk().run(['auth', 'token'])).toMatchObject({ code: 4, stdout: '' });
  });
});

describe('auth refresh', () => {
  test('refreshes though nothing is due, and says until when', async () => {
    const alice = await oauthDesk(sandbox());
    const before = refreshes();
    const { code, stdout } = await alice.run(['auth', 'refresh', '--json']);
    expect(code).toBe(0);
    expect(refreshes() - before).toBe(1);
    const status = JSON.parse((await alice.run(['auth', 'status', '--offline', '--json'])).stdout);
    expect(JSON.parse(stdout)).toEqual({
      profile: 'default',
      refreshed: true,
      accessTokenExpiresAt: status.accessTokenExpiresAt,
      refreshTokenExpiresAt: status.refreshTokenExpiresAt,
      scopes: status.scopes,
    });
  });

  test('a personal access token needs none; an access token from the environment cannot', async () => {
    const byPersonalToken = await aliceDesk().run(['auth', 'refresh']);
    expect(byPersonalToken).toMatchObject({ code: 0, stdout: expect.stringContaining('does not expire') });
    const byToken = await desk({ SIPGATE_TOKEN: 'abc' }).run(['auth', 'refresh', '--json']);
    expect(byToken.code).toBe(1);
    expect(JSON.parse(byToken.stderr).error.message).toContain('cannot be refreshed');
  });
});

test('an unreadable sign-in is no reason to hide that the environment wins', async () => {
  const alice = await oauthDesk(sandbox());
  writeFileSync(`${alice.env['XDG_STATE_HOME']}/sipgate/sign-ins/default.json`, '{');
  const { tokenId, token } = sandbox().users.alice.personalAccessToken;
  const env = { SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token };
  const { code, stderr } = await alice.run(['auth', 'status'], { env });
  expect(code).toBe(0);
  expect(stderr).toContain('wins over the sign-in');
});
