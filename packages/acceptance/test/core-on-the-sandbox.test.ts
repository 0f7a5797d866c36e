import {
  clientCredentials,
  createMemoryTokenStore,
  createTokenManager,
  finishAuthorization,
  keycloakProvider,
  logoutAtProvider,
  type RefreshEvent,
  refreshTokenSet,
  revokeTokenSet,
  startAuthorization,
} from '@sipgate-kit/core';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const REDIRECT_URI = 'http://localhost:8080/oauth';
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});
afterEach(() => sandbox.close());

const setUp = () => ({
  provider: keycloakProvider(sandbox.issuer),
  client: clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret),
  options: { fetch: sandbox.fetch, now: () => sandbox.clock.now() },
});

async function callbackFor(username = 'alice', overrides: { redirectUri?: string; scopes?: string[] } = {}) {
  const { provider, client, options } = setUp();
  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: REDIRECT_URI,
    scopes: ['account:read'],
    now: options.now,
    ...overrides,
  });
  return { transaction, callback: await sandbox.signIn({ authorizationUrl: url, username, password: 'sandbox' }) };
}

async function signIn(username = 'alice') {
  const { provider, client, options } = setUp();
  const { transaction, callback } = await callbackFor(username);
  return { ...setUp(), ...(await finishAuthorization(provider, client, transaction, callback, options)) };
}

/** A token manager on the sandbox whose waits pass on the sandbox's clock. */
async function managed() {
  const { provider, client, options, key, tokenSet } = await signIn();
  const store = createMemoryTokenStore({ now: options.now });
  const { id } = await store.saveSignIn(key, tokenSet);
  const events: RefreshEvent[] = [];
  const manager = () =>
    createTokenManager({
      provider,
      client,
      store,
      ...options,
      random: () => 0.5,
      apiOrigins: [sandbox.url],
      wait: async (ms) => {
        await new Promise((resolve) => setImmediate(resolve));
        sandbox.clock.advance(ms);
      },
      onEvent: (event) => void events.push(event),
    });
  return { id, store, manager, tokens: manager().forConnection(id), reasons: () => events.map(({ reason }) => reason) };
}

const tokenRequests = () =>
  sandbox.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/token')).length;
const account = (tokens: { fetch: typeof fetch }) => tokens.fetch(`${sandbox.apiUrl}/account`);

describe('a sign-in on the sandbox', () => {
  test("gives the person's key, scopes and lifetimes", async () => {
    const { key, tokenSet } = await signIn();
    expect(key).toMatchObject({
      issuer: sandbox.issuer,
      clientId: sandbox.client.clientId,
      subject: expect.stringMatching(/^f:/),
    });
    expect(tokenSet.scopes).toContain('account:read');
    expect(tokenSet.accessTokenExpiresAt).toBeCloseTo(sandbox.clock.now() + 300_000, -4);
    expect(tokenSet.refreshTokenExpiresAt).toBeCloseTo(sandbox.clock.now() + 2_592_000_000, -4);
  });

  test('[S11] a code is good for one exchange, also when two callbacks run in parallel', async () => {
    const { provider, client, options } = setUp();
    const { transaction, callback } = await callbackFor();
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => finishAuthorization(provider, client, transaction, callback, options)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'code_invalid' });
  });

  test('[S10] another redirect URI at the exchange is refused', async () => {
    const { provider, client, options } = setUp();
    const { transaction, callback } = await callbackFor();
    const moved = { ...transaction, redirectUri: 'http://localhost:8080/oauth/' };
    await expect(finishAuthorization(provider, client, moved, callback, options)).rejects.toMatchObject({
      code: 'invalid_redirect_uri',
    });
  });

  test('[S2] a foreign verifier is refused', async () => {
    const { provider, client, options } = setUp();
    const { transaction, callback } = await callbackFor();
    const foreign = { ...transaction, codeVerifier: 'x'.repeat(43) };
    await expect(finishAuthorization(provider, client, foreign, callback, options)).rejects.toMatchObject({
      code: 'pkce_failed',
    });
  });

  test('a wrong secret and an unknown client get their names', async () => {
    const { provider, options } = setUp();
    const first = await callbackFor();
    const wrong = clientCredentials(sandbox.client.clientId, 'wrong');
    await expect(
      finishAuthorization(provider, wrong, first.transaction, first.callback, options),
    ).rejects.toMatchObject({ code: 'wrong_client_secret' });
    const second = await callbackFor();
    const unknown = clientCredentials('0000000-0-nobody:third-party', 'x');
    await expect(
      finishAuthorization(
        provider,
        unknown,
        { ...second.transaction, clientId: unknown.clientId },
        second.callback,
        options,
      ),
    ).rejects.toMatchObject({ code: 'unknown_client' });
  });

  test('denied consent is access_denied', async () => {
    const { provider, client, options } = setUp();
    const { url, transaction } = await startAuthorization(provider, {
      clientId: client.clientId,
      redirectUri: REDIRECT_URI,
      scopes: ['account:read'],
      now: options.now,
    });
    const callback = await sandbox.signIn({
      authorizationUrl: url,
      username: 'alice',
      password: 'sandbox',
      consent: 'no',
    });
    await expect(finishAuthorization(provider, client, transaction, callback, options)).rejects.toMatchObject({
      code: 'access_denied',
    });
  });

  test('an unknown scope is invalid_scope', async () => {
    const { provider, client, options } = setUp();
    const { transaction, callback } = await callbackFor('alice', { scopes: ['no:such:scope'] });
    await expect(finishAuthorization(provider, client, transaction, callback, options)).rejects.toMatchObject({
      code: 'invalid_scope',
    });
  });

  test('alice and bob are two people, although both are w0 in their company', async () => {
    const [alice, bob] = [await signIn('alice'), await signIn('bob')];
    const w0 = async (token: string) =>
      (await (
        await sandbox.fetch(`${sandbox.apiUrl}/authorization/userinfo`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).json()) as { sub: string };
    expect((await w0(alice.tokenSet.accessToken)).sub).toBe('w0');
    expect((await w0(bob.tokenSet.accessToken)).sub).toBe('w0');
    expect(alice.key.subject).not.toBe(bob.key.subject);
  });
});

describe('refresh on the sandbox', () => {
  test('rotates; the old refresh token is refused and kills the sign-in', async () => {
    const { provider, client, options, tokenSet } = await signIn();
    const second = await refreshTokenSet(provider, client, tokenSet, options);
    expect(second.refreshToken).not.toBe(tokenSet.refreshToken);
    await expect(refreshTokenSet(provider, client, tokenSet, options)).rejects.toMatchObject({
      code: 'refresh_refused',
    });
    await expect(refreshTokenSet(provider, client, second, options)).rejects.toMatchObject({ code: 'refresh_refused' });
  });

  test('[S16] 50 parallel API calls with an expired token cause one refresh and 50 successes', async () => {
    const { tokens } = await managed();
    sandbox.clock.advance(301_000);
    const before = tokenRequests();
    const answers = await Promise.all(Array.from({ length: 50 }, () => account(tokens)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(tokenRequests() - before).toBe(1);
  });

  test('[S20] a burst of 503s at the token endpoint costs nobody anything', async () => {
    const { tokens, reasons } = await managed();
    sandbox.clock.advance(301_000);
    sandbox.faults.add({
      path: '/auth/realms/third-party/protocol/openid-connect/token',
      next: 3,
      status: 503,
      retryAfter: 1,
    });
    expect((await account(tokens)).status).toBe(200);
    expect(reasons()).toEqual(['transient-failure', 'transient-failure', 'transient-failure', 'refreshed']);
  });

  test('[S20] a request that never reached the provider is tried again after the send deadline', async () => {
    const { tokens, reasons } = await managed();
    sandbox.clock.advance(301_000);
    sandbox.faults.add({ path: '/auth/realms/third-party/protocol/openid-connect/token', next: 1, drop: 'before' });
    expect((await account(tokens)).status).toBe(200);
    expect(reasons()).toEqual(['answer-lost', 'retrying-lost-answer', 'refreshed']);
  });

  test('an answer lost after the provider committed ends in one clean needs_login', async () => {
    const { tokens, reasons, store, id } = await managed();
    sandbox.clock.advance(301_000);
    sandbox.faults.add({ path: '/auth/realms/third-party/protocol/openid-connect/token', next: 1, drop: 'after' });
    await expect(account(tokens)).rejects.toMatchObject({ code: 'needs_login' });
    await expect(account(tokens)).rejects.toMatchObject({ code: 'needs_login' });
    expect(reasons()).toEqual(['answer-lost', 'retrying-lost-answer', 'needs-login']);
    expect(await store.read(id)).toMatchObject({ status: 'needs_login', reason: 'answer lost' });
  });
});

describe('[S21] [S47] the end of a session', () => {
  test('revoked tokens are dead, and revoking twice is fine', async () => {
    const { provider, client, options, tokenSet } = await signIn();
    await revokeTokenSet(provider, client, tokenSet, options);
    await expect(refreshTokenSet(provider, client, tokenSet, options)).rejects.toMatchObject({
      code: 'refresh_refused',
    });
    await revokeTokenSet(provider, client, tokenSet, options);
  });

  test("Keycloak's logout ends the session", async () => {
    const { provider, client, options, tokenSet } = await signIn();
    await logoutAtProvider(provider, client, tokenSet, options);
    await expect(refreshTokenSet(provider, client, tokenSet, options)).rejects.toMatchObject({
      code: 'refresh_refused',
    });
  });
});
