import {
  type ClientCredentials,
  finishAuthorization,
  type Provider,
  type SignIn,
  startAuthorization,
} from '@sipgate-kit/core';

/** What stands on the page of the same name; the test brings the person back. */
export async function signInWithout(
  server: { provider: Provider; client: ClientCredentials; redirectUri: string; scopes: readonly string[] },
  backFrom: (url: URL) => Promise<URL>,
): Promise<SignIn> {
  const { provider, client, redirectUri, scopes } = server;
  const { url, transaction } = await startAuthorization(provider, { clientId: client.clientId, redirectUri, scopes });
  // Keep the transaction, out of the browser's reach; send the person to url, and take what they come back with.
  const callbackUrl = await backFrom(url);
  const signIn = await finishAuthorization(provider, client, transaction, callbackUrl);
  return signIn;
}
