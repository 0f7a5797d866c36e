import { randomBytes } from 'node:crypto';
import { link, readFile, unlink } from 'node:fs/promises';
import { SipgateKitError } from '@sipgate-kit/core';
import { closeToOthers, codeOf, createPrivateFile, unwritable } from '../private-files.ts';
import { KeyRing } from './key-ring.ts';

/**
 * The key ring in the file at `path`; where there is no file yet, one with a fresh key is made first.
 *
 * The file appears whole and at once: of several processes that start together, all end with the same key. It is 0600
 * from its creation, in a directory of 0700 where that had to be made; a file that others can read is closed to them.
 *
 * Throws `vault_unwritable` when the file can neither be read nor made, `invalid_configuration` when it holds no key
 * ring. It is never overwritten: a lost key is a lost vault.
 *
 * @example
 * const keyRing = await readOrCreateKeyFile('/var/lib/my-app/vault.key');
 */
export async function readOrCreateKeyFile(path: string): Promise<KeyRing> {
  return (await readKeyFile(path)) ?? (await createKeyFile(path));
}

async function readKeyFile(path: string): Promise<KeyRing | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unwritable(path, codeOf(error));
  }
  await closeToOthers(path);
  try {
    return KeyRing.parse(text);
  } catch (error) {
    const why = error instanceof SipgateKitError ? error.message : 'It cannot be read.';
    throw new SipgateKitError('invalid_configuration', `The key file ${path} holds no key ring. ${why}`, {
      hint: 'Put the key file back from your backup. Delete it only if nothing sealed with it is needed any more.',
    });
  }
}

/** Writes a draft beside the file, then links it to its name, which fails for all but the first. */
async function createKeyFile(path: string): Promise<KeyRing> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await createPrivateFile(draft, `${KeyRing.generate().serialize()}\n`, path);
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unwritable(path, codeOf(error));
  } finally {
    await unlink(draft);
  }
  const keyRing = await readKeyFile(path);
  if (keyRing === undefined) throw unwritable(path, 'it vanished while it was being made');
  return keyRing;
}
