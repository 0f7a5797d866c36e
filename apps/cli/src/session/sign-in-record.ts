import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Secret, SipgateKitError } from '@sipgate-kit/core';
import { open, seal } from '@sipgate-kit/vault/sealing';
import { parseJsonFile } from '../settings/json-file.ts';
import type { Paths } from '../settings/paths.ts';
import { vaultKeys } from './vault-keys.ts';

/** What a profile's sign-in left: which connection, and the secrets to use it with. */
export interface SignInRecord {
  readonly connectionId?: string;
  readonly clientSecret?: Secret;
  readonly personalAccessToken?: { readonly tokenId: string; readonly token: Secret };
}

/** The secrets of a record, as they are sealed. */
interface Sealed {
  readonly clientSecret?: string;
  readonly token?: string;
}

/** One file each, so that two sign-ins at once cannot undo each other. */
function pathOf(paths: Paths, profile: string): string {
  return join(paths.state, 'sign-ins', `${encodeURIComponent(profile)}.json`);
}

/** How a profile is signed in, told without opening anything that is sealed. @throws SipgateKitError `file_malformed`. */
export async function signInKindOf(
  paths: Paths,
  profile: string,
): Promise<'connection' | 'personal access token' | undefined> {
  const record = await readRecord(paths, profile);
  if (record === undefined) return undefined;
  return record['tokenId'] === undefined ? 'connection' : 'personal access token';
}

/** @throws SipgateKitError `file_malformed`, `vault_entry_damaged`, `vault_key_missing`. */
export async function readSignIn(paths: Paths, profile: string): Promise<SignInRecord | undefined> {
  const record = await readRecord(paths, profile);
  if (record === undefined) return undefined;
  const { connectionId, tokenId, sealed } = record;
  const secrets: Sealed =
    sealed === undefined ? {} : JSON.parse(await open(await vaultKeys(paths), sealed, { signIn: profile }));
  return {
    ...(connectionId !== undefined && { connectionId }),
    ...(secrets.clientSecret !== undefined && { clientSecret: new Secret(secrets.clientSecret) }),
    ...(tokenId !== undefined &&
      secrets.token !== undefined && { personalAccessToken: { tokenId, token: new Secret(secrets.token) } }),
  };
}

async function readRecord(paths: Paths, profile: string): Promise<Record<string, string | undefined> | undefined> {
  const path = pathOf(paths, profile);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return (await parseJsonFile(path, text)) as Record<string, string | undefined>;
}

/** Writes the record whole, sealed, for its owner alone. @throws SipgateKitError `file_unwritable`. */
export async function writeSignIn(paths: Paths, profile: string, record: SignInRecord): Promise<void> {
  const path = pathOf(paths, profile);
  const { default: writeFileAtomic } = await import('write-file-atomic');
  const secrets: Sealed = {
    ...(record.clientSecret && { clientSecret: record.clientSecret.reveal() }),
    ...(record.personalAccessToken && { token: record.personalAccessToken.token.reveal() }),
  };
  const content = {
    connectionId: record.connectionId,
    tokenId: record.personalAccessToken?.tokenId,
    sealed: await seal(await vaultKeys(paths), JSON.stringify(secrets), { signIn: profile }),
  };
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new SipgateKitError('file_unwritable', `${path} cannot be written (${cause}).`, {
      hint: `Make ${dirname(path)} a directory of yours with free space.`,
    });
  }
}

export async function removeSignIn(paths: Paths, profile: string): Promise<void> {
  await rm(pathOf(paths, profile), { force: true });
}
