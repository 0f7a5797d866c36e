import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { SipgateKitError } from '@sipgate-kit/core';
import { KeyRing, readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';
import { writeOwnFile } from '../output/own-file.ts';
import type { Paths } from '../settings/paths.ts';
import { systemCode } from '../system-code.ts';
import { type KeyPlace, keyFileOf, placeFileOf, readKeyPlace, removeKeyPlace, writeKeyPlace } from './key-place.ts';
import type { SystemKeyring } from './system-keyring.ts';

/**
 * Moves the key from its file into the keyring: proves the keyring first, writes the key and reads it back, notes where
 * it is, and only then deletes the file. Broken off anywhere, it is where it was, or in both places.
 *
 * @returns where it is now; somebody else may have moved it meanwhile.
 * @throws SipgateKitError `keyring_unavailable`: then it is still in the file.
 */
export async function moveKeyToKeyring(paths: Paths, keyring: SystemKeyring): Promise<KeyPlace> {
  const keys = await readOrCreateKeyFile(keyFileOf(paths));
  await keyring.prove();
  const account = `vault-${randomBytes(8).toString('hex')}`;
  await keyring.write(account, keys.serialize());
  if (!(await writeKeyPlace(paths, { account }))) {
    await keyring.remove(account);
    return (await readKeyPlace(paths)) ?? moveKeyToKeyring(paths, keyring);
  }
  await rm(keyFileOf(paths), { force: true });
  return { account };
}

/** Deletes a key file that a broken-off move has left, once the keyring holds all that is in it. */
export async function tidyKeyFile(paths: Paths, place: KeyPlace, keyring: SystemKeyring): Promise<void> {
  const left = await keysInFile(paths);
  if (left === undefined) return;
  const kept = await readKeysAt(paths, place, keyring);
  const all = merged(kept, left);
  if (all.ids.length > kept.ids.length) await keyring.write(place.account, all.serialize());
  await rm(keyFileOf(paths), { force: true });
}

/**
 * Moves the key from the keyring back into its file, and deletes it there only when the file can be read.
 *
 * @returns whether the entry in the keyring is gone, too.
 * @throws SipgateKitError `keyring_unavailable`, `vault_key_missing`, `file_unwritable`: then it is still in the keyring.
 */
export async function moveKeyToFile(paths: Paths, place: KeyPlace, keyring: SystemKeyring): Promise<boolean> {
  const kept = await readKeysAt(paths, place, keyring);
  const left = await keysInFile(paths);
  const all = left === undefined ? kept : merged(kept, left);
  const path = keyFileOf(paths);
  await writeOwnFile(path, `${all.serialize()}\n`, {
    mode: 0o600,
    hint: 'The key is still in the keyring, and nothing was lost. Make room, or give yourself the right to write there.',
  });
  if ((await readOrCreateKeyFile(path)).serialize() !== all.serialize()) {
    throw new SipgateKitError('file_unwritable', `${path} does not hold what was written into it.`, {
      hint: 'The key is still in the keyring, and nothing was lost. Check the disk.',
    });
  }
  await removeKeyPlace(paths);
  return keyring.remove(place.account).then(
    () => true,
    () => false,
  );
}

/**
 * The keys in the keyring.
 *
 * @throws SipgateKitError `keyring_unavailable`; `vault_key_missing` when the keyring answers, but has them no more.
 */
export async function readKeysAt(paths: Paths, { account }: KeyPlace, keyring: SystemKeyring): Promise<KeyRing> {
  let text: string | undefined;
  try {
    text = await keyring.read(account);
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    throw new SipgateKitError('keyring_unavailable', `${error.message} It holds the key to your sign-ins.`, {
      hint: `${error.hint} Nothing was deleted.`,
    });
  }
  if (text !== undefined) return KeyRing.parse(text);
  throw new SipgateKitError(
    'vault_key_missing',
    `The keyring has no entry "${account}" any more, the key to your sign-ins.`,
    {
      hint: `Restore the keyring. If that cannot be, give the sign-ins up: delete ${placeFileOf(paths)}, and sign in again.`,
    },
  );
}

async function keysInFile(paths: Paths): Promise<KeyRing | undefined> {
  try {
    return KeyRing.parse(await readFile(keyFileOf(paths), 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The keys of both; the first ring's first one seals. */
function merged(first: KeyRing, second: KeyRing): KeyRing {
  const more = second
    .serialize()
    .split(',')
    .filter((entry) => first.key(entry.slice(0, entry.indexOf(':'))) === undefined);
  return more.length === 0 ? first : KeyRing.parse([first.serialize(), ...more].join(','));
}
