import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { type RelyingParty, refusalOf, relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox({ port: 0 });
  party = relyingParty(sandbox);
});
afterEach(() => sandbox.close());

test('a status with Retry-After and body, for as many requests as asked, by method and path', async () => {
  const { access_token } = await party.tokens();
  sandbox.faults.add({
    method: 'GET',
    path: '/v2/account',
    next: 2,
    status: 503,
    retryAfter: 7,
    body: { message: 'later' },
  });

  const first = await party.api('/account', access_token);
  const elsewhere = await party.api('/balance', access_token);
  const second = await party.api('/account', access_token);
  const third = await party.api('/account', access_token);

  expect([first.status, elsewhere.status, second.status, third.status]).toEqual([503, 200, 503, 200]);
  expect(first.headers.get('retry-after')).toBe('7');
  expect(await first.json()).toEqual({ message: 'later' });
});

test('a path with a star matches in any realm', async () => {
  sandbox.faults.add({ path: '*/openid-connect/token', status: 500, body: '<html>' });

  const response = await party.token({ grant_type: 'refresh_token' });

  expect([response.status, await response.text()]).toEqual([500, '<html>']);
});

test('dropped before: nothing happened', async () => {
  const tokens = await party.tokens();
  sandbox.faults.add({ path: '*/token', drop: 'before' });

  await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({
    name: 'TypeError',
    cause: { code: 'ECONNRESET' },
  });

  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
});

test('dropped after: the refresh is done, its answer is lost', async () => {
  const tokens = await party.tokens();
  sandbox.faults.add({ path: '*/token', drop: 'after' });

  await expect(party.refresh(tokens.refresh_token)).rejects.toThrow(TypeError);

  expect(await refusalOf(await party.refresh(tokens.refresh_token))).toContain(
    'Maximum allowed refresh token reuse exceeded',
  );
});

test('dropped after, over a real connection', async () => {
  const tokens = await party.tokens();
  sandbox.faults.add({ path: '*/token', drop: 'after' });
  const body = new URLSearchParams({
    client_id: sandbox.client.clientId,
    client_secret: sandbox.client.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token,
  });

  await expect(fetch(`${sandbox.issuer}/protocol/openid-connect/token`, { method: 'POST', body })).rejects.toThrow(
    TypeError,
  );

  expect(sandbox.tokens()[0]?.tokens.map(({ kind, status }) => `${kind} ${status}`)).toContain('refresh used');
});

test('a delay holds the answer back, not the deed; who gives up waiting has lost it', async () => {
  const tokens = await party.tokens();
  sandbox.faults.add({ path: '*/token', delayMs: 60_000 });
  const giveUp = new AbortController();

  const refresh = sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: sandbox.client.clientId,
      client_secret: sandbox.client.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    }),
    signal: giveUp.signal,
  });
  await expect.poll(() => sandbox.tokens()[0]?.tokens.some(({ status }) => status === 'used')).toBe(true);
  giveUp.abort(new DOMException('enough', 'TimeoutError'));

  await expect(refresh).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('faults wait in line and can be cleared', async () => {
  sandbox.faults.add({ path: '/', status: 500 });
  sandbox.faults.add({ path: '/', status: 502 });
  expect((await sandbox.fetch(sandbox.url)).status).toBe(500);
  expect(sandbox.faults.list()).toMatchObject([{ status: 502, remaining: 1 }]);
  sandbox.faults.clear();

  expect((await sandbox.fetch(sandbox.url)).status).toBe(200);
});
