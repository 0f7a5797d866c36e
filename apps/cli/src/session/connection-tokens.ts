import { access } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AuthorizerOptions,
  type ClientCredentials,
  type ConnectionState,
  type ConnectionTokens,
  clientCredentials,
  createTokenManager,
  keycloakProvider,
  type Provider,
  sipgateProvider,
} from '@sipgate-kit/core';
import { type FileStore, openFileStore } from '@sipgate-kit/vault/file';
import type { Cli } from '../cli.ts';
import type { Paths } from '../settings/paths.ts';
import type { Settings } from '../settings/settings.ts';
import { notSignedIn } from './credentials.ts';
import type { SignInRecord } from './sign-in-record.ts';

/** Nobody looks at a waiting command for longer; an answer that is under way is kept all the same. In milliseconds. */
const MAX_WAIT_MS = 10_000;

/** The login of the profile in use. */
export function providerOf(settings: Settings): Provider {
  const issuer = settings.get('issuer');
  const clientId = settings.get('clientId');
  return issuer === undefined
    ? sipgateProvider({ ...(clientId !== undefined && { clientId }) })
    : keycloakProvider(issuer);
}

/** Everybody's tokens on this machine, which several processes may use at once. */
export async function openConnections(cli: Cli): Promise<FileStore> {
  return openFileStore({ folder: cli.paths.state, keyRing: await cli.keys() });
}

/** Whether there are any, or have been: opening them would make their folder. */
export async function hasConnections(paths: Paths): Promise<boolean> {
  return access(join(paths.state, 'connections.json')).then(
    () => true,
    () => false,
  );
}

/** The login and the OAuth client that a connection was made with, whatever the settings say by now. */
export function partiesOf(
  { key }: Pick<ConnectionState, 'key'>,
  signIn: SignInRecord,
): { readonly provider: Provider; readonly client: ClientCredentials } {
  return {
    provider: keycloakProvider(key.issuer),
    client: clientCredentials(key.clientId, signIn.clientSecret?.reveal()),
  };
}

/**
 * The tokens of a sign-in, always fresh; across processes one refresh at a time.
 *
 * @throws SipgateKitError `not_signed_in` when the connection is gone.
 */
export async function connectionTokens(
  cli: Cli,
  signIn: SignInRecord,
  { fetch, apiOrigins }: AuthorizerOptions,
): Promise<ConnectionTokens> {
  const store = await openConnections(cli);
  const [connection] = await store.readStates([signIn.connectionId ?? '']);
  if (connection === undefined) throw notSignedIn((await cli.settings()).profile.value);
  const { timeout } = cli.globals;
  const manager = createTokenManager({
    ...partiesOf(connection, signIn),
    store,
    ...(fetch && { fetch }),
    ...(apiOrigins && { apiOrigins }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    now: cli.host.now,
    // A command is over in a moment: a refresh in the background would outlive it.
    leewayMs: 0,
    maxWaitMs: MAX_WAIT_MS,
    onEvent: ({ reason, connectionId }) => cli.output.debug(`token: ${reason} (connection ${connectionId})`),
  });
  return manager.forConnection(connection.id);
}
