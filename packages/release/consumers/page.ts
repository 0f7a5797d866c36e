/** A page as users write one: core alone, without a secret, bundled for a browser. */
import {
  clientCredentials,
  createSipgateClient,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  startAuthorization,
} from '@sipgate-kit/core';
import { lintRedirectUri } from '@sipgate-kit/core/clients';
import type { TabTokenStore } from '@sipgate-kit/core/tab-store';

/** What the page is told by whoever serves it. */
interface Place {
  issuer: string;
  apiUrl: string;
  clientId: string;
  redirectUri: string;
  /** Sends the person away, and gives the URL they come back with. */
  leave(url: URL): Promise<URL>;
}

export type Tabs = Pick<TabTokenStore, 'list' | 'close'>;

export async function use(place: Place): Promise<string> {
  const provider = keycloakProvider(place.issuer);
  const client = clientCredentials(place.clientId);
  const { url, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: place.redirectUri,
    scopes: ['account:read'],
  });
  const signIn = await finishAuthorization(provider, client, transaction, await place.leave(url));
  const auth = await keepInMemory({ provider, client, apiOrigins: [new URL(place.apiUrl).origin] }, signIn);
  const { data } = await createSipgateClient({ auth, baseUrl: place.apiUrl }).GET('/account');
  if (lintRedirectUri(place.redirectUri) === undefined) throw new Error('clients');
  return `used: ${data.company}`;
}
