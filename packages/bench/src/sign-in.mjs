import { clientCredentials, finishAuthorization, keycloakProvider, startAuthorization } from '@sipgate-kit/core';

/** What a server that keeps connections asks for. */
const SCOPES = ['openid', 'account:read'];
const REDIRECT_URI = 'http://127.0.0.1/oauth';

/**
 * Signs a person in, by the kit's own functions. The whole sign-in happens `agoMs` ago: for longer than an access token
 * lives, and it has expired by now while every clock is right.
 *
 * @param {import('./lane.mjs').Lane} lane
 * @param {{ browser: string, agoMs: number }} how
 * @returns {Promise<import('@sipgate-kit/core').SignIn>}
 */
export async function signInAt({ sandbox, about }, { browser, agoMs }) {
  const { issuer, client } = about;
  const provider = keycloakProvider(issuer);
  const now = () => Date.now() - agoMs;
  await sandbox.ask('setClock', { ms: -agoMs });
  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: REDIRECT_URI,
    scopes: SCOPES,
    now,
  });
  const callback = new URL(await sandbox.ask('signIn', { authorizationUrl: url.href, browser }));
  const credentials = clientCredentials(client.clientId, client.clientSecret);
  const signIn = await finishAuthorization(provider, credentials, transaction, callback, { now });
  await sandbox.ask('setClock', { ms: 0 });
  return signIn;
}
