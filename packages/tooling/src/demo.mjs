import {
  clientCredentials,
  createMemoryTokenStore,
  createSipgateClient,
  createTokenManager,
  fingerprint,
  finishAuthorization,
  keycloakProvider,
  ProviderError,
  readCallback,
  refreshTokenSet,
  SipgateKitError,
  startAuthorization,
} from '@sipgate-kit/core';
import { createOAuthClients, presets } from '@sipgate-kit/core/clients';
import { createSandbox } from '@sipgate-kit/sandbox';

const REDIRECT_URI = 'http://localhost:8080/oauth';
const SCOPES = ['account:read', 'authorization:oauth2:clients:read', 'authorization:oauth2:clients:write'];

/**
 * Walks through everything the kit does for one person.
 *
 * @returns {Promise<number>} the exit code: 0 when every step did what it says
 */
export async function demo() {
  const sandbox = await createSandbox();
  try {
    await journey(sandbox);
    process.stdout.write('\nAll of it ran on your machine. `npm start` does the same in your browser.\n');
    return 0;
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    process.stderr.write(`\nThe demo stopped: ${error.message} (${error.code})\nNext: ${error.hint}\n`);
    return 1;
  } finally {
    await sandbox.close();
  }
}

/** @param {import('@sipgate-kit/sandbox').Sandbox} sandbox */
async function journey(sandbox) {
  const provider = keycloakProvider(sandbox.issuer);
  const client = clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret);
  const { fetch } = sandbox;
  const { alice } = sandbox.users;

  chapter('Sign in');

  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: REDIRECT_URI,
    scopes: SCOPES,
  });
  step('startAuthorization', 'made the URL to send the browser to, with state, nonce and a PKCE challenge (S256):', [
    ...url.href.split(/(?=[?&])/).map((part) => part.replace(/(state|nonce|code_challenge)=.*/, '$1=…')),
  ]);

  const callback = await sandbox.signIn({ authorizationUrl: url, username: alice.username, password: alice.password });
  step(
    'sandbox.signIn',
    `played ${alice.username}: password, consent, and back to ${callback.origin}${callback.pathname}`,
  );

  const { state } = readCallback(callback);
  if (state !== transaction.state) throw new Error('The callback has another state than the sign-in it belongs to.');
  step('readCallback', 'read the callback; its state belongs to this sign-in');

  const forged = new URL(callback);
  forged.searchParams.set('state', 'somebody-elses-state');
  const refused = await refusal(finishAuthorization(provider, client, transaction, forged, { fetch }));
  step('finishAuthorization', `refused the same callback with a forged state: ${refused.code}`);

  const { key, tokenSet } = await finishAuthorization(provider, client, transaction, callback, { fetch });
  step(
    'finishAuthorization',
    'exchanged the code for a token set and checked the ID token:',
    await described(tokenSet),
  );

  chapter('Call the API, and refresh');

  const store = createMemoryTokenStore();
  const { id } = await store.saveSignIn(key, tokenSet);
  const manager = createTokenManager({ provider, client, store, fetch, apiOrigins: [sandbox.url] });
  const tokens = manager.forConnection(id);
  const sipgate = createSipgateClient({ auth: tokens, baseUrl: sandbox.apiUrl });
  step('createTokenManager', `keeps connection ${id} alive from here on`);

  const before = await sipgate.GET('/account');
  step("sipgate.GET('/account')", `answered ${before.data.company}, ${before.data.mainProductType}`);

  await tokens.refresh();
  const renewed = await store.read(id);
  if (renewed === undefined) throw new Error('The connection is gone.');
  step('tokens.refresh', `rotated the token set, generation ${renewed.generation}:`, await described(renewed.tokenSet));

  const after = await sipgate.GET('/account');
  step("sipgate.GET('/account')", `answered ${after.data.company} to the new access token`);

  await provesRotation(sandbox, provider, client);

  const again = await sipgate.GET('/account');
  step("sipgate.GET('/account')", `answered ${again.data.company}: the session of the token manager is untouched`);

  chapter('Manage OAuth clients');

  const clients = createOAuthClients(sipgate);
  const created = await clients.create(presets.local({ name: 'Demo client' }));
  step('clients.create', `created ${created.clientId}; its secret prints as ${created.clientSecret}`);

  const all = await clients.list();
  step('clients.list', `found ${all.length} clients: ${all.map(({ name }) => name).join(', ')}`);

  const read = await clients.get(created.clientId);
  step('clients.get', `read it: ${read.name} sends people back to ${read.redirectUris.join(', ')}`);

  const updated = await clients.update(created.clientId, { name: 'Demo client, renamed' });
  step(
    'clients.update',
    `renamed it to ${updated.name}; it still sends people back to ${updated.redirectUris.join(', ')}`,
  );

  const own = clientCredentials(created.clientId, created.clientSecret?.reveal());
  const second = await startAuthorization(provider, {
    clientId: own.clientId,
    redirectUri: REDIRECT_URI,
    scopes: ['account:read'],
  });
  const secondCallback = await sandbox.signIn({ ...alice, authorizationUrl: second.url });
  const signedIn = await finishAuthorization(provider, own, second.transaction, secondCallback, { fetch });
  step('finishAuthorization', 'signed in with the created client:', await described(signedIn.tokenSet));

  await clients.delete(created.clientId);
  const gone = await refusal(clients.get(created.clientId));
  step('clients.delete', `deleted it; reading it now: ${gone.code}`);

  await manager.close();
}

/**
 * A refresh token works once. Shown on a session of its own, since using it twice ends the whole session.
 *
 * @param {import('@sipgate-kit/sandbox').Sandbox} sandbox
 * @param {import('@sipgate-kit/core').Provider} provider
 * @param {import('@sipgate-kit/core').ClientCredentials} client
 */
async function provesRotation({ fetch, signIn, users: { alice } }, provider, client) {
  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: REDIRECT_URI,
    scopes: ['account:read'],
  });
  const callback = await signIn({ ...alice, authorizationUrl: url });
  const { tokenSet: first } = await finishAuthorization(provider, client, transaction, callback, { fetch });
  const second = await refreshTokenSet(provider, client, first, { fetch });
  const replayed = await refusal(refreshTokenSet(provider, client, first, { fetch }));
  step('refreshTokenSet', 'was refused, in a second session, the refresh token it had used before:', [
    `${replayed.code}: ${replayed instanceof ProviderError ? replayed.errorDescription : replayed.message}`,
  ]);
  const dead = await refusal(refreshTokenSet(provider, client, second, { fetch }));
  step('refreshTokenSet', 'was then refused its successor too: one reuse ends the session. Hence the token manager:', [
    `${dead.code}: ${dead instanceof ProviderError ? dead.errorDescription : dead.message}`,
  ]);
}

/**
 * @param {Promise<unknown>} promise
 * @returns {Promise<SipgateKitError>} the error it fails with; it has to fail
 */
async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SipgateKitError) return error;
    throw error;
  }
  throw new Error('What had to be refused was accepted.');
}

/** Lifetimes and fingerprints; never a token. @param {import('@sipgate-kit/core').TokenSet} tokenSet */
async function described({
  accessToken,
  refreshToken = '',
  accessTokenExpiresAt,
  refreshTokenExpiresAt,
  issuedAt,
  scopes,
}) {
  const lifetime = (/** @type {number | undefined} */ until) =>
    until === undefined ? 'lifetime unknown' : `good for ${inWords(until - issuedAt)}`;
  return [
    `access token   ${await fingerprint(accessToken)}   ${lifetime(accessTokenExpiresAt)}`,
    `refresh token  ${await fingerprint(refreshToken)}   ${lifetime(refreshTokenExpiresAt)}`,
    `scopes         ${scopes.join(' ')}`,
  ];
}

/** @param {number} durationMs */
function inWords(durationMs) {
  const days = durationMs / 86_400_000;
  return days >= 1 ? `${Math.round(days)} days` : `${Math.round(days * 1440)} minutes`;
}

/** @param {string} title */
function chapter(title) {
  process.stdout.write(`\n${title}\n`);
}

/** @param {string} by @param {string} what @param {readonly string[]} [details] */
function step(by, what, details = []) {
  process.stdout.write(`  ✓ ${by} ${what}\n${details.map((line) => `      ${line}\n`).join('')}`);
}
