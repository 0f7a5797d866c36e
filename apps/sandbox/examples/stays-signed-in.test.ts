import {
  clientCredentials,
  createSipgateClient,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  startAuthorization,
} from '@sipgate-kit/core';
import type { Sandbox } from '@sipgate-kit/sandbox';
import { expect, test } from '@sipgate-kit/sandbox/vitest';

/** Signs Alice in, as your application would, and gives the REST API with her tokens. */
async function sipgateFor(sandbox: Sandbox) {
  const { fetch, clock, users } = sandbox;
  const provider = keycloakProvider(sandbox.issuer);
  const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: 'http://localhost:8080/oauth',
    scopes: ['account:read'],
    now: clock.now,
  });
  const callback = await sandbox.signIn({ authorizationUrl: url, ...users.alice });
  const signIn = await finishAuthorization(provider, client, transaction, callback, { fetch, now: clock.now });
  const auth = await keepInMemory({ provider, client, fetch, now: clock.now, apiOrigins: [sandbox.url] }, signIn);
  return createSipgateClient({ auth, baseUrl: sandbox.apiUrl });
}

test('people stay signed in when their access token expires', async ({ sandbox }) => {
  const sipgate = await sipgateFor(sandbox);

  sandbox.clock.advance(301_000);
  const { data } = await sipgate.GET('/account');

  expect(data.company).toBe('Adler Optik GmbH');
  expect(sandbox.requests().filter(({ grantType }) => grantType === 'refresh_token')).toHaveLength(1);
  expect(sandbox).toHaveNoContractViolations();
});

test('who takes their consent back is asked to sign in again', async ({ sandbox }) => {
  const sipgate = await sipgateFor(sandbox);

  sandbox.play('consent-withdrawn');

  await expect(sipgate.GET('/account')).rejects.toMatchObject({ code: 'needs_login' });
});
