import { describe, expect, test } from 'vitest';
import {
  createTokenManager,
  keycloakProvider,
  SipgateKitError,
  signOut,
  TokenSet,
  type TokenStore,
} from '../../src/index.ts';
import type { rotatingProvider } from './rotating-provider.ts';
import { client, refusedConnection, resetConnection, START, signedIn } from './signed-in.ts';

describe('getAccessToken', () => {
  test('gives the current token while it is fresh, without a request', async () => {
    const { tokens, real } = await signedIn();
    expect(await tokens.getAccessToken()).toBe('access-1');
    expect(real.tokenRequests).toHaveLength(0);
  });

  test('[S16] [R4] 100 parallel calls with an expired token cause one refresh and all succeed', async () => {
    const { tokens, real, reasons } = await signedIn({ age: 301_000 });
    const got = await Promise.all(Array.from({ length: 100 }, () => tokens.getAccessToken()));
    expect(new Set(got)).toEqual(new Set(['access-2']));
    expect(real.tokenRequests).toHaveLength(1);
    expect(reasons()).toEqual(['refreshed']);
  });

  test('[S16] two managers on one store, as in two processes, cause one refresh', async () => {
    const { manager, id, real, events } = await signedIn({ age: 301_000 });
    const managers = [manager(), manager(), manager()];
    const got = await Promise.all(
      managers.flatMap((m) => [m, m, m].map((one) => one.forConnection(id).getAccessToken())),
    );
    expect(new Set(got)).toEqual(new Set(['access-2']));
    expect(real.tokenRequests).toHaveLength(1);
    expect(events.filter(({ reason }) => reason === 'refreshed')).toHaveLength(1);
  });

  test('refreshes in the background inside the leeway, while the old token is still served', async () => {
    const { real, manager, id, time } = await signedIn({ age: 250_000 });
    const first = manager();
    expect(await first.forConnection(id).getAccessToken()).toBe('access-1');
    await first.close();
    expect(real.tokenRequests).toHaveLength(1);
    expect(time.now).toBeLessThan(START + 300_000);
    expect(await manager().forConnection(id).getAccessToken()).toBe('access-2');
  });

  test('minValidityMs asks for a token that lasts', async () => {
    const { tokens } = await signedIn({ age: 200_000 });
    expect(await tokens.getAccessToken({ minValidityMs: 120_000 })).toBe('access-2');
  });

  test('refreshes again at the next expiry', async () => {
    const { tokens, time } = await signedIn({ age: 301_000 });
    await tokens.getAccessToken();
    time.now += 301_000;
    expect(await tokens.getAccessToken()).toBe('access-3');
  });

  test('[R4] an aborted call ends, the shared refresh goes on', async () => {
    const { tokens } = await signedIn({ age: 301_000 });
    const controller = new AbortController();
    const leaving = tokens.getAccessToken({ signal: controller.signal });
    const staying = tokens.getAccessToken();
    controller.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'request_aborted' });
    expect(await staying).toBe('access-2');
  });

  test('unknown connections are named as such', async () => {
    const { manager } = await signedIn();
    await expect(manager().forConnection('nobody').getAccessToken()).rejects.toMatchObject({
      code: 'connection_not_found',
    });
  });

  test('[S18] [R3] the rotated set is stored before anyone uses it', async () => {
    const { store, id, manager, real } = await signedIn({ age: 301_000 });
    const order: string[] = [];
    const watched: TokenStore = {
      ...store,
      replace: async (...request) => {
        const state = await store.replace(...request);
        order.push('stored');
        return state;
      },
    };
    const { provider } = { provider: keycloakProvider(real.issuer) };
    const tokens = createTokenManager({
      provider,
      client,
      store: watched,
      fetch: real.fetch,
      now: () => START + 301_000,
    }).forConnection(id);
    await tokens.getAccessToken().then(() => order.push('used'));
    expect(order).toEqual(['stored', 'used']);
    await manager().close();
  });
});

describe('[S20] no transient failure costs a session', () => {
  test.each([
    ['503', () => new Response(null, { status: 503, headers: { 'retry-after': '2' } })],
    ['429', () => new Response(null, { status: 429, headers: { 'retry-after': '1' } })],
    ['a refused connection', refusedConnection],
  ])('[R3] [R5] %s is waited out', async (_what, interference) => {
    const { tokens, real, reasons, store, id } = await signedIn({ age: 301_000 });
    real.interfere.push(interference, interference);
    expect(await tokens.getAccessToken()).toBe('access-2');
    expect(reasons()).toEqual(['transient-failure', 'transient-failure', 'refreshed']);
    expect(await store.read(id)).toMatchObject({ status: 'active', failures: 0 });
  });

  test('[R4] an outage longer than maxWait fails the call and keeps the tokens', async () => {
    const { tokens, real, store, id, time } = await signedIn({ age: 301_000, maxWaitMs: 10_000 });
    real.interfere.push(...Array.from({ length: 50 }, () => refusedConnection));
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'provider_unreachable', retryable: true });
    expect(await store.read(id)).toMatchObject({ status: 'active', generation: expect.any(Number) });
    real.interfere.length = 0;
    time.now += 60_000;
    expect(await tokens.getAccessToken()).toBe('access-2');
  });

  test('while the access token is valid, failures in the background are not seen', async () => {
    const { tokens, real, manager } = await signedIn({ age: 250_000 });
    real.interfere.push(refusedConnection);
    expect(await tokens.getAccessToken()).toBe('access-1');
    await manager().close();
    expect(await tokens.getAccessToken()).toBe('access-1');
  });

  test('[R3] a request lost before the provider saw it is tried exactly once more, after the send deadline', async () => {
    const { tokens, real, time, reasons } = await signedIn({ age: 301_000 });
    real.interfere.push(resetConnection);
    expect(await tokens.getAccessToken()).toBe('access-2');
    expect(time.now - START - 301_000).toBeGreaterThan(35_000);
    expect(reasons()).toEqual(['answer-lost', 'retrying-lost-answer', 'refreshed']);
    expect(real.tokenRequests).toHaveLength(2);
  });

  test('[R3] an answer lost after the provider committed ends in one clean needs_login', async () => {
    const { tokens, real, store, id, reasons } = await signedIn({ age: 301_000 });
    real.afterCommit.push(resetConnection);
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'needs_login' });
    expect(await store.read(id)).toMatchObject({ status: 'needs_login', reason: 'answer lost' });
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'needs_login' });
    expect(real.tokenRequests).toHaveLength(2);
    expect(reasons()).toEqual(['answer-lost', 'retrying-lost-answer', 'needs-login']);
  });
});

describe('refusals', () => {
  test('[S19] [R3] a refused refresh becomes needs_login once, and is not tried again', async () => {
    const { tokens, real, reasons } = await signedIn({ age: 301_000 });
    real.interfere.push(() =>
      Response.json({ error: 'invalid_grant', error_description: 'Session not active' }, { status: 400 }),
    );
    await expect(tokens.getAccessToken()).rejects.toMatchObject({
      code: 'needs_login',
      message: expect.stringContaining('Session not active'),
    });
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'needs_login' });
    expect(real.tokenRequests).toHaveLength(1);
    expect(reasons()).toEqual(['needs-login']);
  });

  test("[S19] [R3] a refusal after a sibling rotated adopts the sibling's set", async () => {
    const { tokens, real, store, id, reasons } = await signedIn({ age: 301_000 });
    real.interfere.push(async () => {
      const sibling = await store.read(id);
      await store.replace(id, {
        generation: sibling?.generation ?? 0,
        tokenSet: new TokenSet({
          accessToken: 'siblings',
          refreshToken: 'r',
          scopes: [],
          issuedAt: START,
          accessTokenExpiresAt: START + 900_000,
        }),
      });
      return Response.json({ error: 'invalid_grant', error_description: 'Stale token' }, { status: 400 });
    });
    expect(await tokens.getAccessToken()).toBe('siblings');
    expect(reasons()).toEqual(['adopted']);
  });

  test.each([
    ['invalid_client', 'unknown_client'],
    ['unauthorized_client', 'wrong_client_secret'],
  ])("[R3] %s is the operator's fault: every connection is kept", async (error, code) => {
    const { tokens, real, store, id, time, reasons } = await signedIn({ age: 301_000 });
    real.interfere.push(() => Response.json({ error }, { status: 401 }));
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ code });
    expect(reasons()).toEqual(['client-refused']);
    expect(await store.read(id)).toMatchObject({ status: 'active' });
    time.now += 60_000;
    expect(await tokens.getAccessToken()).toBe('access-2');
  });
});

describe('the answer in hand', () => {
  test('[R6] is written again and again while the store is down', async () => {
    const { manager, store, id, real, reasons } = await signedIn({ age: 301_000 });
    let failures = 3;
    const original = store.replace.bind(store);
    store.replace = async (...request) => {
      if (failures-- > 0) throw new SipgateKitError('store_unavailable', 'down', { hint: 'wait', retryable: true });
      return original(...request);
    };
    expect(await manager().forConnection(id).getAccessToken()).toBe('access-2');
    expect(real.tokenRequests).toHaveLength(1);
    expect(reasons()).toEqual(['store-failure', 'refreshed']);
  });

  test('[R6] whose commit got lost is recognised as our own', async () => {
    const { manager, store, id, real } = await signedIn({ age: 301_000 });
    const original = store.replace.bind(store);
    let first = true;
    store.replace = async (...request) => {
      const state = await original(...request);
      if (!first) return state;
      first = false;
      throw new SipgateKitError('store_unavailable', 'connection lost after commit', { hint: 'wait', retryable: true });
    };
    expect(await manager().forConnection(id).getAccessToken()).toBe('access-2');
    expect(real.tokenRequests).toHaveLength(1);
  });

  test('[R9] of a connection that was signed out meanwhile is revoked, not stored', async () => {
    const { tokens, real, store, id, reasons } = await signedIn({ age: 301_000 });
    real.interfere.push(async () => {
      await store.remove(id);
      return undefined as never;
    });
    await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'connection_not_found' });
    expect(real.revocations.map((body) => body.get('token'))).toEqual(['refresh-2']);
    expect(await store.read(id)).toBeUndefined();
    expect(reasons()).toEqual(['superseded']);
  });
});

describe('fetch', () => {
  const api = (answers: (token: string | null) => number) => {
    const seen: { token: string | null; body: string }[] = [];
    const handle = async (request: Request) => {
      const token = request.headers.get('authorization');
      seen.push({ token, body: await request.text() });
      return new Response('{}', { status: answers(token) });
    };
    return { seen, handle };
  };
  const both = (real: ReturnType<typeof rotatingProvider>, handle: (request: Request) => Promise<Response>) =>
    (async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      return request.url.startsWith('https://api.test/') ? handle(request) : real.fetch(input, init);
    }) as typeof fetch;

  async function withApi(answers: (token: string | null) => number) {
    const setup = await signedIn();
    const { seen, handle } = api(answers);
    const manager = createTokenManager({
      provider: setup.provider,
      client,
      store: setup.store,
      now: () => setup.time.now,
      fetch: both(setup.real, handle),
      apiOrigins: ['https://api.test'],
    });
    return { ...setup, seen, tokens: manager.forConnection(setup.id) };
  }

  test('carries the current token', async () => {
    const { tokens, seen } = await withApi(() => 200);
    await tokens.fetch('https://api.test/v2/account');
    expect(seen).toEqual([{ token: 'Bearer access-1', body: '' }]);
  });

  test('[S14] refuses to carry it anywhere else', async () => {
    const { tokens, seen } = await withApi(() => 200);
    await expect(tokens.fetch('https://evil.test/v2/account')).rejects.toMatchObject({ code: 'origin_not_allowed' });
    expect(seen).toEqual([]);
  });

  test('[R7] on 401 refreshes once and sends the body again, once', async () => {
    const { tokens, seen, real } = await withApi((token) => (token === 'Bearer access-1' ? 401 : 200));
    const response = await tokens.fetch('https://api.test/v2/x', { method: 'POST', body: 'payload' });
    expect(response.status).toBe(200);
    expect(seen).toEqual([
      { token: 'Bearer access-1', body: 'payload' },
      { token: 'Bearer access-2', body: 'payload' },
    ]);
    expect(real.tokenRequests).toHaveLength(1);
  });

  test('[R7] a second 401 is handed back: never twice', async () => {
    const { tokens, seen } = await withApi(() => 401);
    expect((await tokens.fetch('https://api.test/v2/x')).status).toBe(401);
    expect(seen).toHaveLength(2);
  });

  test('[R7] 20 staggered 401s for one dead token cause one refresh', async () => {
    const { tokens, real } = await withApi((token) => (token === 'Bearer access-1' ? 401 : 200));
    const statuses: number[] = [];
    for (let index = 0; index < 20; index += 4) {
      statuses.push(
        ...(await Promise.all([1, 2, 3, 4].map(async () => (await tokens.fetch('https://api.test/v2/x')).status))),
      );
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(real.tokenRequests).toHaveLength(1);
  });
});

describe('[S21] sign-out', () => {
  test('revokes the refresh token, then clears the store', async () => {
    const { provider, store, id, real } = await signedIn();
    expect(await signOut(provider, client, store, id, { fetch: real.fetch })).toEqual({ revoked: true });
    expect(real.revocations.map((body) => [body.get('token'), body.get('token_type_hint')])).toEqual([
      ['refresh-1', 'refresh_token'],
    ]);
    expect(await store.read(id)).toBeUndefined();
  });

  test('clears the store even if revocation fails, and says so', async () => {
    const { provider, store, id, real } = await signedIn();
    real.interfere.push(refusedConnection);
    expect(await signOut(provider, client, store, id, { fetch: real.fetch })).toMatchObject({
      revoked: false,
      error: { code: 'provider_unreachable' },
    });
    expect(await store.read(id)).toBeUndefined();
  });

  test("ends the person's session at the provider when asked to, which ends the tokens, too", async () => {
    const { provider, store, id, real } = await signedIn();
    const outcome = await signOut(provider, client, store, id, { fetch: real.fetch, endSession: true });
    expect(outcome).toEqual({ revoked: true, sessionEnded: true });
    expect(real.revocations.map((body) => [body.get('refresh_token'), body.get('token')])).toEqual([
      ['refresh-1', null],
    ]);
    expect(await store.read(id)).toBeUndefined();
  });

  test('revokes the tokens where the session cannot be ended, and says so', async () => {
    const { provider, store, id, real } = await signedIn();
    real.interfere.push(refusedConnection);
    const outcome = await signOut(provider, client, store, id, { fetch: real.fetch, endSession: true });
    expect(outcome).toMatchObject({ revoked: true, sessionEnded: false, error: { code: 'provider_unreachable' } });
    expect(real.revocations.map((body) => body.get('token'))).toEqual([null, 'refresh-1']);
    expect(await store.read(id)).toBeUndefined();
  });

  test('[R9] revokes the set of a refresh that slipped in between', async () => {
    const { provider, store, id, real, tokens } = await signedIn();
    real.interfere.push(async () => {
      await tokens.refresh();
      return new Response(null, { status: 200 });
    });
    expect(await signOut(provider, client, store, id, { fetch: real.fetch })).toEqual({ revoked: true });
    expect(real.revocations.map((body) => body.get('token'))).toEqual(['refresh-1', 'refresh-2']);
  });
});
