import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Secret, SipgateKitError } from '@sipgate-kit/core';
import { open, seal } from '@sipgate-kit/vault/sealing';
import type { Cli } from '../cli.ts';
import { unwritableOwnFile, writeOwnFile } from '../output/own-file.ts';
import { parseJsonFile } from '../settings/json-file.ts';
import type { Paths } from '../settings/paths.ts';
import { systemCode } from '../system-code.ts';
import { loginCommand } from './login-command.ts';

/** Where records are, and what seals them. */
type SealedPlace = Pick<Cli, 'paths' | 'keys'>;

/** What a profile's sign-in left: which connection, and the secrets to use it with. */
export interface SignInRecord {
  readonly connectionId?: string;
  /** Of the OAuth client that the connection belongs to, where it has one. */
  readonly clientSecret?: Secret;
  readonly personalAccessToken?: { readonly tokenId: string; readonly token: Secret };
}

/** What stands in the file; the secrets are in `sealed`. */
interface Filed {
  readonly version: number;
  readonly connectionId?: string;
  readonly tokenId?: string;
  readonly sealed?: string;
}

/** The secrets of a record, as they are sealed. */
interface Sealed {
  readonly clientSecret?: string;
  readonly token?: string;
}

const VERSION = 1;
const ENDING = '.json';

const folderOf = (paths: Paths) => join(paths.state, 'sign-ins');

/** One file each, so that two sign-ins at once cannot undo each other. */
function pathOf(paths: Paths, profile: string): string {
  return join(folderOf(paths), `${encodeURIComponent(profile)}${ENDING}`);
}

/** The profiles that somebody is signed in with, in the order of their names. */
export async function signedInProfiles(paths: Paths): Promise<readonly string[]> {
  const names = await readdir(folderOf(paths)).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw unreadable(folderOf(paths), error);
  });
  return names
    .filter((name) => name.endsWith(ENDING))
    .flatMap((name) => decoded(name.slice(0, -ENDING.length)) ?? [])
    .sort();
}

/** Other people's files have names that are none of ours. */
function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** The profiles whose sign-in is this connection: a person has one at each client, whatever profiles they make. */
export async function profilesSharing(paths: Paths, connectionId: string): Promise<readonly string[]> {
  const profiles = await signedInProfiles(paths);
  // A record that cannot be used leads to no connection.
  const records = await Promise.all(profiles.map((profile) => readFiled(paths, profile).catch(() => undefined)));
  return profiles.filter((_, index) => records[index]?.connectionId === connectionId);
}

/**
 * How a profile is signed in, told without opening anything that is sealed.
 *
 * @throws SipgateKitError `file_malformed`, `file_unreadable`, `invalid_configuration`.
 */
export async function signInKindOf(
  paths: Paths,
  profile: string,
): Promise<'connection' | 'personal access token' | undefined> {
  const filed = await readFiled(paths, profile);
  if (filed === undefined) return undefined;
  return filed.tokenId === undefined ? 'connection' : 'personal access token';
}

/**
 * @throws SipgateKitError `file_malformed`, `file_unreadable`; `invalid_configuration` when a newer release wrote it;
 * `vault_entry_damaged`, `vault_key_missing` when the secrets do not open.
 */
export async function readSignIn(cli: SealedPlace, profile: string): Promise<SignInRecord | undefined> {
  const filed = await readFiled(cli.paths, profile);
  if (filed === undefined) return undefined;
  const { connectionId, tokenId, sealed } = filed;
  const { clientSecret, token } = sealed === undefined ? {} : await unsealed(cli, profile, sealed);
  return {
    ...(connectionId !== undefined && { connectionId }),
    ...(clientSecret !== undefined && { clientSecret: new Secret(clientSecret) }),
    ...(tokenId !== undefined && token !== undefined && { personalAccessToken: { tokenId, token: new Secret(token) } }),
  };
}

async function unsealed(cli: SealedPlace, profile: string, sealed: string): Promise<Sealed> {
  return JSON.parse(await open(await cli.keys(), sealed, { signIn: profile })) as Sealed;
}

async function readFiled(paths: Paths, profile: string): Promise<Filed | undefined> {
  const path = pathOf(paths, profile);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
  const content = await parseJsonFile(path, text).catch((error: unknown) => {
    if (!(error instanceof SipgateKitError)) throw error;
    throw damaged(text.trim() === '' ? `${path} is empty, as after a full disk.` : error.message, profile);
  });
  if (isNewer(content)) {
    throw new SipgateKitError('invalid_configuration', `${path} was written by a newer release of this program.`, {
      hint: 'Update this one. Nothing was changed.',
    });
  }
  if (!isFiled(content)) throw damaged(`${path} is no sign-in of this program.`, profile);
  return content;
}

function damaged(what: string, profile: string): SipgateKitError {
  return new SipgateKitError('file_malformed', what, {
    hint: `Sign in again: ${loginCommand(profile)}. The file is put aside then, not overwritten.`,
  });
}

function isNewer(content: unknown): boolean {
  const version = content !== null && typeof content === 'object' ? Reflect.get(content, 'version') : undefined;
  return typeof version === 'number' && version > VERSION;
}

function isFiled(content: unknown): content is Filed {
  if (content === null || typeof content !== 'object' || Array.isArray(content)) return false;
  const { version, ...texts } = content as Record<string, unknown>;
  const { connectionId, tokenId, sealed } = texts;
  const usable = connectionId !== undefined || (tokenId !== undefined && sealed !== undefined);
  return version === VERSION && usable && Object.values(texts).every((text) => typeof text === 'string');
}

/** Writes the record whole, sealed, for its owner alone. @throws SipgateKitError `file_unwritable`. */
export async function writeSignIn(cli: SealedPlace, profile: string, record: SignInRecord): Promise<void> {
  const path = pathOf(cli.paths, profile);
  const { connectionId, clientSecret, personalAccessToken } = record;
  const secrets: Sealed = {
    ...(clientSecret && { clientSecret: clientSecret.reveal() }),
    ...(personalAccessToken && { token: personalAccessToken.token.reveal() }),
  };
  const content: Filed = {
    version: VERSION,
    ...(connectionId !== undefined && { connectionId }),
    ...(personalAccessToken !== undefined && { tokenId: personalAccessToken.tokenId }),
    sealed: await seal(await cli.keys(), JSON.stringify(secrets), { signIn: profile }),
  };
  await writeOwnFile(path, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, hint: roomFor(path) });
}

/** @throws SipgateKitError `file_unwritable`. */
export async function removeSignIn(paths: Paths, profile: string): Promise<void> {
  const path = pathOf(paths, profile);
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw unwritableOwnFile(path, error, roomFor(path));
  }
}

/**
 * Moves a record that cannot be used out of the way, to where nothing overwrites it, and tells where that is.
 *
 * @throws SipgateKitError `file_unwritable`.
 */
export async function putSignInAside(paths: Paths, profile: string): Promise<string> {
  const path = pathOf(paths, profile);
  for (let number = 1; ; number++) {
    const aside = `${path}.damaged-${number}`;
    if (await exists(aside)) continue;
    try {
      await rename(path, aside);
      return aside;
    } catch (error) {
      throw unwritableOwnFile(path, error, roomFor(path));
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function unreadable(path: string, error: unknown): SipgateKitError {
  return new SipgateKitError('file_unreadable', `${path} cannot be read (${systemCode(error)}).`, {
    hint: 'Give yourself the right to read it, or move it away and sign in again.',
  });
}

const roomFor = (path: string) => `Make ${dirname(path)} a directory of yours with free space.`;
