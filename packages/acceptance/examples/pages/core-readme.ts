import {
  type ClientCredentials,
  type Connection,
  createSipgateClient,
  createTokenManager,
  type Provider,
  type TokenStore,
} from '@sipgate-kit/core';

/** What the README of core shows. */
export async function keepItWorking(
  provider: Provider,
  client: ClientCredentials,
  store: TokenStore,
  connection: Connection,
) {
  const manager = createTokenManager({ provider, client, store });
  const sipgate = createSipgateClient({ auth: manager.forConnection(connection.id) });
  const { data } = await sipgate.GET('/account');
  return data;
}
