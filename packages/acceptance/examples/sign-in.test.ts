import {
  clientCredentials,
  createSipgateClient,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  startAuthorization,
} from '@sipgate-kit/core';
import { createSandbox } from '@sipgate-kit/sandbox';
import { expect, test } from 'vitest';

test('our product reads the account of whoever signs in', async () => {
  const sandbox = await createSandbox();
  const provider = keycloakProvider(sandbox.issuer);
  const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
  const { fetch, clock } = sandbox;

  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: 'http://localhost:8080/oauth',
    scopes: ['account:read'],
    now: clock.now,
  });
  const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
  const signIn = await finishAuthorization(provider, client, transaction, callback, { fetch, now: clock.now });

  const apiOrigins = [new URL(sandbox.apiUrl).origin];
  const auth = await keepInMemory({ provider, client, apiOrigins, fetch, now: clock.now }, signIn);
  const sipgate = createSipgateClient({ auth, baseUrl: sandbox.apiUrl });
  clock.advance(301_000); // the access token has expired: the next call refreshes
  expect((await sipgate.GET('/account')).data.company).toBe('Adler Optik GmbH');

  await sandbox.close();
});
