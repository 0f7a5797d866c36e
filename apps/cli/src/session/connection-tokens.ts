import {
  type AuthorizerOptions,
  type ConnectionTokens,
  clientCredentials,
  createTokenManager,
  keycloakProvider,
  type Provider,
  sipgateProvider,
} from '@sipgate-kit/core';
import { type FileStore, openFileStore } from '@sipgate-kit/vault/file';
import type { Cli } from '../cli.ts';
import type { Settings } from '../settings/settings.ts';
import type { SignInRecord } from './sign-in-record.ts';
import { vaultKeys } from './vault-keys.ts';

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
  return openFileStore({ folder: cli.paths.state, keyRing: await vaultKeys(cli.paths) });
}

/** The tokens of a sign-in, always fresh; across processes one refresh at a time. */
export async function connectionTokens(
  cli: Cli,
  signIn: SignInRecord,
  { fetch, apiOrigins }: AuthorizerOptions,
): Promise<ConnectionTokens> {
  const settings = await cli.settings();
  const manager = createTokenManager({
    provider: providerOf(settings),
    client: clientCredentials(settings.get('clientId'), signIn.clientSecret?.reveal()),
    store: await openConnections(cli),
    ...(fetch && { fetch }),
    ...(apiOrigins && { apiOrigins }),
    now: cli.host.now,
    // A command is over in a moment: a refresh in the background would outlive it.
    leewayMs: 0,
    onEvent: ({ reason, connectionId }) => cli.output.debug(`token: ${reason} (connection ${connectionId})`),
  });
  return manager.forConnection(signIn.connectionId ?? '');
}
