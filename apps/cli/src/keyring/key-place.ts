import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { parseJsonFile } from '../settings/json-file.ts';
import type { Paths } from '../settings/paths.ts';
import { systemCode } from '../system-code.ts';

/** Where the key in the keyring is: the name of its entry. */
export interface KeyPlace {
  readonly account: string;
}

/** The key, where it is kept in a file. */
export function keyFileOf({ state }: Paths): string {
  return join(state, 'vault.key');
}

/** There as long as the key is in the keyring: then no other key is ever made, whatever the keyring says. */
export function placeFileOf({ state }: Paths): string {
  return join(state, 'vault.keyring.json');
}

const VERSION = 1;

/** @returns `undefined` when the key is in its file. @throws SipgateKitError `file_malformed`, `file_unreadable`. */
export async function readKeyPlace(paths: Paths): Promise<KeyPlace | undefined> {
  const path = placeFileOf(paths);
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new SipgateKitError('file_unreadable', `${path} cannot be read (${systemCode(error)}).`, {
      hint: 'Give yourself the right to read it.',
    });
  }
  const place: unknown = await parseJsonFile(path, content);
  const { version, account } = (place ?? {}) as Record<string, unknown>;
  if (version === VERSION && typeof account === 'string') return { account };
  throw new SipgateKitError('file_malformed', `${path} does not say where the key is.`, {
    hint: 'Put it back from a backup. A newer release of this program may have written it: then update this one.',
  });
}

/**
 * Writes it durably; of several processes the first wins.
 *
 * @returns whether this one did. @throws SipgateKitError `file_unwritable`.
 */
export async function writeKeyPlace(paths: Paths, place: KeyPlace): Promise<boolean> {
  const path = placeFileOf(paths);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ version: VERSION, ...place }, undefined, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw new SipgateKitError('file_unwritable', `${path} cannot be written (${systemCode(error)}).`, {
      hint: `Make ${dirname(path)} a directory of yours with free space. Nothing was lost.`,
    });
  }
}

export async function removeKeyPlace(paths: Paths): Promise<void> {
  await rm(placeFileOf(paths), { force: true });
}
