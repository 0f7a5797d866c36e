import { type ConnectionKey, Secret, type SignIn, SipgateKitError, TokenSet, type TokenStore } from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { openConnections } from './connection-tokens.ts';
import { type EarlierSignIn, endEarlierSignIn, type ReplacedTokens } from './earlier-sign-in.ts';
import { putSignInAside, type SignInRecord, writeSignIn } from './sign-in-record.ts';

/**
 * Keeps a sign-in: first the tokens, sealed, then the profile's record of them. Until both are written, the earlier
 * sign-in stays as it was; only then it is ended at sipgate, by the function that is returned.
 *
 * @throws SipgateKitError `store_unavailable`, `vault_unwritable`, `vault_damaged`, `file_unwritable`.
 */
export async function keepConnection(
  cli: Cli,
  profile: string,
  {
    signIn,
    provider,
    client,
    earlier,
  }: { signIn: SignIn; earlier: EarlierSignIn } & Pick<ReplacedTokens, 'provider' | 'client'>,
): Promise<() => Promise<void>> {
  const { key, tokenSet } = signIn;
  const store = await openConnections(cli);
  const replaced = await tokenSetOf(store, key);
  const { id: connectionId } = await store.saveSignIn(key, withoutAuthenticationTime(tokenSet));
  const { clientSecret } = client;
  await writeRecord(cli, profile, { connectionId, ...(clientSecret && { clientSecret }) }, earlier);
  const tokens = replaced && { provider, client, replaced, by: tokenSet };
  return () => endEarlierSignIn(cli, earlier, { connectionId, ...(tokens && { tokens }) });
}

/** The same for a personal access token, which is kept as it is. */
export async function keepPersonalAccessToken(
  cli: Cli,
  profile: string,
  { tokenId, token, earlier }: { tokenId: string; token: string; earlier: EarlierSignIn },
): Promise<() => Promise<void>> {
  await writeRecord(cli, profile, { personalAccessToken: { tokenId, token: new Secret(token) } }, earlier);
  return () => endEarlierSignIn(cli, earlier);
}

async function writeRecord(cli: Cli, profile: string, record: SignInRecord, { damage }: EarlierSignIn): Promise<void> {
  if (damage !== undefined) {
    cli.output.warn(`${damage.message} It was kept as ${await putSignInAside(cli.paths, profile)}.`);
  }
  await writeSignIn(cli.paths, profile, record);
}

/** What this person has at this client so far; tokens that do not open any more are none. */
async function tokenSetOf(store: TokenStore, key: ConnectionKey): Promise<TokenSet | undefined> {
  const state = await store.findByKey(key);
  try {
    return state && (await store.read(state.id))?.tokenSet;
  } catch (error) {
    if (error instanceof SipgateKitError && /^vault_(?:entry_damaged|key_missing)$/.test(error.code)) return undefined;
    throw error;
  }
}

/**
 * A store prefers the sign-in of the later authentication, for callbacks of a server that arrive out of order. Here a
 * person has just said that they want this one, even if their browser knew them for longer.
 */
function withoutAuthenticationTime(tokenSet: TokenSet): TokenSet {
  const { authenticatedAt: _dropped, ...data } = tokenSet.serialize();
  return new TokenSet(data);
}
