import { SipgateKitError } from '@sipgate-kit/core';
import type { OAuthClient, OAuthClients } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { nearest } from '../../suggestion.ts';

/** Client ids as sipgate makes them: `<masterSipId>-<digit>-<UUID>`, newer ones with the realm behind a colon. */
const CLIENT_ID = /^\d+-\d-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?::[\w-]+)?$/i;

/** Whether something can only be meant as a client id. */
export function isClientId(nameOrId: string): boolean {
  return CLIENT_ID.test(nameOrId);
}

/**
 * The client of this id, else of this name.
 *
 * @throws SipgateKitError `not_found`, with the nearest name; `client_ambiguous`, with the ids.
 */
export async function lookUpClient(
  clients: OAuthClients,
  nameOrId: string,
  { signal }: Pick<Cli, 'signal'>,
): Promise<OAuthClient> {
  const all = await clients.list({ signal });
  const byId = all.find(({ clientId }) => clientId === nameOrId);
  if (byId !== undefined) return byId;
  const [client, ...others] = all.filter(({ name }) => name === nameOrId);
  if (client === undefined) throw notFound(nameOrId, all);
  if (others.length > 0) throw ambiguous(nameOrId, [client, ...others]);
  return client;
}

/** Several clients have the name. */
export function ambiguous(name: string, clients: readonly OAuthClient[]): SipgateKitError {
  const ids = clients.map(({ clientId }) => `  ${clientId}`).join('\n');
  return new SipgateKitError('client_ambiguous', `${clients.length} OAuth clients are named "${name}":\n${ids}`, {
    hint: 'Say which one by its id. Nothing was changed.',
  });
}

function notFound(nameOrId: string, all: readonly OAuthClient[]): SipgateKitError {
  const near = nearest(
    nameOrId,
    all.flatMap(({ name, clientId }) => [name, clientId]),
  );
  return new SipgateKitError('not_found', `There is no OAuth client "${nameOrId}" in this account.`, {
    hint: near === undefined ? 'Next: sipgate clients list' : `Did you mean "${near}"?`,
  });
}
