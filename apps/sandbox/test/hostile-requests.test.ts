import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { sendRaw } from './raw-connection.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

const host = () => new URL(sandbox.url).host;
const goesOn = async () => expect((await fetch(`${sandbox.url}/__sandbox/clock`)).status).toBe(200);
const tokenPath = '/auth/realms/third-party/protocol/openid-connect/token';

describe('what could be read as two requests is refused, and nothing behind it is read', () => {
  const smuggled = 'GET /v2/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  test.each([
    [
      'Content-Length and Transfer-Encoding',
      'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n',
      `0\r\n\r\n${smuggled}`,
    ],
    [
      'Transfer-Encoding and Content-Length',
      'Transfer-Encoding: chunked\r\nContent-Length: 6\r\n',
      `0\r\n\r\n${smuggled}`,
    ],
    ['two different Content-Lengths', 'Content-Length: 3\r\nContent-Length: 40\r\n', `a=1${smuggled}`],
    ['a list of Content-Lengths', 'Content-Length: 3, 40\r\n', `a=1${smuggled}`],
    ['a signed Content-Length', 'Content-Length: +3\r\n', `a=1${smuggled}`],
    ['an unknown Transfer-Encoding', 'Transfer-Encoding: xchunked\r\n', smuggled],
    ['chunked not being the last', 'Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${smuggled}`],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\n', `0\r\n\r\n${smuggled}`],
    ['a chunk length that is none', 'Transfer-Encoding: chunked\r\n', `zz\r\n${smuggled}`],
    ['a header on two lines', 'X-A: 1\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n', smuggled],
    ['a line that ends with LF alone', 'X-A: 1\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${smuggled}`],
    ['a NUL in a header', 'X-A: \0\r\nContent-Length: 0\r\n', smuggled],
  ])('%s', async (_, headers, rest) => {
    const before = sandbox.requests().length;

    const answer = await sendRaw(
      sandbox.url,
      `POST ${tokenPath} HTTP/1.1\r\nHost: ${host()}\r\nContent-Type: application/x-www-form-urlencoded\r\n${headers}\r\n${rest}`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"detail":"This is not a request that can be read: ');
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(
      sandbox
        .requests()
        .slice(before)
        .map(({ path }) => path),
    ).not.toContain('/v2/smuggled');
    await goesOn();
  });
});

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['headers without end', `GET / HTTP/1.1\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  ['the name of another', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
])('%s: a clear refusal, and the sandbox goes on', async (_, bytes, status) => {
  expect(await sendRaw(sandbox.url, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  await goesOn();
});

describe('bodies that would fill the memory: 413, before they are read', () => {
  test.each([
    ['/v2/account', 'POST', 21_000_000],
    [tokenPath, 'POST', 21_000_000],
    ['/__sandbox/clock', 'POST', 21_000_000],
    ['/__sandbox/state', 'PUT', 300_000_000],
  ])('%s, announced', async (path, method, length) => {
    const answer = await sendRaw(
      sandbox.url,
      `${method} ${path} HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"detail":"The body is larger than ');
    await goesOn();
  });

  test('in pieces whose number nobody knows', async () => {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pieces += 1;
        if (pieces > 400) controller.close();
        else controller.enqueue(new Uint8Array(100_000));
      },
    });
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } };

    const response = await sandbox.fetch(`${sandbox.url}/__sandbox/clock`, init as RequestInit);

    expect([response.status, (await response.json()).field]).toEqual([413, 'body']);
    expect(pieces).toBeLessThan(400);
  });
});

/** JSON of any shape, and fields the control API knows with values of any shape. */
const control = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .dictionary(
      fc.constantFrom(
        ...['advanceMs', 'setTo', 'frozen', 'path', 'method', 'status', 'drop', 'callback', 'redirect', 'contentType'],
        ...['retryAfter', 'next', 'forMs', 'username', 'authorizationUrl', 'version', 'keys', 'clients', 'realms'],
      ),
      fc.oneof(
        fc.constantFrom<unknown>(
          '/',
          'GET',
          'after',
          'during',
          500,
          200,
          204,
          true,
          null,
          1,
          { iss: 'x' },
          'x\r\ny: z',
        ),
        fc.anything(),
        fc.double(),
        fc.webUrl(),
      ),
    )
    .map((fields) => JSON.stringify(fields, (_, value) => (typeof value === 'bigint' ? String(value) : value))),
);

test('[fuzz] whatever the control API is sent: a yes or a problem, never a failure of ours', async () => {
  const places = ['clock', 'faults', 'sign-in', 'state', 'scenarios/lost-refresh', 'reset', 'requests', 'nothing'];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
      control,
      async (place, method, body) => {
        const response = await sandbox.fetch(`${sandbox.url}/__sandbox/${place}`, {
          method,
          ...(method === 'GET' ? {} : { body }),
          headers: { 'content-type': 'application/json' },
        });
        expect(response.status).toBeLessThan(500);
        if (response.status >= 400) expect(await response.json()).toMatchObject({ status: response.status });
        expect(new Date(sandbox.clock.now()).toJSON()).toBeTruthy();
      },
    ),
    { numRuns: 200 },
  );
  sandbox.reset();
});

test('[fuzz] whatever fault is taken can be played: an answer or a closed connection', async () => {
  const fault = fc.record(
    {
      status: fc.integer({ min: 200, max: 599 }),
      body: fc.jsonValue(),
      retryAfter: fc.oneof(fc.nat(), fc.string({ unit: 'binary' })),
      contentType: fc.oneof(fc.constantFrom('text/html', '', '/', 'a/b; c'), fc.string({ unit: 'binary' })),
      redirect: fc.oneof(fc.webUrl(), fc.constantFrom('/', '/a b', '/ü', '/\u0000', '/%', 'http://localhost:1/')),
      malformedJson: fc.boolean(),
      trickleMs: fc.constant(0),
      drop: fc.constantFrom('before', 'during', 'after'),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fault, fc.constantFrom('/v2', '/v2/account', '/auth/realms/no-such'), async (fields, path) => {
      const ordered = await sandbox.fetch(`${sandbox.url}/__sandbox/faults`, {
        method: 'POST',
        body: JSON.stringify({ path, ...fields }),
        headers: { 'content-type': 'application/json' },
      });
      const played = sandbox
        .fetch(`${sandbox.url}${path}`, { redirect: 'manual' })
        .then(async (response) => response.text().catch(connectionEnded), connectionEnded);
      expect(typeof (await played)).toBe('string');
      expect(sandbox.faults.list(), `${ordered.status}`).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

function connectionEnded(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  expect(cause?.code).toBe('ECONNRESET');
  return '';
}

test('[fuzz] forms and queries of the login: an answer, and a log without what was in them', async () => {
  const secret = 'S3cret-that-nobody-may-see';
  const name = fc.oneof(
    fc.constantFrom('grant_type', 'client_id', 'scope', 'redirect_uri', 'state', 'code'),
    fc.string(),
  );
  const value = fc.oneof(fc.constantFrom(secret, `${secret} openid`, `http://localhost/${secret}?x`), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 6 }), fc.boolean(), async (pairs, asForm) => {
      const parameters = new URLSearchParams(pairs);
      const base = `${sandbox.issuer}/protocol/openid-connect`;
      const response = asForm
        ? await sandbox.fetch(`${base}/token`, { method: 'POST', body: parameters })
        : await sandbox.fetch(`${base}/auth?${parameters}`, { redirect: 'manual' });
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 100 },
  );
  const shown = JSON.stringify(sandbox.requests());
  expect(shown).not.toContain(secret);
});

test('[fuzz] a snapshot with something broken in it is refused, or believed and got rid of by a reset', async () => {
  const { relyingParty } = await import('./relying-party.ts');
  const party = relyingParty(sandbox);
  await party.tokens();
  const whole = JSON.stringify(sandbox.snapshot());
  const paths = [...leavesOf(JSON.parse(whole))].filter((path) => !path.join('.').startsWith('companies.'));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.constantFrom<unknown>(null, 0, '', 'x', {}, [], [null], { __proto__: null, toString: 1 }),
      async (path, value) => {
        const broken = JSON.parse(whole);
        const parent = path.slice(0, -1).reduce((node, key) => node[key], broken);
        parent[path.at(-1) ?? ''] = value;
        const put = await fetch(`${sandbox.url}/__sandbox/state`, {
          method: 'PUT',
          body: JSON.stringify(broken),
          headers: { 'content-type': 'application/json' },
        });
        expect([200, 400]).toContain(put.status);
        for (const address of ['/', '/__sandbox/tokens', `${tokenPath}?x`]) {
          const init = address.startsWith('/auth') ? { method: 'POST', body: 'grant_type=refresh_token' } : {};
          await (await fetch(`${sandbox.url}${address}`, init)).text();
        }
        expect((await fetch(`${sandbox.url}/__sandbox/reset`, { method: 'POST' })).status).toBe(200);
      },
    ),
    { numRuns: 40 },
  );
  expect((await party.tokens()).access_token).toBeTruthy();
});

function* leavesOf(node: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof node !== 'object' || node === null || Object.keys(node).length === 0) return yield path;
  for (const [key, inner] of Object.entries(node)) yield* leavesOf(inner, [...path, key]);
}
