import { Secret, type SignIn, SipgateKitError, TokenSet, type TokenStore } from '@sipgate-kit/core';
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
  const store = await openConnections(cli);
  const { connectionId, replaced } = await savedAsNewest(cli, store, signIn);
  const { clientSecret } = client;
  await writeRecord(cli, profile, { connectionId, ...(clientSecret && { clientSecret }) }, earlier);
  const tokens = replaced && { provider, client, replaced };
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

/** Another process can come in between so often; more often is something else. */
const MOST_TRIES = 5;

/**
 * Stores the tokens of a sign-in, whatever was there. A store prefers the later one of two sign-ins, for callbacks of a
 * server that arrive out of order, by instants that are good to a second or two. Here a person has just said that they
 * want this one: even if their browser knew them for longer, or the clocks do not agree.
 */
async function savedAsNewest(
  cli: Cli,
  store: TokenStore,
  { key, tokenSet }: SignIn,
): Promise<{ readonly connectionId: string; readonly replaced: TokenSet | undefined }> {
  const { authenticatedAt: _dropped, ...data } = tokenSet.serialize();
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const before = await store.findByKey(key);
    const replaced = before && (await tokenSetOf(store, before.id));
    const newest = before === undefined ? 0 : (replaced?.issuedAt ?? cli.host.now());
    const issuedAt = Math.max(data.issuedAt, newest);
    const { id, generation } = await store.saveSignIn(key, new TokenSet({ ...data, issuedAt }));
    if (generation !== before?.generation) return { connectionId: id, replaced };
  }
  throw new SipgateKitError('store_unavailable', 'Other processes changed the same sign-in again and again.', {
    hint: 'Wait until they are done, and sign in again.',
    retryable: true,
  });
}

/** The tokens of a connection; those that do not open any more are none. */
async function tokenSetOf(store: TokenStore, id: string): Promise<TokenSet | undefined> {
  try {
    return (await store.read(id))?.tokenSet;
  } catch (error) {
    if (error instanceof SipgateKitError && /^vault_(?:entry_damaged|key_missing)$/.test(error.code)) return undefined;
    throw error;
  }
}
