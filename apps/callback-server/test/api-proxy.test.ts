import { type OperationId, operations } from '@sipgate-kit/core/operations';
import { afterEach, describe, expect, test } from 'vitest';
import { createCallbackServer, parseProxyAllowance } from '../src/index.ts';
import { createStage, type StageOptions } from './stage.ts';

const OWN = { 'sec-fetch-site': 'same-origin' };
const OWN_WRITE = { ...OWN, origin: 'http://localhost:8080', 'x-sipgate-kit': '1' };

async function createProxied(allowed: string, options: StageOptions = {}) {
  const stage = await createStage({
    scopes: ['account:read', 'balance:read', 'authorization:oauth2:clients:write'],
    ...options,
    more: { apiProxy: parseProxyAllowance(allowed) },
  });
  const apiRequests = () => stage.sandbox.requests().filter(({ path }) => path.startsWith('/v2/'));
  return { ...stage, apiRequests };
}

describe('the proxy to the REST API', () => {
  test('is not there unless something is allowed', async () => {
    const browser = (await createStage()).browser();
    await browser.signIn();
    expect((await browser.open('/api/account', { headers: OWN })).status).toBe(404);
  });

  test('[S31] answers pages of our origin, with the token on this side', async () => {
    const { browser, apiRequests, secrets } = await createProxied('getAccount');
    const alice = browser();
    await alice.signIn();
    const response = await alice.open('/api/account', {
      headers: { ...OWN, authorization: 'Bearer canary', 'x-forwarded-for': '6.6.6.6', accept: 'application/json' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ company: 'Adler Optik GmbH' });
    for (const secret of secrets) expect(text + JSON.stringify([...response.headers])).not.toContain(secret);
    expect(apiRequests().filter(({ path }) => path.endsWith('/account'))).toHaveLength(1);
  });

  test('refreshes on the way', async () => {
    const { browser, sandbox, tokenRequests } = await createProxied('account:read');
    const alice = browser();
    await alice.signIn();
    sandbox.clock.advance(301_000);
    expect((await alice.open('/api/account', { headers: OWN })).status).toBe(200);
    expect(tokenRequests()).toHaveLength(2);
  });

  test('lets only those operations pass that are on the list', async () => {
    const { browser, apiRequests } = await createProxied('balance:read');
    const alice = browser();
    await alice.signIn();
    for (const path of [
      '/account',
      '/users',
      '/nowhere',
      '/balance/',
      '//balance',
      '/balance%2f..%2faccount',
      '/%2e%2e/account',
      '',
    ]) {
      const response = await alice.open(`/api${path}`, { headers: OWN });
      expect([403, 404], path).toContain(response.status);
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect((await alice.open('/api/balance', { method, headers: OWN_WRITE })).status).toBe(403);
    }
    expect(apiRequests()).toHaveLength(0);
    expect((await alice.open('/api/balance?x=1', { headers: OWN })).status).toBe(200);
  });

  test('says to strangers, and to those whose sign-in has ended, where to sign in', async () => {
    const { browser, sandbox } = await createProxied('getAccount');
    const stranger = await browser().open('/api/account', { headers: OWN });
    expect(stranger.status).toBe(401);
    expect(await stranger.json()).toMatchObject({ code: 'needs_login', login: '/login' });
    const alice = browser();
    await alice.signIn();
    sandbox.clock.advance(301_000);
    const body = { error: 'invalid_grant', error_description: 'Session not active' };
    sandbox.faults.add({ method: 'POST', path: '*/token', next: 1, status: 400, body });
    const ended = await alice.open('/api/account', { headers: OWN });
    expect(ended.status).toBe(401);
    expect(ended.headers.get('content-type')).toBe('application/problem+json');
  });

  test('[S28] takes nothing from pages of other origins, and writes only with our header', async () => {
    const { browser, apiRequests } = await createProxied('account:read createClient');
    const alice = browser();
    await alice.signIn();
    const foreign: readonly [method: string, headers: Record<string, string>][] = [
      ['GET', {}],
      ['GET', { 'sec-fetch-site': 'cross-site' }],
      ['GET', { 'sec-fetch-site': 'same-site' }],
      ['GET', { 'sec-fetch-site': 'none' }],
      ['GET', { 'sec-fetch-site': 'cross-site', 'x-sipgate-kit': '1' }],
      ['GET', { origin: 'https://evil.example', 'x-sipgate-kit': '1' }],
      ['POST', OWN],
      ['POST', { 'x-sipgate-kit': '1' }],
      ['POST', { origin: 'http://localhost:8080' }],
      ['POST', { ...OWN_WRITE, 'sec-fetch-site': 'same-site' }],
      ['POST', { ...OWN_WRITE, origin: 'null' }],
      ['POST', { ...OWN_WRITE, origin: 'https://evil.example' }],
    ];
    for (const [method, headers] of foreign) {
      const path = method === 'GET' ? '/api/account' : '/api/authorization/oauth2/clients';
      const response = await alice.open(path, { method, headers, ...(method === 'POST' && { body: '{}' }) });
      expect(response.status, JSON.stringify([method, headers])).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'cross_site_request' });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(apiRequests()).toHaveLength(0);
    const old = await alice.open('/api/account', { headers: { 'x-sipgate-kit': '1' } });
    expect(old.status).toBe(200);
    const body = JSON.stringify({ name: 'Ours', redirectUris: ['http://localhost/oauth'], webOrigins: [] });
    const headers = { ...OWN_WRITE, 'content-type': 'application/json' };
    const written = await alice.open('/api/authorization/oauth2/clients', { method: 'POST', headers, body });
    expect(written.headers.get('content-type')).not.toBe('application/problem+json');
    expect(apiRequests().at(-1)).toMatchObject({ method: 'POST', path: '/v2/authorization/oauth2/clients' });
  });
});

/** A server whose REST API is in the test's hands. */
async function withApi(answer: (request: Request) => Response | Promise<Response>) {
  const stage = await createProxied('account:read createClient');
  const browser = stage.browser();
  await browser.signIn();
  const server = createCallbackServer({
    configuration: stage.configuration,
    vault: stage.vault,
    now: stage.sandbox.clock.now,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      return request.url.startsWith(stage.configuration.apiUrl) ? answer(request) : stage.sandbox.fetch(request);
    },
  });
  closing.push(() => server.close());
  const open = (path: string, init: RequestInit = {}) => {
    const cookie = `sg_session_8080=${browser.session()}`;
    return server.app.request(`http://localhost:8080${path}`, {
      ...init,
      headers: { ...OWN_WRITE, cookie, ...init.headers },
    });
  };
  return { open };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

describe('what passes through the proxy', () => {
  test('[S31] leaves cookies, credentials and hop-by-hop headers behind, both ways', async () => {
    let seen = new Headers();
    const { open } = await withApi((request) => {
      seen = request.headers;
      return new Response('{}', {
        headers: {
          'content-type': 'application/json',
          'set-cookie': 'canary=1',
          authorization: 'canary',
          'www-authenticate': 'canary',
          connection: 'close',
          'x-internal': 'canary',
          etag: '"1"',
        },
      });
    });
    const response = await open('/api/account', {
      headers: { 'x-api-key': 'canary', te: 'trailers', 'accept-language': 'de' },
    });
    expect(response.headers.get('etag')).toBe('"1"');
    expect(JSON.stringify([...response.headers])).not.toContain('canary');
    expect(response.headers.get('connection')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([...seen.keys()].sort()).toEqual(['accept-language', 'authorization']);
  });

  test('hands the answer on as it comes, and its errors as they are', async () => {
    const pieces = new TransformStream<Uint8Array, Uint8Array>();
    const { open } = await withApi(
      () => new Response(pieces.readable, { status: 422, headers: { 'retry-after': '3' } }),
    );
    const response = await open('/api/account');
    expect(response.status).toBe(422);
    expect(response.headers.get('retry-after')).toBe('3');
    const [reader, writer] = [response.body?.getReader(), pieces.writable.getWriter()];
    void writer.write(new TextEncoder().encode('first'));
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    void writer.close();
    expect((await reader?.read())?.done).toBe(true);
  });

  test('hands a body on, but none that is too large', async () => {
    let received = 0;
    const { open } = await withApi(async (request) => {
      received = (await request.arrayBuffer()).byteLength;
      return new Response(null, { status: 204 });
    });
    const post = (body: BodyInit) =>
      open('/api/authorization/oauth2/clients', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await post('x'.repeat(1_000_000))).status).toBe(204);
    expect(received).toBe(1_000_000);
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
    });
    const refused = await post(endless);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ code: 'invalid_input', detail: expect.stringContaining('larger') });
  });

  test('says when the API cannot be reached, and follows no redirect', async () => {
    const broken = await withApi(() => Promise.reject(new TypeError('fetch failed')));
    const unreachable = await broken.open('/api/account');
    expect(unreachable.status).toBe(502);
    expect(await unreachable.json()).toMatchObject({ code: 'api_unavailable' });
    const moved = await withApi(() => Response.redirect('https://evil.example/', 302));
    const refused = await moved.open('/api/account');
    expect(refused.status).toBe(502);
    expect(refused.headers.get('location')).toBeNull();
  });
});

describe('the list of allowed operations', () => {
  test('lets a scope that reads through to nothing that changes, unless that is named itself', () => {
    const reading = parseProxyAllowance('users:read devices:read');
    const changing = [...reading.operationIds].filter((id) => operations[id as OperationId].method !== 'GET');
    expect(changing).toEqual([]);
    expect(reading.operationIds.has('getAllUsers')).toBe(true);
    expect(operations.setDefaultDevice.scopes).toContain('users:read');
    expect(parseProxyAllowance('users:read setDefaultDevice').operationIds.has('setDefaultDevice')).toBe(true);
  });

  test('is made of scopes and operations that exist', () => {
    expect([...parseProxyAllowance('getAccount').operationIds]).toEqual(['getAccount']);
    expect(parseProxyAllowance('balance:read, getAccount').operationIds.has('getBalance')).toBe(true);
    for (const [text, why] of [
      ['all', 'would allow everything'],
      ['balance:raed', 'neither a scope nor an operation'],
      ['toString', 'neither a scope nor an operation'],
    ] as const) {
      expect(() => parseProxyAllowance(text)).toThrow(
        expect.objectContaining({ message: expect.stringContaining(why) }),
      );
    }
  });
});
