import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { type RelyingParty, refusalOf, relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox({ now: () => 1_000_000_000_000 });
  party = relyingParty(sandbox);
});
afterEach(() => sandbox.close());

const ask = (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
  sandbox.fetch(`${sandbox.url}/__sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...headers },
  });

test('clock: read, advanced, set', async () => {
  expect(await (await ask('clock')).json()).toEqual({
    now: 1_000_000_000_000,
    iso: '2001-09-09T01:46:40.000Z',
    frozen: false,
  });
  expect(await (await ask('clock', 'POST', { advanceMs: 1_000 })).json()).toMatchObject({ now: 1_000_000_001_000 });
  expect(await (await ask('clock', 'POST', { setTo: '2030-01-01T00:00:00Z' })).json()).toMatchObject({
    iso: '2030-01-01T00:00:00.000Z',
  });
  expect(sandbox.clock.now()).toBe(Date.parse('2030-01-01T00:00:00Z'));
});

test('clock: frozen it stands still and can be moved, and goes on from there', async () => {
  let now = 1_000;
  const ticking = await createSandbox({ now: () => now });
  const change = async (body: unknown) =>
    (
      await ticking.fetch(`${ticking.url}/__sandbox/clock`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    ).json();

  expect(await change({ frozen: true })).toMatchObject({ now: 1_000, frozen: true });
  now = 5_000;
  expect(ticking.clock.now()).toBe(1_000);
  expect(await change({ advanceMs: 500 })).toMatchObject({ now: 1_500, frozen: true });
  expect(await change({ setTo: 9_000, frozen: false })).toMatchObject({ now: 9_000, frozen: false });
  now = 6_000;
  expect(ticking.clock.now()).toBe(10_000);
});

test('faults: added, listed, cleared; never hit the control API itself', async () => {
  const added = await ask('faults', 'POST', { path: '/', status: 500, next: 3 });
  expect([added.status, await added.json()]).toMatchObject([201, { path: '/', status: 500, next: 3, remaining: 3 }]);
  expect((await (await ask('faults')).json()).faults).toHaveLength(1);
  expect((await sandbox.fetch(sandbox.apiUrl)).status).toBe(500);
  expect((await (await ask('faults', 'DELETE')).json()).faults).toEqual([]);
  expect((await sandbox.fetch(sandbox.apiUrl)).status).toBe(200);
});

test('tokens: which came from which, by fingerprint, and which sessions live', async () => {
  const { createHash } = await import('node:crypto');
  const fingerprint = (token: string) => createHash('sha256').update(token).digest('hex').slice(0, 8);
  const first = await party.tokens();
  const second = await (await party.refresh(first.refresh_token)).json();

  const text = await (await ask('tokens')).text();
  const { sessions } = JSON.parse(text);

  expect(sessions).toMatchObject([
    {
      realm: 'third-party',
      username: 'alice',
      clientId: sandbox.client.clientId,
      alive: true,
      sessionId: first.session_state,
    },
  ]);
  const refreshTokens = sessions[0].tokens.filter(({ kind }: { kind: string }) => kind === 'refresh');
  expect(refreshTokens).toMatchObject([
    { fingerprint: fingerprint(first.refresh_token), status: 'used' },
    { fingerprint: fingerprint(second.refresh_token), parent: fingerprint(first.refresh_token), status: 'usable' },
  ]);
  for (const token of [first, second].flatMap(({ access_token, refresh_token, id_token }) => [
    access_token,
    refresh_token,
    id_token,
  ])) {
    expect(text).not.toContain(token);
  }

  await party.refresh(first.refresh_token);

  expect(sandbox.tokens()[0]).toMatchObject({ alive: false, endReason: 'refresh token used twice' });
  expect(sandbox.tokens()[0]?.tokens.at(-1)?.status).toBe('dead');
});

test('requests: method, path, status, time; nothing secret, not even a grant type that is none', async () => {
  const callback = await party.signIn();
  const code = callback.searchParams.get('code') ?? '';
  const tokens = await (await party.redeem(code)).json();
  await party.token({ grant_type: sandbox.client.clientSecret });
  await party.api('/account?secret=1', tokens.access_token);

  const { requests } = await (await ask('requests')).json();
  const text = JSON.stringify(requests);

  expect(requests.at(-1)).toMatchObject({ method: 'GET', path: '/v2/account', status: 200, at: 1_000_000_000_000 });
  expect(requests.filter(({ grantType }: { grantType?: string }) => grantType === 'authorization_code')).toHaveLength(
    1,
  );
  for (const secret of [
    code,
    tokens.access_token,
    tokens.refresh_token,
    sandbox.client.clientSecret,
    'secret=1',
    'state-1',
    'alice',
  ]) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('/login-actions/:interaction');
  expect(await (await ask('requests', 'DELETE')).json()).toEqual({
    requests: [],
    last: requests.at(-1).id,
  });
  expect(sandbox.requests()).toEqual([]);
});

test('requests: what one needs to see why one was refused, with secrets as stars', async () => {
  const { access_token, refresh_token } = await party.tokens({ scope: 'openid all' });
  await party.refresh(refresh_token, { scope: 'openid s3cret' });
  await party.authorize({ scope: 'openid s3cret' });
  await party.api('/history?limit=10&phonenumber=%2B49&limt=s3cret', access_token);

  const { requests } = await (await ask('requests')).json();
  const [refresh, authorization, api] = requests.slice(-3);
  const fingerprint = sandbox.tokens()[0]?.tokens.find(({ kind }) => kind === 'access')?.fingerprint;

  expect(JSON.stringify(requests)).not.toContain('s3cret');
  expect(refresh).toMatchObject({
    form: `client_id=${sandbox.client.clientId}&client_secret=***&grant_type=refresh_token&refresh_token=***&scope=***`,
    grantType: 'refresh_token',
    error: 'invalid_scope: Invalid scopes: openid ***',
  });
  expect(authorization.query).toContain(`redirect_uri=${party.redirectUri}&response_type=code&scope=***&state=***&`);
  expect(authorization.error).toBe('invalid_scope: Invalid scopes: openid ***');
  expect(api).toMatchObject({
    query: 'limit=10&phonenumber=***&limt=***',
    authorization: `Bearer ${fingerprint}`,
    violations: ['unknown query parameter limt'],
  });
});

test('requests: what does not fit the description of the REST API, refused or not', async () => {
  const { access_token } = await party.tokens({ scope: 'openid all' });
  const seen = async (path: string, init?: RequestInit) => {
    const { status } = await party.api(path, access_token, init);
    return [status, sandbox.requests().at(-1)?.violations];
  };

  expect(await seen('/account')).toEqual([200, undefined]);
  expect(await seen('/acount')).toEqual([404, ['the API has no such path']]);
  expect(await seen('/account', { method: 'PUT' })).toEqual([405, ['the method has to be GET']]);
  expect(await seen('/history?limit=many')).toEqual([400, [expect.stringContaining('limit')]]);
  const sms = { smsId: 's0', recipient: '+4915799912345', message: 'Hello' };
  const send = (body: string, headers = {}) => seen('/sessions/sms', { method: 'POST', body, headers });
  expect(await send('{', {})).toEqual([400, ['the body is not JSON']]);
  expect(await send('{}', { 'content-type': 'text/plain' })).toEqual([
    415,
    ['the content-type of the body is not application/json'],
  ]);
  expect(await send(JSON.stringify({ ...sms, colour: 'red' }))).toEqual([204, ['unknown field colour']]);
  expect(await send(JSON.stringify(sms))).toEqual([204, undefined]);
});

test('requests: only newer ones, at once where there are some, otherwise as soon as there is one', async () => {
  await sandbox.fetch(sandbox.apiUrl);
  const first = await (await ask('requests')).json();
  expect(first).toMatchObject({ requests: [{ id: 1, path: '/v2' }], last: 1 });
  expect(await (await ask('requests?after=0&waitMs=30000')).json()).toEqual(first);

  const waiting = ask('requests?after=1&waitMs=30000');
  await sandbox.fetch(`${sandbox.url}/v2/account`);

  expect(await (await waiting).json()).toMatchObject({ requests: [{ id: 2, path: '/v2/account' }], last: 2 });
  expect(await (await ask('requests?after=2')).json()).toEqual({ requests: [], last: 2 });
  expect((await (await ask('requests?after=99')).json()).requests, 'after a restart').toHaveLength(2);
});

test('reset: everything is as at the start; tokens are unknown, ids of requests go on rising', async () => {
  const before = sandbox.snapshot();
  const tokens = await party.tokens();
  const made = await party.api('/account', tokens.access_token);
  sandbox.clock.advance(1_000);
  sandbox.clock.freeze();
  sandbox.faults.add({ path: '/', status: 500 });
  sandbox.play('neo-account');

  expect([made.status, await (await ask('reset', 'POST')).json()]).toEqual([200, { reset: true }]);

  expect(sandbox.snapshot()).toEqual(before);
  expect([sandbox.clock.now(), sandbox.clock.frozen]).toEqual([1_000_000_000_000, false]);
  expect([sandbox.faults.list(), sandbox.requests(), sandbox.tokens()]).toEqual([[], [], []]);
  expect((await party.api('/account', tokens.access_token)).status).toBe(401);
  expect(sandbox.requests()[0]?.id).toBeGreaterThan(1);
});

test('state: what was used since is good again, what began since is unknown', async () => {
  const tokens = await party.tokens();
  const snapshot = await (await ask('state')).json();
  const later = await (await party.refresh(tokens.refresh_token)).json();

  const restored = await ask('state', 'PUT', snapshot);

  expect(await restored.json()).toEqual({ restored: true });
  expect(await refusalOf(await party.refresh(later.refresh_token))).toBe('400 invalid_grant "Invalid refresh token"');
  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
});

test('state: good for another process on the same port, keys included', async () => {
  const tokens = await party.tokens();
  const snapshot = JSON.parse(JSON.stringify(sandbox.snapshot()));
  const other = await createSandbox({ now: () => 1_000_000_000_000 });

  other.restore(snapshot);

  expect((await relyingParty(other).refresh(tokens.refresh_token)).status).toBe(200);
  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
});

describe('malformed input is answered with a problem that names the field', () => {
  test.each([
    ['clock', 'POST', { advanceMs: 'soon' }, 'advanceMs'],
    ['clock', 'POST', { advanceMs: 1.5 }, 'advanceMs'],
    ['clock', 'POST', { advanceMs: Number.MAX_SAFE_INTEGER }, 'advanceMs'],
    ['clock', 'POST', { setTo: -1 }, 'setTo'],
    ['clock', 'POST', { frozen: 'yes' }, 'frozen'],
    ['clock', 'POST', { setTo: 'tomorrow' }, 'setTo'],
    ['clock', 'POST', {}, 'body'],
    ['clock', 'POST', { advanceMs: 1, setTo: 1 }, 'body'],
    ['clock', 'POST', { advance: 1 }, 'advance'],
    ['clock', 'POST', 'not json', 'body'],
    ['clock', 'POST', [], 'body'],
    ['faults', 'POST', { status: 500 }, 'path'],
    ['faults', 'POST', { path: '', status: 500 }, 'path'],
    ['faults', 'POST', { path: '/' }, 'status'],
    ['faults', 'POST', { path: '/', status: 99 }, 'status'],
    ['faults', 'POST', { path: '/', drop: 'perhaps' }, 'drop'],
    ['faults', 'POST', { path: '/', malformedJson: false }, 'status'],
    ['faults', 'POST', { path: '/', redirect: '//elsewhere.example/' }, 'redirect'],
    ['faults', 'POST', { path: '/', redirect: 'https://elsewhere.example/' }, 'redirect'],
    ['faults', 'POST', { path: '/', contentType: 'text/plain\r\nx: y' }, 'contentType'],
    ['faults', 'POST', { path: '/', status: 500, retryAfter: 'ü' }, 'retryAfter'],
    ['faults', 'POST', { path: '/', callback: {} }, 'callback'],
    ['faults', 'POST', { path: '/', callback: { iss: 'x' }, status: 500 }, 'callback'],
    ['faults', 'POST', { path: '/', status: 500, forMs: 0 }, 'forMs'],
    ['requests?after=-1', 'GET', undefined, 'after'],
    ['requests?waitMs=30001', 'GET', undefined, 'waitMs'],
    ['requests?wait=1', 'GET', undefined, 'wait'],
    ['scenarios/lost-refresh', 'POST', { username: 'mallory' }, 'username'],
    ['scenarios/lost-refresh', 'POST', { user: 'alice' }, 'user'],
    ['faults', 'POST', { path: '/', delayMs: -1 }, 'delayMs'],
    ['faults', 'POST', { path: '/', delayMs: 4_000_000 }, 'delayMs'],
    ['faults', 'POST', { path: '/', status: 500, next: 0 }, 'next'],
    ['faults', 'POST', { path: '/', status: 500, method: 'FETCH' }, 'method'],
    ['faults', 'POST', { path: '/', status: 500, code: 1 }, 'code'],
    ['state', 'PUT', { version: 2 }, 'version'],
    ['state', 'PUT', { version: 1, clients: 'none' }, 'keys'],
  ] as [string, string, unknown, string][])('%s %s %j', async (path, method, body, field) => {
    const response = await ask(path, method, body);

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, field });
  });

  test('a key that is none', async () => {
    const snapshot = sandbox.snapshot();
    const response = await ask('state', 'PUT', { ...snapshot, keys: { ...snapshot.keys, privateJwk: { kty: 'RSA' } } });

    expect(await response.json()).toMatchObject({ status: 400, field: 'keys.privateJwk' });
  });

  test('another content type, and an unknown path', async () => {
    expect(
      await (await ask('clock', 'POST', '{"advanceMs":1}', { 'content-type': 'text/plain' })).json(),
    ).toMatchObject({ field: 'content-type' });
    expect((await ask('nothing')).status).toBe(404);
    expect((await ask('clock', 'PUT', {})).status).toBe(405);
    const unknown = await ask('scenarios/no-such', 'POST');
    expect([unknown.status, await unknown.json()]).toMatchObject([
      404,
      { field: 'name', detail: expect.stringContaining('lost-refresh') },
    ]);
  });
});

test('pages of other origins are refused', async () => {
  expect((await ask('clock', 'POST', { advanceMs: 1 }, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask('clock', 'POST', { advanceMs: 1 }, { origin: sandbox.url })).status).toBe(200);
});

test('sign-in: plays a person with a browser, for tests in any language', async () => {
  const url = party.authorizationUrl().href;
  const done = await ask('sign-in', 'POST', { authorizationUrl: url, username: 'alice' });
  const { callbackUrl } = await done.json();
  expect(new URL(callbackUrl).searchParams.get('state')).toBe('state-1');

  const refused = await ask('sign-in', 'POST', { authorizationUrl: url, username: 'alice', password: 'wrong' });
  expect([refused.status, (await refused.json()).detail]).toEqual([400, expect.stringContaining('wrong_password')]);
  const elsewhere = await ask('sign-in', 'POST', { authorizationUrl: 'https://login.sipgate.com/', username: 'alice' });
  expect([elsewhere.status, (await elsewhere.json()).field]).toEqual([400, 'authorizationUrl']);
});
