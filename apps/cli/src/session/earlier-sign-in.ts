import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type ClientCredentials,
  type Provider,
  revokeReplacedTokenSet,
  SipgateKitError,
  signOut,
  type TokenSet,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { systemCode } from '../system-code.ts';
import { hasConnections, openConnections, partiesOf } from './connection-tokens.ts';
import { profilesSharing, readSignIn, type SignInRecord } from './sign-in-record.ts';

/** What a profile has before the next sign-in. */
export interface EarlierSignIn {
  /** Absent when nobody was signed in, or the record cannot be used. */
  readonly record?: SignInRecord;
  /** The OAuth client it was made with. */
  readonly clientId?: string;
  /** Why the record cannot be used; it is put aside when the new one is written. */
  readonly damage?: SipgateKitError;
}

/** What a sign-in repairs by putting a fresh record in the place of this one. */
const REPAIRABLE = new Set(['file_malformed', 'vault_entry_damaged', 'vault_key_missing']);

/**
 * Looks at what there is, and whether a new sign-in could be kept, before anybody is asked to make one. Changes nothing.
 *
 * @throws SipgateKitError `file_unwritable`, `file_unreadable`, `vault_damaged`, `invalid_configuration`.
 */
export async function earlierSignIn(cli: Cli, profile: string): Promise<EarlierSignIn> {
  await assertWritable(cli.paths.state);
  const store = (await hasConnections(cli.paths)) ? await openConnections(cli) : undefined;
  try {
    const record = await readSignIn(cli, profile);
    if (record === undefined) return {};
    const [connection] = (await store?.readStates([record.connectionId ?? ''])) ?? [];
    return { record, ...(connection && { clientId: connection.key.clientId }) };
  } catch (error) {
    if (error instanceof SipgateKitError && REPAIRABLE.has(error.code)) return { damage: error };
    throw error;
  }
}

/** Tokens that a new sign-in of the same person at the same client has replaced, and what to revoke them with. */
export interface ReplacedTokens {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  readonly replaced: TokenSet;
}

/**
 * Ends at sipgate what a new sign-in has replaced, once that is stored: the earlier tokens of the connection `now`, and
 * the earlier connection of the profile where that was another one. Tells what did not work, and goes on.
 */
export async function endEarlierSignIn(
  cli: Cli,
  { record }: EarlierSignIn,
  now?: { readonly connectionId: string; readonly tokens?: ReplacedTokens },
): Promise<void> {
  const options = { fetch: await cli.fetch(), now: cli.host.now, signal: cli.signal };
  const store = await openConnections(cli);
  // What is stored by now decides: whoever shares its session is not touched.
  const by = now?.tokens && (await store.read(now.connectionId))?.tokenSet;
  if (now?.tokens !== undefined && by !== undefined) {
    const { provider, client, replaced } = now.tokens;
    tell(cli, (await revokeReplacedTokenSet(provider, client, { replaced, by }, options)).error);
  }
  const earlier = record?.connectionId;
  if (record === undefined || earlier === undefined || earlier === now?.connectionId) return;
  if ((await profilesSharing(cli.paths, earlier)).length > 0) return;
  const [connection] = await store.readStates([earlier]);
  if (connection === undefined) return;
  const { provider, client } = partiesOf(connection, record);
  tell(cli, (await signOut(provider, client, store, earlier, options)).error);
}

function tell({ output }: Cli, error: SipgateKitError | undefined): void {
  if (error === undefined) return;
  output.warn(`The earlier sign-in is forgotten here, but sipgate was not told: ${error.message}`);
}

/** Asks of the nearest folder that is there; the others will be made in it. */
async function assertWritable(wanted: string): Promise<void> {
  for (let folder = wanted; ; folder = dirname(folder)) {
    try {
      return await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOENT' && dirname(folder) !== folder) continue;
      throw new SipgateKitError(
        'file_unwritable',
        `A sign-in could not be kept: ${wanted} cannot be written (${code}).`,
        {
          hint: `Make ${folder} a directory of yours, or set XDG_STATE_HOME to one. Nothing was changed.`,
        },
      );
    }
  }
}
