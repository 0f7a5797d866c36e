import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import { type Desk, newDesk } from '../run-cli.ts';
import { stage } from '../stage.ts';
import { diagnosis } from './diagnosis.ts';

const { sandbox, desk, aliceDesk } = stage();

function write(at: Desk, path: string, content: string): string {
  const full = join(at.home, path);
  mkdirSync(join(full, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(full, content, { mode: 0o600 });
  return full;
}

test('a settings file with a mistake: file, line and column, and the checks that need it are skipped', async () => {
  const here = desk();
  const path = write(here, 'config/sipgate/config.json', '{\n  "profiles": {,}\n}\n');
  const { of, code } = await diagnosis(here);
  expect(of['files']).toMatchObject({ status: 'fail', message: expect.stringContaining(path) });
  expect(of['files']?.message).toMatch(/line 2, column \d+/);
  expect([of['settings']?.status, of['client']?.status, code]).toEqual(['skip', 'skip', 1]);
});

test.skipIf(process.platform === 'win32')('files that others can read, with the command that closes them', async () => {
  const here = desk();
  const path = write(here, 'config/sipgate/config.json', '{ "profiles": { "work": {} } }');
  chmodSync(path, 0o644);
  const { of, code } = await diagnosis(here);
  expect(of['files']).toMatchObject({
    status: 'warn',
    message: expect.stringContaining('0644'),
    remedy: `chmod 600 '${path}'`,
  });
  expect(code).toBe(0);

  const away = await oauthDesk(sandbox());
  chmodSync(join(away.env['XDG_STATE_HOME'] ?? '', 'sipgate'), 0o755);
  expect((await diagnosis(away)).of['state']).toMatchObject({
    status: 'warn',
    remedy: expect.stringContaining('chmod 700'),
  });
});

test('a state folder that cannot be', async () => {
  const here = desk();
  const path = write(here, 'no folder', '');
  const { of } = await diagnosis(here, { env: { XDG_STATE_HOME: path } });
  expect(of['state']).toMatchObject({ status: 'fail', remedy: expect.stringContaining('XDG_STATE_HOME') });
});

test('sign-ins that do not open any more', async () => {
  const away = await oauthDesk(sandbox());
  writeFileSync(join(away.env['XDG_STATE_HOME'] ?? '', 'sipgate', 'vault.key'), 'not a key');
  const { of } = await diagnosis(away);
  expect(of['state']?.status).toBe('fail');
  expect(of['state']?.remedy).toContain('backup');
});

test('settings that cannot be right, and a profile that is not there', async () => {
  const wrong = await diagnosis(desk({ SIPGATE_API_URL: 'api.sipgate.com' }));
  expect(wrong.of['settings']).toMatchObject({ status: 'fail', message: expect.stringContaining('SIPGATE_API_URL') });
  const insecure = await diagnosis(desk({ SIPGATE_API_URL: 'http://api.sipgate.com/v2' }));
  expect(insecure.of['settings']?.message).toContain('readable for everybody');
  const missing = await diagnosis(desk({ SIPGATE_PROFILE: 'wrok' }));
  expect(missing.of['settings']).toMatchObject({ status: 'fail', message: expect.stringContaining('SIPGATE_PROFILE') });
});

test("a project's file must not say where tokens go", async () => {
  const here = desk();
  write(here, 'sipgate.json', '{ "apiUrl": "https://evil.example/v2" }');
  expect((await diagnosis(here)).of['settings']).toMatchObject({
    status: 'warn',
    message: expect.stringContaining('ignored'),
  });
});

test('variables that win, that do nothing, and that are mistyped', async () => {
  const { tokenId, token } = sandbox().users.alice.personalAccessToken;
  const signedIn = await oauthDesk(sandbox());
  const winning = await diagnosis(signedIn, { env: { SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token } });
  expect(winning.of['environment']).toMatchObject({
    status: 'warn',
    remedy: expect.stringContaining('Unset SIPGATE_TOKEN'),
  });
  expect((await diagnosis(desk({ SIPGATE_TOKEN_ID: tokenId }))).of['environment']?.status).toBe('fail');
  const mistyped = await diagnosis(desk({ SIPGATE_CLIENTID: 'x' }));
  expect(mistyped.of['environment']).toMatchObject({ status: 'warn', remedy: 'Did you mean SIPGATE_CLIENT_ID?' });
  const foreign = await diagnosis(desk({ SIPGATE_KIT_ISSUER: 'x' }));
  expect(foreign.of['environment']?.status).toBe('pass');
});

test('proxies that cannot be used, and two that disagree', async () => {
  const bad = await diagnosis(newDesk({ HTTPS_PROXY: 'socks5://proxy.example:1080' }));
  expect(bad.of['proxy']).toMatchObject({ status: 'fail', message: expect.stringContaining('HTTPS_PROXY') });
  const two = await diagnosis(desk({ HTTPS_PROXY: 'http://one.example', https_proxy: 'http://two.example' }));
  if (process.platform !== 'win32') expect(two.of['proxy']?.status).toBe('warn');
  expect((await diagnosis(desk({ HTTPS_PROXY: 'http://proxy.example:3128' }))).of['proxy']).toMatchObject({
    status: 'pass',
    message: expect.stringContaining('directly'),
  });
});

test('certificates that are not checked, or cannot be read', async () => {
  const unchecked = await diagnosis(desk({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }));
  expect(unchecked.of['certificates']).toMatchObject({ status: 'fail', remedy: expect.stringContaining('Unset it') });
  const missing = await diagnosis(desk({ NODE_EXTRA_CA_CERTS: '/there/is/no.pem' }));
  expect(missing.of['certificates']).toMatchObject({
    status: 'fail',
    message: expect.stringContaining('/there/is/no.pem'),
  });
});

test('a clock that is wrong', async () => {
  sandbox().clock.advance(3_600_000);
  try {
    const { of } = await diagnosis(desk());
    expect(of['clock']).toMatchObject({ status: 'fail', message: expect.stringContaining('60 minutes behind') });
  } finally {
    sandbox().clock.advance(-3_600_000);
  }
  sandbox().clock.advance(-60_000);
  try {
    expect((await diagnosis(desk())).of['clock']).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('ahead'),
    });
  } finally {
    sandbox().clock.advance(60_000);
  }
});

test('offline: says so, skips what needs the network, and goes on with the rest', async () => {
  const nobody = 'http://127.0.0.1:9';
  const { of, code, stderr } = await diagnosis(
    desk({
      SIPGATE_ISSUER: `${nobody}/auth/realms/third-party`,
      SIPGATE_API_URL: `${nobody}/v2`,
      SIPGATE_CLIENT_ID: 'x',
    }),
  );
  expect([of['login-server']?.status, of['api-server']?.status]).toEqual(['fail', 'fail']);
  expect(of['api-server']?.message).toContain('nobody listens');
  expect(['clock', 'provider', 'client', 'code-exchange', 'redirect-uri'].map((id) => of[id]?.status)).toEqual(
    Array.from({ length: 5 }, () => 'skip'),
  );
  expect(of['port']?.status).toBe('pass');
  expect(code).toBe(1);
  expect(JSON.parse(stderr).error).toMatchObject({
    code: 'checks_failed',
    message: expect.stringContaining('offline?'),
  });
});

test('a login that is none, a realm that is not there, a login without PKCE', async () => {
  const missing = await diagnosis(desk({ SIPGATE_ISSUER: `${sandbox().url}/auth/realms/nowhere` }));
  expect(missing.of['login-server']?.status).toBe('pass');
  expect(missing.of['provider']?.status).toBe('fail');

  const { issuer } = sandbox();
  const body = {
    issuer,
    authorization_endpoint: `${issuer}/a`,
    token_endpoint: `${issuer}/t`,
    code_challenge_methods_supported: ['plain'],
  };
  sandbox().faults.add({ path: '*/openid-configuration', status: 200, body });
  expect((await diagnosis(desk())).of['provider']).toMatchObject({
    status: 'fail',
    message: expect.stringContaining('S256'),
  });
});

test('servers in trouble, and something else in their place', async () => {
  sandbox().faults.add({ path: '*/openid-configuration', status: 503 });
  sandbox().faults.add({ path: '/v2/authorization/userinfo', status: 503 });
  const { of } = await diagnosis(desk());
  expect([of['login-server']?.status, of['api-server']?.status]).toEqual(['fail', 'warn']);
  const other = await diagnosis(desk({ SIPGATE_API_URL: sandbox().url }));
  expect(other.of['api-server']).toMatchObject({ status: 'warn', remedy: expect.stringContaining('/v2') });
});

test('a redirect URI that leads elsewhere, and scopes that do not exist', async () => {
  const { clientId, clientSecret } = sandbox().client;
  const settings = { SIPGATE_CLIENT_ID: clientId, SIPGATE_CLIENT_SECRET: clientSecret };
  const away = await diagnosis(desk({ ...settings, SIPGATE_REDIRECT_URI: 'https://app.example.com/oauth' }));
  expect(away.of['port']).toMatchObject({ status: 'warn', remedy: expect.stringContaining('Paste') });
  const scopes = await diagnosis(desk({ ...settings, SIPGATE_SCOPES: 'acount:read' }));
  expect(scopes.of['scopes']).toMatchObject({
    status: 'fail',
    remedy: expect.stringContaining('sipgate config set scopes'),
  });
});

test('credentials that sipgate does not accept', async () => {
  const { of } = await diagnosis(aliceDesk({ SIPGATE_TOKEN: 'f0000000-aaaa-4aaa-8aaa-a11ce0000009' }));
  expect(of['access']).toMatchObject({ status: 'fail', remedy: expect.stringContaining('SIPGATE_TOKEN') });
});

test('a sign-in that ends soon', async () => {
  const days = 24 * 3_600_000;
  const soon = await oauthDesk(sandbox(), { agoMs: 28 * days });
  sandbox().faults.add({ method: 'POST', path: '*/token', next: 9, status: 503 });
  const { of } = await diagnosis(soon, {}, ['--timeout', '2']);
  sandbox().faults.clear();
  expect(of['sign-in']).toMatchObject({ status: 'warn', remedy: 'Next: sipgate auth refresh' });
});
