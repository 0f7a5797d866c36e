import {
  clientCredentials,
  finishAuthorization,
  keycloakProvider,
  refreshTokenSet,
  startAuthorization,
} from '@sipgate-kit/core';
import { createSandbox } from '@sipgate-kit/sandbox';

const sandbox = await createSandbox(); // in this process, without a port
const provider = keycloakProvider(sandbox.issuer);
const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
const options = { fetch: sandbox.fetch, now: sandbox.clock.now };

const { url, transaction } = await startAuthorization(provider, {
  clientId: client.clientId,
  redirectUri: 'http://localhost:8080/oauth',
  scopes: ['account:read'],
  now: sandbox.clock.now,
});
const callback = await sandbox.signIn({ authorizationUrl: url, username: 'bob', password: 'sandbox' });
const { tokenSet } = await finishAuthorization(provider, client, transaction, callback, options);

sandbox.clock.advance(301_000); // five minutes later
console.log(`Still valid: ${tokenSet.isFresh(sandbox.clock.now())}`);

sandbox.faults.add({ path: '*/token', status: 503 }); // sipgate has a bad moment
await refreshTokenSet(provider, client, tokenSet, options).catch((error) => console.log(`Once: ${error.code}`));
console.log(`Then: ${await refreshTokenSet(provider, client, tokenSet, options)}`);

await sandbox.close();
