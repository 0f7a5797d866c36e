import {
  clientCredentials,
  createSipgateClient,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  startAuthorization,
} from '@sipgate-kit/core';
import { createSandbox } from '@sipgate-kit/sandbox';

const sandbox = await createSandbox({ port: 0 }); // for the real one: sipgateProvider() and your own client
const provider = keycloakProvider(sandbox.issuer);
const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);

const { url, transaction } = await startAuthorization(provider, {
  clientId: client.clientId,
  redirectUri: 'http://localhost:8080/oauth',
  scopes: ['account:read'],
});
// A person opens the URL, signs in and comes back to the redirect URI; here the sandbox plays them.
const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
const signIn = await finishAuthorization(provider, client, transaction, callback);

const auth = await keepInMemory({ provider, client, apiOrigins: [sandbox.url] }, signIn); // refreshes on its own
const { data: account } = await createSipgateClient({ auth, baseUrl: sandbox.apiUrl }).GET('/account');
console.log(`Signed in at ${account.company}`);

await sandbox.close();
