import {
  clientCredentials,
  createSipgateClient,
  finishAuthorization,
  keepInMemory,
  sipgateProvider,
  startAuthorization,
} from '@sipgate-kit/core';

/** What stands on the page of the same name: compiled, not run, since it speaks to sipgate itself. */
declare const callbackUrl: URL;

const client = clientCredentials(process.env.CLIENT_ID, process.env.CLIENT_SECRET);
const provider = sipgateProvider({ clientId: client.clientId });

// 1. Send the browser to url.href; keep the transaction, secretly, until it is back.
const { url, transaction } = await startAuthorization(provider, {
  clientId: client.clientId,
  redirectUri: 'http://localhost:8080/oauth',
  scopes: ['account:read'],
});

// 2. The browser is back, at callbackUrl: that transaction is used up now.
const signIn = await finishAuthorization(provider, client, transaction, callbackUrl);

// 3. Call the API. Tokens are refreshed when they have to be.
const tokens = await keepInMemory({ provider, client }, signIn);
const { data } = await createSipgateClient({ auth: tokens }).GET('/account');

export { data, url };
