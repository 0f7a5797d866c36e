import { createSipgateClient, personalAccessToken } from '@sipgate-kit/core';
import { allowsOrigin, createOAuthClients, lintRedirectUri, lintWebOrigin, presets } from '@sipgate-kit/core/clients';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

let sandbox: Sandbox;
let clientId: string;
let clientSecret: string;

beforeAll(async () => {
  sandbox = await createSandbox({ allowRealHosts: true, createAnswersSecret: true });
  const client = await createOAuthClients(consoleOf(sandbox)).create(presets.local({ name: 'Looked at' }));
  clientId = client.clientId;
  clientSecret = client.clientSecret?.reveal() ?? '';
});
afterAll(() => sandbox.close());

function consoleOf({ users, fetch, apiUrl }: Sandbox) {
  const auth = personalAccessToken(users.alice.personalAccessToken, { fetch, apiOrigins: [new URL(apiUrl).origin] });
  return createSipgateClient({ auth, baseUrl: apiUrl });
}

/** Registers past our own checks, as the sandbox's console takes it. `false` when even that refuses. */
async function registered(lists: { redirectUris: string[]; webOrigins?: string[] }): Promise<boolean> {
  const { users, fetch, apiUrl } = sandbox;
  const { tokenId, token } = users.alice.personalAccessToken;
  const body = { name: 'Looked at', description: 'x', webOrigins: [], privacyUrl: '', termsUrl: '', ...lists };
  const { ok } = await fetch(`${apiUrl}/authorization/oauth2/clients/${encodeURIComponent(clientId)}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa(`${tokenId}:${token}`)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return ok;
}

/** Whether the login goes on with a redirect URI: to its sign-in page, or back to the client with an error. */
async function letsThrough(redirectUri: string): Promise<boolean> {
  const url = new URL(`${sandbox.issuer}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'account:read',
  }).toString();
  return (await sandbox.fetch(url, { redirect: 'manual' })).status < 400;
}

const part = (...choices: string[]) => fc.constantFrom('', ...choices);
const patterns = fc
  .tuple(
    fc.constantFrom('https://', 'http://'),
    fc.constantFrom(
      'app.example.com',
      'APP.example.com',
      '*.example.com',
      'localhost',
      '127.0.0.1',
      '[::1]',
      'u:p@app.example.com',
    ),
    part(':8080', ':443', '*'),
    part('/', '/cb', '/cb/', '/cb/*', '/*', '/cb*', '/cb/**', '/a*b', '/a/../cb', '/%2e%2e/*'),
    part('?x=1', '?x=*', '?code=1'),
  )
  .map((parts) => parts.join(''));

test('what the lint says of a redirect URI is what the login does', async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(patterns, async (pattern) => {
      const { matches, refuses } = lintRedirectUri(pattern);
      if (!(await registered({ redirectUris: [pattern] }))) return;
      for (const url of matches) expect([url, await letsThrough(url)]).toEqual([url, true]);
      for (const { url } of refuses) expect([url, await letsThrough(url)]).toEqual([url, false]);
      tried += matches.length + refuses.length;
    }),
    { numRuns: 300 },
  );
  expect(tried).toBeGreaterThan(1000);
});

test('what the lint says of a web origin is what the token endpoint does', async () => {
  const origins = [
    'https://app.example.com',
    'https://app.example.com/',
    'http://localhost:3000',
    'https://*.example.com',
    '*',
    '+',
  ];
  for (const origin of origins) {
    const redirectUris = ['https://app.example.com:8443/*', 'http://localhost/cb'];
    expect(await registered({ redirectUris, webOrigins: [origin] })).toBe(true);
    const { matches, refuses } = lintWebOrigin(origin, redirectUris);
    for (const url of [...matches, ...refuses.map((one) => one.url), 'https://evil.example']) {
      const response = await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
        method: 'POST',
        headers: { origin: url },
        body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret }),
      });
      const readable = response.headers.get('access-control-allow-origin') === url;
      expect([origin, url, readable]).toEqual([origin, url, allowsOrigin({ webOrigins: [origin], redirectUris }, url)]);
    }
    expect(matches.every((url) => allowsOrigin({ webOrigins: [origin], redirectUris }, url))).toBe(true);
  }
});
