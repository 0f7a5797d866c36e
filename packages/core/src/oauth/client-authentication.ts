import * as oauth from 'oauth4webapi';
import type { ClientCredentials } from './client-credentials.ts';

/** Form post, as all of sipgate's recipes do it; Basic would have to form-encode the colon of the client id. */
export function clientAuthentication(client: ClientCredentials): oauth.ClientAuth {
  return client.clientSecret === undefined ? oauth.None() : oauth.ClientSecretPost(client.clientSecret.reveal());
}
