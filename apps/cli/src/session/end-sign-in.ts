import { type ConnectionState, type SignOut, type SipgateKitError, signOut, type TokenStore } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { hasConnections, openConnections, partiesOf } from './connection-tokens.ts';
import { profilesSharing, readSignIn, removeSignIn, type SignInRecord } from './sign-in-record.ts';

/** What became of a profile's sign-in. It is gone from this machine. */
export interface EndedSignIn {
  /** `null` for one that no profile leads to any more. */
  readonly profile: string | null;
  readonly method: 'oauth' | 'personal_access_token';
  /** Whether sipgate confirmed that the tokens are dead. */
  readonly revoked: boolean;
  /** Why it did not. */
  readonly error?: SipgateKitError;
  /** Other profiles that go on using the same connection. */
  readonly sharedWith?: readonly string[];
}

/**
 * Ends a profile's sign-in: revokes its tokens at sipgate, then removes them from this machine, even where sipgate could
 * not be told. A connection that other profiles use stays, unless they end, too.
 *
 * A personal access token cannot be revoked from here; its owner deletes it in sipgate's web app.
 *
 * @param alsoEnding profiles that end in the same go
 * @returns `undefined` when nobody was signed in.
 * @throws SipgateKitError `file_malformed`, `file_unreadable`, `vault_entry_damaged`, `vault_key_missing`, `vault_damaged`,
 * `store_unavailable`, `file_unwritable`: then the sign-in is as it was.
 */
export async function endSignIn(
  cli: Cli,
  profile: string,
  alsoEnding: readonly string[] = [],
): Promise<EndedSignIn | undefined> {
  const record = await readSignIn(cli.paths, profile);
  if (record === undefined) return undefined;
  const ended = await endAtSipgate(cli, record, [profile, ...alsoEnding]);
  await removeSignIn(cli.paths, profile);
  return { profile, ...ended };
}

async function endAtSipgate(
  cli: Cli,
  record: SignInRecord,
  ending: readonly string[],
): Promise<Omit<EndedSignIn, 'profile'>> {
  const { connectionId } = record;
  if (connectionId === undefined) return { method: 'personal_access_token', revoked: false };
  const sharedWith = (await profilesSharing(cli.paths, connectionId)).filter((name) => !ending.includes(name));
  if (sharedWith.length > 0) return { method: 'oauth', revoked: false, sharedWith };
  const store = await openConnections(cli);
  const [connection] = await store.readStates([connectionId]);
  if (connection === undefined) return { method: 'oauth', revoked: true };
  return { method: 'oauth', ...(await endConnection(cli, store, connection, record)) };
}

/**
 * Ends the connections that no profile leads to, such as of a record that was damaged and put aside. Where the OAuth
 * client has a secret, that went with the record, and sipgate will not confirm.
 *
 * @throws SipgateKitError as {@link endSignIn}.
 */
export async function endUnusedConnections(cli: Cli): Promise<readonly EndedSignIn[]> {
  if (!(await hasConnections(cli.paths))) return [];
  const store = await openConnections(cli);
  const ended: EndedSignIn[] = [];
  for (const connection of await store.list()) {
    if ((await profilesSharing(cli.paths, connection.id)).length > 0) continue;
    ended.push({ profile: null, method: 'oauth', ...(await endConnection(cli, store, connection, {})) });
  }
  return ended;
}

async function endConnection(
  cli: Cli,
  store: TokenStore,
  connection: ConnectionState,
  record: SignInRecord,
): Promise<SignOut> {
  const { provider, client } = partiesOf(connection, record);
  const { timeout } = cli.globals;
  return signOut(provider, client, store, connection.id, {
    fetch: await cli.fetch(),
    now: cli.host.now,
    signal: cli.signal,
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
  });
}
