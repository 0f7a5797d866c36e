import { describe, expect, test } from 'vitest';
import { createSandbox, type SandboxOptions } from '../src/index.ts';
import { CHALLENGE, claimsOf, pageOf, refusalOf, relyingParty, type TokenAnswer, VERIFIER } from './relying-party.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const FLOW_OFF =
  'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.';

interface Codes {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  readonly expires_in: number;
  readonly interval: number;
}

/** A sandbox with a clock that stands still, and a device of its public client. */
async function device(options: SandboxOptions = {}) {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const sandbox = await createSandbox({ now: () => now, ...options });
  const party = relyingParty(sandbox, { client: sandbox.publicClient });
  const start = (change: Record<string, string | undefined> = {}) =>
    party.post('auth/device', {
      scope: 'openid account:read',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...change,
    });
  const codes = async () => (await (await start()).json()) as Codes;
  const poll = (deviceCode: string | undefined, change: Record<string, string | undefined> = {}) =>
    party.token({ grant_type: GRANT, device_code: deviceCode, code_verifier: VERIFIER, ...change });
  const page = (path: string, init?: RequestInit) => sandbox.fetch(`${sandbox.issuer}${path}`, init);
  const type = (userCode: string) =>
    page('/device', { method: 'POST', body: new URLSearchParams({ device_user_code: userCode }), redirect: 'manual' });
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { sandbox, party, start, codes, poll, page, type, pass };
}

const alice = { username: 'alice', password: 'sandbox' };

test('a device gets codes in the form of Keycloak', async () => {
  const { start, sandbox } = await device();
  const response = await start();
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const codes = (await response.json()) as Codes;
  expect(Object.keys(codes)).toEqual([
    'device_code',
    'user_code',
    'verification_uri',
    'verification_uri_complete',
    'expires_in',
    'interval',
  ]);
  expect(codes).toMatchObject({
    user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
    verification_uri: `${sandbox.issuer}/device`,
    verification_uri_complete: `${sandbox.issuer}/device?user_code=${codes.user_code}`,
    expires_in: 600,
    interval: 5,
  });
});

test('it polls until the person has signed in and consented, and gets the tokens of a sign-in', async () => {
  const { sandbox, party, codes, poll, pass } = await device();
  const { device_code, user_code } = await codes();
  const wait = '400 authorization_pending "The authorization request is still pending"';
  expect(await refusalOf(await poll(device_code))).toBe(wait);
  pass(5);
  expect(await refusalOf(await poll(device_code))).toBe(wait);
  await sandbox.confirmDevice({ userCode: user_code, ...alice });
  pass(5);
  const response = await poll(device_code);
  expect(response.status).toBe(200);
  const tokens = (await response.json()) as TokenAnswer;
  expect(tokens.scope).toBe('openid account:read');
  expect(claimsOf(tokens.id_token ?? '')).toMatchObject({ sub: sandbox.users.alice.sub, iss: sandbox.issuer });
  expect((await party.api('/account', tokens.access_token)).status).toBe(200);
  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
  expect(sandbox.requests().map(({ path, grantType }) => `${path} ${grantType ?? ''}`.trim())).toContain(
    `/auth/realms/third-party/protocol/openid-connect/token ${GRANT}`,
  );
});

test('a device that comes late, but in time, still gets its tokens', async () => {
  const { sandbox, codes, poll, pass } = await device();
  const { device_code, user_code } = await codes();
  await sandbox.confirmDevice({ userCode: user_code, ...alice });
  pass(599);
  expect((await poll(device_code)).status).toBe(200);
});

test('who polls too fast is told to slow down', async () => {
  const { codes, poll, pass } = await device();
  const { device_code } = await codes();
  await poll(device_code);
  pass(4);
  expect(await refusalOf(await poll(device_code))).toBe('400 slow_down "Slow down"');
  pass(1);
  expect(await refusalOf(await poll(device_code))).toContain('authorization_pending');
});

test('a code expires, is remembered as expired for a while, and then forgotten', async () => {
  const { codes, poll, pass, type } = await device();
  const { device_code, user_code } = await codes();
  pass(600);
  expect(await refusalOf(await poll(device_code))).toBe('400 expired_token "Device code is expired"');
  expect(await (await type(user_code)).text()).toContain('The code has expired.');
  pass(15);
  expect(await refusalOf(await poll(device_code))).toBe('400 invalid_grant "Device code not valid"');
});

test('a no is final for the device, and the code is used up', async () => {
  const { sandbox, codes, poll, type } = await device();
  const { device_code, user_code } = await codes();
  await expect(sandbox.confirmDevice({ userCode: user_code, ...alice, consent: 'no' })).rejects.toMatchObject({
    message: 'Consent denied for connecting the device.',
  });
  expect(await refusalOf(await poll(device_code))).toBe(
    '400 access_denied "The end user denied the authorization request"',
  );
  expect(await (await type(user_code)).text()).toContain('Invalid code, please try again.');
});

test('tokens are given once', async () => {
  const { sandbox, codes, poll, pass } = await device();
  const { device_code, user_code } = await codes();
  await sandbox.confirmDevice({ userCode: user_code, ...alice });
  expect((await poll(device_code)).status).toBe(200);
  pass(5);
  expect(await refusalOf(await poll(device_code))).toBe('400 invalid_grant "Device code not valid"');
});

test('the person is asked every time, even when they had consented before', async () => {
  const { sandbox, codes } = await device();
  const browser = new Map();
  await sandbox.confirmDevice({ userCode: (await codes()).user_code, ...alice, browser });
  const again = sandbox.confirmDevice({ userCode: (await codes()).user_code, ...alice, browser, consent: 'no' });
  await expect(again).rejects.toMatchObject({ message: 'Consent denied for connecting the device.' });
});

describe('the verification page', () => {
  test('takes the code however it is written, and from the complete URI', async () => {
    const { codes, type, sandbox } = await device();
    const { user_code, verification_uri_complete } = await codes();
    for (const written of [user_code, user_code.toLowerCase(), user_code.replace('-', ''), ` ${user_code} `]) {
      const response = await type(written);
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toContain('/login-actions/');
    }
    expect((await sandbox.fetch(verification_uri_complete, { redirect: 'manual' })).status).toBe(303);
  });

  test('asks for the code, and again when it is wrong', async () => {
    const { page, type } = await device();
    expect(await (await page('/device')).text()).toContain('Enter the code provided by your device and click Submit');
    expect(await (await type('AAAA-AAAA')).text()).toContain('Invalid code, please try again.');
  });

  test('never sends the browser a code of the sign-in', async () => {
    const { sandbox, codes } = await device();
    const { user_code } = await codes();
    const locations: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await sandbox.fetch(input, init);
      locations.push(response.headers.get('location') ?? '');
      return response;
    };
    const { createConfirmDevice } = await import('../src/sign-in.ts');
    await createConfirmDevice(`${sandbox.issuer}/device`, fetch)({ userCode: user_code, ...alice });
    expect(locations.at(-2)).toBe(`${sandbox.issuer}/device/status`);
    for (const location of locations) expect(location).not.toMatch(/[?&]code=/);
  });

  test('tells how it ended', async () => {
    const { page } = await device();
    expect(await (await page('/device/status')).text()).toContain('Device Login Successful');
    expect(await pageOf(await page('/device/status?error=expired_token'))).toMatch(/Device Login Failed The code has/);
    expect(await pageOf(await page('/device/status?error=server_error'))).toContain('try connecting again');
  });

  test('somebody who was shown the consent page too long has come too late', async () => {
    const { sandbox, codes, pass } = await device();
    const { user_code } = await codes();
    const { createConfirmDevice } = await import('../src/sign-in.ts');
    const slow: typeof globalThis.fetch = async (input, init) => {
      if (new URL((input as Request).url).pathname.includes('/login-actions/')) pass(400);
      return sandbox.fetch(input, init);
    };
    const late = createConfirmDevice(`${sandbox.issuer}/device`, slow)({ userCode: user_code, ...alice });
    await expect(late).rejects.toMatchObject({ message: expect.stringContaining('The code has expired.') });
  });
});

describe('is refused', () => {
  test.each([
    ['the flow is off for the client', {}, `400 unauthorized_client "${FLOW_OFF}"`, 'client'],
    [
      'PKCE is missing',
      { code_challenge_method: undefined },
      '400 invalid_request "Missing parameter: code_challenge_method"',
    ],
    ['the client is unknown', { client_id: 'x' }, '401 invalid_client "Invalid client or Invalid client credentials"'],
  ] as const)('codes: %s', async (_what, change, answer, kind?: 'client') => {
    const { sandbox, start } = await device();
    const response = kind === undefined ? await start(change) : await relyingParty(sandbox).post('auth/device', {});
    expect(await refusalOf(response)).toBe(answer);
  });

  test.each([
    ['no code', { device_code: undefined }, '400 invalid_request "Missing parameter: device_code"'],
    ['a made-up code', { device_code: 'x' }, '400 invalid_grant "Device code not valid"'],
    ['no verifier', { code_verifier: undefined }, '400 invalid_grant "PKCE code verifier not specified"'],
    [
      'another verifier',
      { code_verifier: 'v'.repeat(43) },
      '400 invalid_grant "PKCE verification failed: Code mismatch"',
    ],
  ])('tokens: %s', async (_what, change, answer) => {
    const { sandbox, codes, poll } = await device();
    const { device_code, user_code } = await codes();
    await sandbox.confirmDevice({ userCode: user_code, ...alice });
    expect(await refusalOf(await poll(device_code, change))).toBe(answer);
  });

  test('the code of another client', async () => {
    const { sandbox, codes } = await device();
    const { device_code } = await codes();
    const other = relyingParty(sandbox);
    const answer = await other.token({ grant_type: GRANT, device_code });
    expect(await refusalOf(answer)).toBe('400 invalid_grant "Client not allowed OAuth 2.0 Device Authorization Grant"');
  });

  test('a person who signed out before the device came', async () => {
    const { sandbox, codes, poll } = await device();
    const { device_code, user_code } = await codes();
    const browser = new Map();
    await sandbox.confirmDevice({ userCode: user_code, ...alice, browser });
    const other = await codes();
    await sandbox.confirmDevice({ userCode: other.user_code, ...alice, browser });
    const tokens = (await (await poll(other.device_code)).json()) as TokenAnswer;
    const party = relyingParty(sandbox, { client: sandbox.publicClient });
    await party.post('logout', { refresh_token: tokens.refresh_token });
    expect(await refusalOf(await poll(device_code))).toBe('400 invalid_grant "Session not active"');
  });
});

test('without the device flow nothing of it is announced or there', async () => {
  const { sandbox, page, start, poll } = await device({ deviceFlow: false });
  const document = (await (await page('/.well-known/openid-configuration')).json()) as Record<string, unknown>;
  expect(document).not.toHaveProperty('device_authorization_endpoint');
  expect(document['grant_types_supported']).toEqual(['authorization_code', 'refresh_token']);
  expect((await start()).status).toBe(404);
  expect(await refusalOf(await poll('x'))).toBe('400 unsupported_grant_type "Unsupported grant_type"');
  const announced = await createSandbox();
  const other = (await (
    await announced.fetch(`${announced.issuer}/.well-known/openid-configuration`)
  ).json()) as Record<string, unknown>;
  expect(other['device_authorization_endpoint']).toBe(`${sandbox.issuer}/protocol/openid-connect/auth/device`);
});

test('lifespan and interval can be other ones', async () => {
  const { codes, poll, pass } = await device({ deviceFlow: { codeLifespanS: 30, pollingIntervalS: 10 } });
  const { device_code, expires_in, interval } = await codes();
  expect({ expires_in, interval }).toEqual({ expires_in: 30, interval: 10 });
  await poll(device_code);
  pass(9);
  expect(await refusalOf(await poll(device_code))).toContain('slow_down');
  pass(21);
  expect(await refusalOf(await poll(device_code))).toContain('expired_token');
});

test('a snapshot keeps devices that wait', async () => {
  const { sandbox, codes, poll } = await device();
  const { device_code, user_code } = await codes();
  const before = sandbox.snapshot();
  await sandbox.confirmDevice({ userCode: user_code, ...alice });
  sandbox.restore(before);
  expect(await refusalOf(await poll(device_code))).toContain('authorization_pending');
  const { deviceCodes: _none, ...older } = before.realms['third-party'];
  const body = JSON.stringify({ ...before, realms: { ...before.realms, 'third-party': older } });
  const headers = { 'content-type': 'application/json' };
  const answer = await sandbox.fetch(`${sandbox.url}/__sandbox/state`, { method: 'PUT', headers, body });
  expect(answer.ok).toBe(true);
});
