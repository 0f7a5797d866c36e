import { join } from 'node:path';
import type { Clock, SipgateKitError } from '@sipgate-kit/core';
import { readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';
import { openVault, type Vault } from '@sipgate-kit/vault/sql';
import type { ServerConfiguration } from './configuration.ts';

/** So many connections are opened to see whether the keys fit. One damaged entry alone keeps nobody else out. */
const TRIED = 5;

/**
 * Opens the vault in the configuration's data directory: `vault.sqlite`, sealed with the given keys or with those in
 * `sealing.key`, which is made (0600) when it is missing.
 *
 * @throws SipgateKitError `vault_unwritable`, `vault_damaged`, `vault_key_missing` when the vault was sealed with other
 *   keys, `invalid_configuration` when the key file holds no keys.
 * @example
 * const vault = await openServerVault(loadConfiguration(process.env));
 */
export async function openServerVault(
  { dataDirectory, sealingKeys }: Pick<ServerConfiguration, 'dataDirectory' | 'sealingKeys'>,
  now: Clock = Date.now,
): Promise<Vault> {
  const keyRing = sealingKeys ?? (await readOrCreateKeyFile(join(dataDirectory, 'sealing.key')));
  const vault = await openVault({ file: join(dataDirectory, 'vault.sqlite'), keyRing, now });
  try {
    await assertKeysFit(vault);
    return vault;
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/** Better to stop at the start than at every visitor. */
async function assertKeysFit(vault: Vault): Promise<void> {
  const { connections } = await vault.connections.list({ limit: TRIED });
  const failures: SipgateKitError[] = [];
  for (const { id } of connections) {
    try {
      await vault.connections.read(id);
      return;
    } catch (error) {
      failures.push(error as SipgateKitError);
    }
  }
  if (failures[0] !== undefined) throw failures[0];
}
