import {
  clientCredentials,
  finishAuthorization,
  keycloakProvider,
  startAuthorization,
  type TokenSet,
} from '@sipgate-kit/core';
import type { Sandbox } from '@sipgate-kit/sandbox';
import { openFileStore } from '@sipgate-kit/vault/file';
import { readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';
import { writeSignIn } from '../src/session/sign-in-record.ts';
import { type Desk, newDesk } from './run-cli.ts';

/** A desk where somebody is signed in by OAuth with the sandbox's public client, as `sipgate login` leaves it. */
export interface OAuthDesk extends Desk {
  readonly connectionId: string;
  /** The first token set; later commands may have renewed it. */
  readonly tokenSet: TokenSet;
}

/**
 * Signs in as the browser would, and keeps the result in the desk's folders. `agoMs`: so long ago, since the command goes
 * by the computer's own clock.
 */
export async function oauthDesk(
  sandbox: Sandbox,
  { username = 'alice', scopes = ['account:read', 'balance:read', 'users:read'], settings = {}, agoMs = 0 } = {},
): Promise<OAuthDesk> {
  const { clientId } = sandbox.publicClient;
  const desk = newDesk({
    SIPGATE_API_URL: sandbox.apiUrl,
    SIPGATE_ISSUER: sandbox.issuer,
    SIPGATE_CLIENT_ID: clientId,
    ...settings,
  });
  sandbox.clock.advance(-agoMs);
  const provider = keycloakProvider(sandbox.issuer);
  const redirectUri = 'http://127.0.0.1:4999/oauth';
  const options = { fetch: sandbox.fetch, now: sandbox.clock.now };
  const { url, transaction } = await startAuthorization(provider, { clientId, redirectUri, scopes, now: options.now });
  const callback = await sandbox.signIn({ authorizationUrl: url, username, password: 'sandbox' });
  const signIn = await finishAuthorization(provider, clientCredentials(clientId), transaction, callback, options);
  const state = `${desk.env['XDG_STATE_HOME']}/sipgate`;
  const keyRing = await readOrCreateKeyFile(`${state}/vault.key`);
  const store = await openFileStore({ folder: state, keyRing, now: options.now });
  const { id } = await store.saveSignIn(signIn.key, signIn.tokenSet);
  sandbox.clock.advance(agoMs);
  const place = { paths: { config: '', cache: '', state }, keys: async () => keyRing };
  await writeSignIn(place, 'default', { connectionId: id });
  return { ...desk, connectionId: id, tokenSet: signIn.tokenSet };
}
