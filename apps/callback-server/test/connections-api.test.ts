import { describe, expect, test } from 'vitest';
import { parseApiKeys } from '../src/index.ts';
import { createStage, type StageOptions } from './stage.ts';

const CRM = 'canary-crm-0123456789abcdef0123456789';
const READER = 'canary-reader-0123456789abcdef012345678';
const OPS = 'canary-ops-0123456789abcdef0123456789';

async function createApi(options: StageOptions = {}) {
  const apiKeys = parseApiKeys(`crm:read+token:${CRM},reader:read:${READER}:2099-01-01,ops:read+write:${OPS}`);
  const stage = await createStage({ ...options, more: { apiKeys, ...options.more } });
  const ask = (path: string, key = CRM, init: RequestInit = {}) =>
    (stage.server.services ?? stage.server.app).request(`http://localhost:8080${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
    });
  const json = async (response: Response | Promise<Response>): Promise<Record<string, unknown>> =>
    (await response).json();
  const idOf = async (username: 'alice' | 'bob') => {
    const { connections } = await stage.vault.connections.list({
      subject: stage.sandbox.users[username].sub,
      limit: 1,
    });
    return connections[0]?.id ?? '';
  };
  return { ...stage, ask, json, idOf };
}

describe('the connections API', () => {
  test('[S38] is not there unless a key is configured', async () => {
    const { server } = await createStage();
    for (const path of ['/connections', '/connections/openapi.json', '/connections/x/token', '/admin']) {
      const response = await server.app.request(path, { headers: { authorization: `Bearer ${CRM}` } });
      expect(response.status).toBe(404);
    }
    expect(server.services).toBeUndefined();
  });

  test('[S38] can be kept away from the port of browsers', async () => {
    const { server, ask } = await createApi({ servicesApart: true });
    expect((await server.app.request('/connections', { headers: { authorization: `Bearer ${CRM}` } })).status).toBe(
      404,
    );
    expect((await ask('/connections')).status).toBe(200);
    expect((await ask('/login')).status).toBe(404);
    expect((await ask('/')).headers.get('location')).toBe('/connections/docs');
  });

  test('[S38] answers nobody without a key, with a wrong one, or with an expired one', async () => {
    const expired = parseApiKeys(`old:read:${'canary-expired-'.repeat(3)}:2020-01-31`);
    const { ask, audits } = await createApi({ more: { apiKeys: expired } });
    const wrong: Record<string, string> = {
      '': 'no API key',
      'Bearer ': 'no API key',
      Basic: 'no API key',
      [`Bearer ${CRM.slice(0, -1)}x`]: 'not known',
      [`Bearer ${'canary-expired-'.repeat(3)}`]: 'expired on 2020-01-31',
    };
    for (const [authorization, why] of Object.entries(wrong)) {
      for (const path of ['/connections', '/connections/abc', '/connections?limit=x']) {
        const response = await ask(path, '', { headers: { authorization } });
        expect(response.status).toBe(401);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(response.headers.get('www-authenticate')).toContain('Bearer');
        expect(await response.json()).toMatchObject({
          status: 401,
          code: 'unauthorized',
          title: expect.any(String),
          detail: expect.stringContaining(why),
          hint: expect.stringContaining('Authorization: Bearer'),
          requestId: response.headers.get('x-request-id'),
        });
      }
    }
    expect(audits('api-refused').length).toBeGreaterThan(5);
  });

  test('[S38] lets every key do what its scopes say, and nothing else', async () => {
    const { ask, browser, idOf, json } = await createApi();
    await browser().signIn('alice');
    const id = await idOf('alice');
    for (const [key, method, path, scope] of [
      [READER, 'POST', `/connections/${id}/token`, 'connections:token'],
      [CRM, 'DELETE', `/connections/${id}`, 'connections:write'],
      [OPS, 'POST', `/connections/${id}/token`, 'connections:token'],
    ] as const) {
      const response = await ask(path, key, { method });
      expect(response.status).toBe(403);
      expect(response.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
      expect(await json(response)).toMatchObject({ code: 'insufficient_scope' });
    }
    expect((await ask(`/connections/${id}`, READER)).status).toBe(200);
  });

  test('lists by status, subject and page', async () => {
    const { ask, browser, json, sandbox, vault, idOf } = await createApi();
    await browser().signIn('alice');
    await browser().signIn('bob');
    await vault.connections.setStatus(await idOf('bob'), { generation: 1, status: 'needs_login', reason: 'refused' });
    const first = await json(ask('/connections?limit=1'));
    expect(first).toMatchObject({ connections: [expect.anything()], next: expect.any(String) });
    const second = await json(ask(`/connections?limit=1&after=${first['next']}`));
    expect(second['next']).toBeUndefined();
    expect([first, second].flatMap((page) => page['connections'])).toHaveLength(2);
    expect(await json(ask('/connections?status=needs_login'))).toMatchObject({
      connections: [
        {
          subject: sandbox.users.bob.sub,
          issuer: sandbox.issuer,
          status: 'needs_login',
          reason: 'refused',
          signInUrl: 'http://localhost:8080/login',
        },
      ],
    });
    expect(await json(ask(`/connections?subject=${sandbox.users.alice.sub}`))).toMatchObject({
      connections: [{ status: 'active' }],
    });
  });

  test('tells each change of status to whoever polls since the last answer', async () => {
    const { ask, browser, json, sandbox, vault, idOf } = await createApi();
    await browser().signIn('alice');
    const poll = (since: unknown) =>
      json(ask(`/connections?status=needs_login&since=${encodeURIComponent(String(since))}`));
    const { asOf } = await json(ask('/connections'));
    expect(await poll(asOf)).toEqual({ connections: [] });
    sandbox.clock.advance(1_000);
    await vault.connections.setStatus(await idOf('alice'), { generation: 1, status: 'needs_login', reason: 'refused' });
    const told = await poll(asOf);
    expect(told).toMatchObject({ connections: [{ status: 'needs_login' }] });
    sandbox.clock.advance(1_000);
    const later = await poll(asOf);
    sandbox.clock.advance(1_000);
    expect(await poll(later['asOf'])).toMatchObject({ connections: [] });
  });

  test('[S31] gives a valid access token with its end and scopes, never the refresh token', async () => {
    const { ask, browser, json, sandbox, idOf, vault, tokenRequests, audits } = await createApi();
    await browser().signIn('alice');
    const id = await idOf('alice');
    sandbox.clock.advance(280_000);
    const answer = await json(ask(`/connections/${id}/token`, CRM, { method: 'POST' }));
    expect(answer).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: expect.closeTo(300, -1),
      scopes: ['openid', 'account:read'],
    });
    expect(tokenRequests()).toHaveLength(2);
    const account = await sandbox.fetch(`${sandbox.apiUrl}/account`, {
      headers: { authorization: `Bearer ${answer['accessToken']}` },
    });
    expect(account.status).toBe(200);
    const tokenSet = (await vault.connections.read(id))?.tokenSet;
    expect(answer['accessToken']).toBe(tokenSet?.accessToken);
    expect(JSON.stringify(answer)).not.toContain(tokenSet?.refreshToken);
    expect(audits('token-handed-out')).toMatchObject([{ apiKey: 'crm', connectionId: id, generation: 2 }]);
    const read = await json(ask(`/connections/${id}`));
    expect(read).toMatchObject({ id, scopes: ['openid', 'account:read'], refreshTokenExpiresAt: expect.any(String) });
    expect(JSON.stringify(read)).not.toMatch(/eyJ|[Tt]oken"/);
  });

  test('[S16] a hundred back ends at once cause one refresh', async () => {
    const { ask, browser, sandbox, idOf, tokenRequests, json } = await createApi({ more: { apiRatePerSecond: 100 } });
    await browser().signIn('alice');
    const id = await idOf('alice');
    sandbox.clock.advance(301_000);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => json(ask(`/connections/${id}/token`, CRM, { method: 'POST' }))),
    );
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(tokenRequests()).toHaveLength(2);
  });

  test('says that the person has to sign in again, and what is only a disturbance', async () => {
    const { ask, browser, sandbox, idOf, json } = await createApi();
    await browser().signIn('alice');
    const path = `/connections/${await idOf('alice')}/token`;
    sandbox.clock.advance(301_000);
    sandbox.faults.add({ method: 'POST', path: '*/token', next: 1, status: 503, retryAfter: 60 });
    const disturbed = await ask(path, CRM, { method: 'POST' });
    expect(disturbed.status).toBe(503);
    expect(await json(disturbed)).toMatchObject({ code: 'provider_unavailable' });
    sandbox.faults.clear();
    sandbox.clock.advance(61_000);
    const body = { error: 'invalid_grant', error_description: 'Session not active' };
    sandbox.faults.add({ method: 'POST', path: '*/token', next: 1, status: 400, body });
    for (const _ of [1, 2]) {
      const refused = await ask(path, CRM, { method: 'POST' });
      expect(refused.status).toBe(409);
      expect(await json(refused)).toMatchObject({ code: 'needs_login', hint: expect.stringContaining('sign-in') });
    }
  });

  test('[S21] revokes before it removes, and says when sipgate did not confirm', async () => {
    const { ask, browser, sandbox, idOf, json, vault, audits } = await createApi();
    const alice = browser();
    await alice.signIn('alice');
    await browser().signIn('bob');
    const [aliceId, bobId] = [await idOf('alice'), await idOf('bob')];
    expect(await json(ask(`/connections/${aliceId}`, OPS, { method: 'DELETE' }))).toEqual({
      removed: true,
      revoked: true,
    });
    expect(sandbox.requests().filter(({ path }) => path.endsWith('/revoke'))).toHaveLength(1);
    expect((await alice.open('/me')).status).toBe(401);
    sandbox.faults.add({ path: '*/revoke', drop: 'before' });
    expect(await json(ask(`/connections/${bobId}`, OPS, { method: 'DELETE' }))).toMatchObject({
      removed: true,
      revoked: false,
      code: 'provider_unreachable',
    });
    expect((await vault.connections.list({ limit: 1 })).connections).toEqual([]);
    expect((await ask(`/connections/${bobId}`, OPS, { method: 'DELETE' })).status).toBe(404);
    expect(audits('sign-out')).toMatchObject([
      { apiKey: 'ops', revoked: true },
      { apiKey: 'ops', revoked: false },
    ]);
  });

  test('[S32] guessed ids lead nowhere, and say no more than any other', async () => {
    const { ask, browser, sandbox, json } = await createApi();
    await browser().signIn('alice');
    const { sub } = sandbox.users.alice;
    const guesses = [sub, 'x', '0', '%00', "'%20or%201=1", '5f0c9a52-3b1e-4c5d-9a57-0f0f6d1e8a11', 'a'.repeat(100)];
    for (const guess of guesses) {
      for (const [method, path, key] of [
        ['GET', `/connections/${guess}`, CRM],
        ['POST', `/connections/${guess}/token`, CRM],
        ['DELETE', `/connections/${guess}`, OPS],
      ] as const) {
        const response = await ask(path, key, { method });
        expect([404, 400], `${method} ${path}`).toContain(response.status);
        expect(JSON.stringify(await json(response))).not.toContain(sandbox.issuer);
      }
    }
  });

  test('refuses what it does not understand, by name', async () => {
    const { ask, json } = await createApi();
    for (const [query, name] of [
      ['limit=0', 'limit'],
      ['limit=501', 'limit'],
      ['status=gone', 'status'],
      ['since=yesterday', 'since'],
    ] as const) {
      const response = await ask(`/connections?${query}`);
      expect(response.status).toBe(400);
      expect(await json(response)).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining(name) });
    }
    const large = await ask('/connections/x/token', CRM, { method: 'POST', body: 'x'.repeat(5_000) });
    expect(large.status).toBe(413);
    expect((await ask('/connections/x', CRM, { method: 'PATCH' })).status).toBe(404);
  });

  test('limits each key by itself, and says when to come back', async () => {
    const { ask, sandbox, json } = await createApi({ more: { apiRatePerSecond: 2 } });
    const statuses = [];
    for (let count = 0; count < 5; count++) statuses.push((await ask('/connections')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    const limited = await ask('/connections');
    expect(limited.headers.get('retry-after')).toBe('1');
    expect(await json(limited)).toMatchObject({ code: 'rate_limited' });
    expect((await ask('/connections', READER)).status).toBe(200);
    sandbox.clock.advance(1_000);
    expect((await ask('/connections')).status).toBe(200);
  });

  test('wrong keys in a flood keep nobody out who has a right one', async () => {
    const { ask } = await createApi();
    const statuses = [];
    for (let count = 0; count < 25; count++) statuses.push((await ask('/connections', 'x'.repeat(40))).status);
    expect(statuses.slice(-1)).toEqual([429]);
    expect((await ask('/connections')).status).toBe(200);
  });

  test('describes itself, to programs and to people', async () => {
    const { server } = await createApi({ basePath: '/sipgate' });
    const document = await (await server.app.request('/sipgate/connections/openapi.json')).json();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/sipgate/connections': { get: { operationId: 'listConnections' } },
        '/sipgate/connections/{id}': { get: expect.anything(), delete: expect.anything() },
        '/sipgate/connections/{id}/token': { post: { security: [{ apiKey: [] }] } },
      },
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    });
    const page = await server.app.request('/sipgate/connections/docs');
    const text = await page.text();
    for (const words of [
      'POST /sipgate/connections/{id}/token',
      'Get a valid access token',
      'The API key lacks the scope.',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/<script|https?:\/\//);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('[S39] no log line carries a key or a token', async () => {
    const { ask, browser, idOf, log, secrets, vault } = await createApi();
    await browser().signIn('alice');
    const id = await idOf('alice');
    await ask(`/connections/${id}/token`, CRM, { method: 'POST' });
    await ask('/connections', 'canary-wrong-key');
    await vault.close();
    expect((await ask('/connections')).status).toBe(503);
    const text = JSON.stringify(log);
    expect(text).not.toContain('canary');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

describe('the list of API keys', () => {
  const key = 'k'.repeat(32);
  const wrong: Record<string, string> = {
    'no usable name': `:read:${key}`,
    'scopes other than': `crm:all:${key}`,
    'shorter than 32': 'crm:read:canary-short',
    'two keys named "crm"': `crm:read:${key},crm:read:${'j'.repeat(32)}`,
    'the key of another name': `crm:read:${key},ops:read:${key}`,
    'an expiry that is no date': `crm:read:${key}:soon`,
  };
  for (const [why, text] of Object.entries(wrong)) {
    test(`is refused: ${why}`, () => {
      expect(() => parseApiKeys(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(why) }));
      expect(() => parseApiKeys(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('canary') }),
      );
    });
  }

  test('[S22] prints no key', () => {
    expect(JSON.stringify(parseApiKeys(`crm:read+token+write:${CRM}`))).not.toContain(CRM);
  });
});
