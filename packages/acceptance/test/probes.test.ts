import {
  clientCredentials,
  discoverProvider,
  keycloakProvider,
  probeAuthorization,
  probeClient,
  probeCodeExchange,
} from '@sipgate-kit/core';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { beforeEach, expect, test } from 'vitest';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});

const REDIRECT_URI = 'http://localhost:8080/oauth';
const provider = () => keycloakProvider(sandbox.issuer);
const fetching = () => ({ fetch: sandbox.fetch });

/** What the login thinks of a client. */
async function judged(clientId: string, clientSecret?: string): Promise<string> {
  const probe = await probeClient(provider(), clientCredentials(clientId, clientSecret), fetching());
  return probe.accepted ? 'accepted' : probe.refusal.code;
}

test('a client is told apart from an unknown one, one of the other realm and one with the wrong secret', async () => {
  const { client, publicClient, appsClient } = sandbox;
  expect(await judged(client.clientId, client.clientSecret)).toBe('accepted');
  expect(await judged(publicClient.clientId)).toBe('accepted');
  expect(await judged(client.clientId, 'wrong')).toBe('wrong_client_secret');
  expect(await judged(client.clientId)).toBe('wrong_client_secret');
  expect(await judged(appsClient.clientId, appsClient.clientSecret)).toBe('unknown_client');
  expect(await judged('nobody')).toBe('unknown_client');
});

test('a probe changes nothing: nobody is signed in or out by it', async () => {
  const before = sandbox.tokens();
  await judged(sandbox.client.clientId, sandbox.client.clientSecret);
  expect(sandbox.tokens()).toEqual(before);
});

test('trading codes is tried with one that never was', async () => {
  const { clientId, clientSecret } = sandbox.client;
  const good = await probeCodeExchange(provider(), clientCredentials(clientId, clientSecret), REDIRECT_URI, fetching());
  expect([good.accepted, good.accepted && good.provider.errorDescription]).toEqual([true, 'Code not valid']);
  const bad = await probeCodeExchange(provider(), clientCredentials(clientId, 'wrong'), REDIRECT_URI, fetching());
  expect(bad.accepted ? undefined : bad.refusal.code).toBe('wrong_client_secret');
});

test.each([
  ['a registered redirect URI leads to the login page', {}, undefined],
  ['another path', { redirectUri: 'http://localhost:8080/callback' }, 'page: invalid_redirect_uri'],
  ['an unknown client', { clientId: 'nobody' }, 'page: unknown_client'],
  ['an unknown scope', { scopes: ['acount:read'] }, 'redirect URI: invalid_scope'],
])('what a browser would see: %s', async (_what, change, expected) => {
  const request = { clientId: sandbox.client.clientId, redirectUri: REDIRECT_URI, scopes: ['account:read'], ...change };
  const probe = await probeAuthorization(provider(), request, fetching());
  expect(probe.accepted ? undefined : `${probe.toldAt}: ${probe.refusal.code}`).toBe(expected);
});

test('a login that is down is no refusal', async () => {
  sandbox.faults.add({ path: '*/auth', status: 503 });
  const request = { clientId: sandbox.client.clientId, redirectUri: REDIRECT_URI, scopes: [] };
  await expect(probeAuthorization(provider(), request, fetching())).rejects.toMatchObject({
    code: 'provider_unavailable',
  });
});

test('discovery tells the PKCE methods and the scopes', async () => {
  const { codeChallengeMethods, scopesSupported } = await discoverProvider(sandbox.issuer, fetching());
  expect(codeChallengeMethods).toContain('S256');
  expect(scopesSupported).toContain('account:read');
});
