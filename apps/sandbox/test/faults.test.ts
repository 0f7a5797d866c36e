import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

test('malformed JSON: the answer is cut, the message whole, the deed done', async () => {
  const tokens = await party.tokens();
  sandbox.faults.add({ path: '*/token', malformedJson: true });

  const response = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, refreshWith(tokens.refresh_token));

  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  await expect(response.json()).rejects.toThrow(SyntaxError);
  expect(sandbox.tokens()[0]?.tokens.map(({ status }) => status)).toContain('used');
});

test('a wrong content type, on an answer of its own and on a prescribed one', async () => {
  sandbox.faults.add({ path: '/auth/', contentType: 'text/html' });
  sandbox.faults.add({ path: '/auth/', contentType: 'application/xml', status: 200, body: { a: 1 } });
  const discovery = `${sandbox.issuer}/.well-known/openid-configuration`;

  const own = await fetch(discovery);
  const prescribed = await fetch(discovery);

  expect([own.headers.get('content-type'), (await own.json()).issuer]).toEqual(['text/html', sandbox.issuer]);
  expect([prescribed.headers.get('content-type'), await prescribed.json()]).toEqual(['application/xml', { a: 1 }]);
});

test('307 to another address; the request is not handled', async () => {
  const tokens = await party.tokens();
  sandbox.faults.add({ path: '*/token', redirect: '/somewhere/else' });

  const response = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
    ...refreshWith(tokens.refresh_token),
    redirect: 'manual',
  });

  expect([response.status, response.headers.get('location')]).toEqual([307, '/somewhere/else']);
  expect((await party.refresh(tokens.refresh_token)).status).toBe(200);
});

test('a slow body comes byte by byte and is whole in the end', async () => {
  sandbox.faults.add({ path: '/auth/realms/no-such', trickleMs: 1, next: 2 });
  const whole = await (await sandbox.fetch(`${sandbox.url}/auth/realms/other`)).text();

  const pieces: number[] = [];
  const response = await sandbox.fetch(`${sandbox.url}/auth/realms/no-such`);
  for await (const piece of response.body ?? []) pieces.push(piece.length);

  expect(pieces).toEqual(Array.from(whole, () => 1));
  expect(await (await fetch(`${sandbox.url}/auth/realms/no-such`)).text()).toBe(whole);
});

describe.each([
  ['in process', () => sandbox.fetch],
  ['over a real connection', () => fetch],
])('reset in the middle of the answer, %s', (_, how) => {
  test('status and headers are there, the body breaks off, the deed is done', async () => {
    const tokens = await party.tokens();
    sandbox.faults.add({ path: '*/token', drop: 'during' });

    const response = await how()(`${sandbox.issuer}/protocol/openid-connect/token`, refreshWith(tokens.refresh_token));

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ name: 'TypeError', cause: { code: 'ECONNRESET' } });
    expect(sandbox.tokens()[0]?.tokens.map(({ status }) => status)).toContain('used');
    expect((await how()(sandbox.url)).status).toBe(200);
  });
});

test('an answer without a body is dropped instead of broken off', async () => {
  sandbox.faults.add({ path: '/v2', status: 204, drop: 'during' });

  await expect(fetch(sandbox.apiUrl)).rejects.toThrow(TypeError);
});

test('the callback names another issuer and state; what leads there does not use the fault up', async () => {
  sandbox.faults.add({ path: '/auth/', callback: { iss: 'https://evil.example', state: 'forged' } });
  sandbox.faults.add({ path: '/auth/', callback: { iss: null, state: null } });

  const forged = await party.signIn();
  const bare = await party.signIn({ change: { response_mode: 'fragment' } });
  const honest = await party.signIn();

  expect(Object.fromEntries(forged.searchParams)).toMatchObject({ iss: 'https://evil.example', state: 'forged' });
  expect([...new URLSearchParams(bare.hash.slice(1)).keys()]).toEqual(['session_state', 'code']);
  expect(Object.fromEntries(honest.searchParams)).toMatchObject({ iss: sandbox.issuer, state: 'state-1' });
  expect(sandbox.faults.list()).toEqual([]);
  expect(sandbox.requests().filter(({ fault }) => fault)).toHaveLength(2);
});

test('an error at the callback is forged as well', async () => {
  sandbox.faults.add({ path: '/auth/', callback: { state: 'forged' } });

  const response = await party.authorize({ prompt: 'none' });

  expect(new URL(response.headers.get('location') ?? '').searchParams.get('state')).toBe('forged');
});

test("by grant type; for a span of the sandbox's clock", async () => {
  sandbox.faults.add({ path: '*/token', grantType: 'refresh_token', status: 500, forMs: 10_000 });
  const tokens = await party.tokens();

  const during = [await party.refresh(tokens.refresh_token), await party.refresh(tokens.refresh_token)];
  expect(sandbox.faults.list()).toMatchObject([{ forMs: 10_000 }]);
  sandbox.clock.advance(10_000);
  const afterwards = await party.refresh(tokens.refresh_token);

  expect([...during, afterwards].map(({ status }) => status)).toEqual([500, 500, 200]);
  expect(sandbox.faults.list()).toEqual([]);
});

test('a pattern of many stars is matched in no time', () => {
  const path = `${'*a'.repeat(50)}*b`;
  sandbox.faults.add({ path, status: 500 });

  return expect(sandbox.fetch(`${sandbox.url}/${'a'.repeat(2_000)}`).then(({ status }) => status)).resolves.toBe(404);
});

function refreshWith(refreshToken: string): RequestInit {
  const { clientId, clientSecret } = sandbox.client;
  return {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    }),
  };
}

test('faults wait in line and can be cleared', async () => {
  sandbox.faults.add({ path: '/', status: 500 });
  sandbox.faults.add({ path: '/', status: 502 });
  expect((await sandbox.fetch(sandbox.apiUrl)).status).toBe(500);
  expect(sandbox.faults.list()).toMatchObject([{ status: 502, remaining: 1 }]);
  sandbox.faults.clear();

  expect((await sandbox.fetch(sandbox.apiUrl)).status).toBe(200);
});
