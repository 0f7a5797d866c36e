import { SipgateKitError } from '@sipgate-kit/core';
import { type KeyRing, readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';
import type { Environment } from '../cli.ts';
import { moveKeyToFile, moveKeyToKeyring, readKeysAt, tidyKeyFile } from '../keyring/key-moves.ts';
import { type KeyPlace, keyFileOf, readKeyPlace } from '../keyring/key-place.ts';
import type { SystemKeyring } from '../keyring/system-keyring.ts';
import type { Output } from '../output/output.ts';
import type { Paths } from '../settings/paths.ts';
import { settingDefinitions, variableOf } from '../settings/setting-definitions.ts';
import { invalidSetting, readUserFile } from '../settings/settings-files.ts';

interface VaultKeysDependencies {
  readonly env: Environment;
  readonly paths: Paths;
  readonly output: Output;
  readonly keyring: SystemKeyring;
}

/**
 * The keys that seal everything secret on this machine; made on first use. They are in a file, or in the keyring of the
 * system where that is wanted, and move when the setting `keyring` says so; where nothing is set, they stay.
 *
 * @throws SipgateKitError `keyring_unavailable` when they are in a keyring that cannot be used: no others are made then;
 * `vault_key_missing`, `vault_unwritable`, `file_malformed`.
 */
export async function openVaultKeys(dependencies: VaultKeysDependencies): Promise<KeyRing> {
  const before = await readKeyPlace(dependencies.paths);
  try {
    return await openWhereTheyAre(dependencies);
  } catch (error) {
    const missing = error instanceof SipgateKitError && error.code === 'vault_key_missing';
    const moved = missing && (await readKeyPlace(dependencies.paths))?.account !== before?.account;
    // Another process was quicker: the keys are where it has put them.
    if (moved) return openWhereTheyAre(dependencies);
    throw error;
  }
}

async function openWhereTheyAre(dependencies: VaultKeysDependencies): Promise<KeyRing> {
  const { paths, keyring } = dependencies;
  const place = await placeWanted(dependencies);
  if (place !== undefined) return readKeysAt(paths, place, keyring);
  const keys = await readOrCreateKeyFile(keyFileOf(paths));
  // Moved by somebody else just now: then that file may be a new one, with the wrong key.
  const movedTo = await readKeyPlace(paths);
  return movedTo === undefined ? keys : readKeysAt(paths, movedTo, keyring);
}

/** Where the keys are, after they have been moved to where they are wanted, if that can be done. */
async function placeWanted({ env, paths, output, keyring }: VaultKeysDependencies): Promise<KeyPlace | undefined> {
  const place = await readKeyPlace(paths);
  const wanted = await keyringSetting(env, paths);
  const file = keyFileOf(paths);
  if (wanted === 'on' && place === undefined) {
    try {
      const moved = await moveKeyToKeyring(paths, keyring);
      output.note(`The key to your sign-ins is now in the keyring of the system, and no more in ${file}.`);
      return moved;
    } catch (error) {
      if (!(error instanceof SipgateKitError) || error.code !== 'keyring_unavailable') throw error;
      output.warn(
        `${error.message} So the key to your sign-ins stays in ${file}, which your account can read. ${error.hint} Or be content with the file: sipgate config set keyring off.`,
      );
      return undefined;
    }
  }
  if (wanted === 'on' && place !== undefined) await tidyKeyFile(paths, place, keyring);
  if (wanted !== 'off' || place === undefined) return place;
  const gone = await moveKeyToFile(paths, place, keyring);
  output.note(`The key to your sign-ins is now in ${file}, and no more in the keyring of the system.`);
  if (!gone) output.warn(`The keyring still has the entry "${place.account}" of "sipgate-kit": delete it there.`);
  return undefined;
}

/** Of this machine, not of a profile: one key seals the sign-ins of all. */
async function keyringSetting(env: Environment, paths: Paths): Promise<string | undefined> {
  const variable = variableOf('keyring');
  const given = env[variable] || undefined;
  const user = await readUserFile(paths);
  const value = given ?? user.shared.keyring;
  const problem = value === undefined ? undefined : settingDefinitions.keyring.check(value);
  if (problem !== undefined) throw invalidSetting('keyring', given === undefined ? user.path : variable, problem);
  return value;
}
