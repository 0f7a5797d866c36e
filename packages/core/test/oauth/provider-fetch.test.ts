import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  clientCredentials,
  createProviderClock,
  keycloakProvider,
  logoutAtProvider,
  refreshTokenSet,
  revokeTokenSet,
  TokenSet,
} from '../../src/index.ts';

const client = clientCredentials('client:third-party', 's3cret');
const tokenSet = new TokenSet({
  accessToken: 'access',
  refreshToken: 'c4nary-refresh',
  scopes: ['account:read'],
  issuedAt: 0,
  refreshTokenExpiresAt: 77,
});
const json =
  (body: unknown, status = 200, headers = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const good = { access_token: 'a2', refresh_token: 'r2', token_type: 'bearer', expires_in: 300 };

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return keycloakProvider(`http://127.0.0.1:${port}/auth/realms/third-party`);
}

describe('[S9] requests to the token endpoint', () => {
  test('are form posts without anything secret in the URL', async () => {
    const seen: { method?: string | undefined; url?: string | undefined; type?: string | undefined; body: string }[] =
      [];
    const provider = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, type: request.headers['content-type'], body });
        json(good)(request, response);
      });
    });
    const next = await refreshTokenSet(provider, client, tokenSet);
    expect(next.refreshToken).toBe('r2');
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/auth/realms/third-party/protocol/openid-connect/token',
        type: 'application/x-www-form-urlencoded;charset=UTF-8',
        body: 'refresh_token=c4nary-refresh&grant_type=refresh_token&client_id=client%3Athird-party&client_secret=s3cret',
      },
    ]);
  });

  test('never follow a redirect', async () => {
    let requests = 0;
    const provider = await serve((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({
      code: 'malformed_response',
      requestSent: true,
    });
    expect(requests).toBe(1);
  });

  test('end after the time-out, and count as sent', async () => {
    const provider = await serve(() => undefined);
    await expect(refreshTokenSet(provider, client, tokenSet, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'provider_unreachable',
      requestSent: true,
      retryable: true,
    });
  });

  test('take no more than 256 kB', async () => {
    const provider = await serve(json({ ...good, padding: 'x'.repeat(300_000) }));
    await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({ code: 'malformed_response' });
  });

  test.each([
    ['HTML', 'text/html', '<p>hello</p>'],
    ['JSON that calls itself text', 'text/plain', JSON.stringify(good)],
    ['broken JSON', 'application/json', '{"access_token":'],
    ['a JSON list', 'application/json', '[]'],
    ['no body at all', 'application/json', ''],
    ['a token of an unknown type', 'application/json', JSON.stringify({ ...good, token_type: 'mac' })],
    ['no access token', 'application/json', JSON.stringify({ token_type: 'bearer' })],
  ])('take JSON only: %s is a malformed answer', async (_what, type, body) => {
    const provider = await serve((_request, response) => response.writeHead(200, { 'content-type': type }).end(body));
    await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({
      code: 'malformed_response',
      requestSent: true,
    });
  });
});

describe('what became of a request', () => {
  test('refused connection and unknown host: certainly not sent', async () => {
    const provider = await serve(json(good));
    for (const close of closers.splice(0)) close();
    await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({
      code: 'provider_unreachable',
      requestSent: false,
    });
    const nowhere = keycloakProvider('https://does-not-exist.invalid/auth/realms/third-party');
    await expect(refreshTokenSet(nowhere, client, tokenSet)).rejects.toMatchObject({
      code: 'provider_unreachable',
      requestSent: false,
    });
  });

  test('connection reset after the request: may have been sent', async () => {
    const provider = await serve((request) => request.socket.destroy());
    await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({
      code: 'provider_unreachable',
      requestSent: true,
    });
  });

  test('aborted by the caller', async () => {
    const provider = await serve(() => undefined);
    const controller = new AbortController();
    const request = refreshTokenSet(provider, client, tokenSet, { signal: controller.signal });
    controller.abort();
    await expect(request).rejects.toMatchObject({ code: 'request_aborted' });
  });

  test.each([
    ['2', 2_000],
    [new Date(Date.parse('2026-01-01T00:00:05Z')).toUTCString(), 5_000],
    ['soon', undefined],
  ])('429 and 503 pass on Retry-After: %s', async (value, expected) => {
    for (const status of [429, 503]) {
      const provider = await serve(
        json({}, status, { 'retry-after': value, date: new Date(Date.parse('2026-01-01T00:00:00Z')).toUTCString() }),
      );
      await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({
        code: 'provider_unavailable',
        status,
        retryAfterMs: expected,
      });
    }
  });
});

describe('a refreshed set', () => {
  test('[R10] keeps the old refresh token and scopes where the answer is silent (RFC 6749 §6, §5.1)', async () => {
    const provider = await serve(json({ access_token: 'a2', token_type: 'bearer' }));
    const next = await refreshTokenSet(provider, client, tokenSet);
    expect(next.serialize()).toMatchObject({
      accessToken: 'a2',
      refreshToken: 'c4nary-refresh',
      scopes: ['account:read'],
      refreshTokenExpiresAt: 77,
    });
    expect(next.accessTokenExpiresAt).toBeUndefined();
  });

  test("[R12] has its instants by the provider's clock, even when ours is an hour off", async () => {
    const provider = await serve(json(good));
    const clock = createProviderClock(() => Date.now() - 3_600_000);
    const next = await refreshTokenSet(provider, client, tokenSet, { clock });
    expect(Math.abs((next.accessTokenExpiresAt ?? 0) - (Date.now() + 300_000))).toBeLessThan(2_500);
    expect(next.isFresh(clock.now())).toBe(true);
  });

  test("[R12] learns the provider's time from an ID token where no Date header comes", async () => {
    const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    const provider = await serve((_request, response) => {
      response.sendDate = false;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          ...good,
          id_token: idToken({ iat: Math.floor(Date.now() / 1000), iss: 'https://odd.example', exp: 1 }),
        }),
      );
    });
    const clock = createProviderClock(() => Date.now() + 3_600_000);
    const next = await refreshTokenSet(provider, client, tokenSet, { clock });
    expect(next.refreshToken).toBe('r2');
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(2_500);
  });

  test.each(['', 'x', 'a.b.c', 'e30.e30.', 'e30.bnVsbA.x'])(
    'is kept whatever its ID token looks like: "%s"',
    async (idToken) => {
      const provider = await serve(json({ ...good, id_token: idToken }));
      expect((await refreshTokenSet(provider, client, tokenSet)).refreshToken).toBe('r2');
    },
  );

  test('without a body is told as malformed, and as one that may have been a rotation', async () => {
    const provider = await serve((_request, response) => response.writeHead(204).end());
    await expect(refreshTokenSet(provider, client, tokenSet)).rejects.toMatchObject({
      code: 'malformed_response',
      requestSent: true,
    });
  });

  test('[R10] refresh_expires_in 0 means unknown, not never', async () => {
    const provider = await serve(json({ ...good, refresh_expires_in: 0 }));
    expect((await refreshTokenSet(provider, client, tokenSet)).refreshTokenExpiresAt).toBeUndefined();
  });
});

describe('revocation and logout', () => {
  test("an unknown token counts as revoked, another client's does not", async () => {
    const unknown = await serve(json({ error: 'invalid_token', error_description: 'Invalid token' }));
    await expect(revokeTokenSet(unknown, client, tokenSet)).resolves.toBeUndefined();
    const foreign = await serve(json({ error: 'invalid_request', error_description: 'Unmatching clients' }, 400));
    await expect(revokeTokenSet(foreign, client, tokenSet)).rejects.toMatchObject({
      code: 'token_request_failed',
      errorDescription: 'Unmatching clients',
    });
  });

  test("logout is 204, or the provider's own error", async () => {
    const fine = await serve((_request, response) => response.writeHead(204).end());
    await expect(logoutAtProvider(fine, client, tokenSet)).resolves.toBeUndefined();
    const gone = await serve(json({ error: 'invalid_grant', error_description: 'Session not active' }, 400));
    await expect(logoutAtProvider(gone, client, tokenSet)).rejects.toMatchObject({ code: 'refresh_refused' });
  });
});
