import { beforeEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { relyingParty } from './relying-party.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ origin: 'http://localhost:4711' });
});

test('the origin can be chosen', async () => {
  expect(sandbox.issuer).toBe('http://localhost:4711/auth/realms/third-party');
  expect((await sandbox.fetch(`${sandbox.issuer}/.well-known/openid-configuration`)).status).toBe(200);
});

test('knows no other host', async () => {
  await expect(sandbox.fetch('https://example.com/')).rejects.toThrow(TypeError);
});

test('follows redirects within the sandbox, unless told otherwise', async () => {
  const url = relyingParty(sandbox).authorizationUrl();

  const followed = await sandbox.fetch(url);
  const manual = await sandbox.fetch(url, { redirect: 'manual' });

  // Without cookies the login page is somebody else's.
  expect([followed.status, new URL(followed.url).pathname]).toMatchObject([
    400,
    expect.stringContaining('/login-actions/'),
  ]);
  expect(manual.status).toBe(303);
  await expect(sandbox.fetch(url, { redirect: 'error' })).rejects.toThrow(TypeError);
});

test('an aborted signal rejects with its reason', async () => {
  const reason = new Error('changed my mind');

  await expect(sandbox.fetch(sandbox.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('unknown realms and paths', async () => {
  const at = (path: string) => sandbox.fetch(`${sandbox.url}/auth/realms/${path}`);

  expect(await (await at('nowhere/protocol/openid-connect/certs')).json()).toEqual({ error: 'Realm does not exist' });
  expect(await (await at('third-party/nothing')).json()).toEqual({ error: 'HTTP 404 Not Found' });
});

test('discovery names what is there', async () => {
  const discovery = await (await sandbox.fetch(`${sandbox.issuer}/.well-known/openid-configuration`)).json();

  expect(discovery).toMatchObject({
    issuer: sandbox.issuer,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  });
  for (const [name, value] of Object.entries(discovery)) {
    if (name.endsWith('_endpoint') || name === 'jwks_uri')
      expect(value).toMatch(`${sandbox.issuer}/protocol/openid-connect/`);
  }
});
