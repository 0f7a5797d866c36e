import { join } from 'node:path';
import { type Clock, SipgateKitError } from '@sipgate-kit/core';
import { type KeyRing, readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';
import { openVault, type Vault, type VaultOptions, type WaitingForDatabase } from '@sipgate-kit/vault/sql';
import type { ServerConfiguration } from './configuration.ts';
import { type Logger, silentLogger } from './log.ts';

/** So many connections are opened to see whether the keys fit. One damaged entry alone keeps nobody else out. */
const TRIED = 5;

/** Duration in milliseconds. */
const WAITING_SAID_EVERY_MS = 5_000;

/** What of the configuration says where the vault is. */
export type VaultConfiguration = Pick<ServerConfiguration, 'dataDirectory' | 'databaseUrl' | 'sealingKeys'>;

/** What {@link openServerVault} may be told beside the configuration. */
export interface ServerVaultOptions {
  /** Default `Date.now`. */
  readonly now?: Clock;
  /** How long to wait for a PostgreSQL that does not answer yet. Default 30,000 ms. */
  readonly startPatienceMs?: number;
  /** Hears of it while a PostgreSQL is waited for. Default: silence. */
  readonly logger?: Logger;
}

/**
 * Opens the vault: in the PostgreSQL database of the configuration, which any number of instances share, else in the
 * file `vault.sqlite` of its data directory. It is sealed with the given keys or, as a file, with those in `sealing.key`,
 * which is made (0600) when it is missing.
 *
 * @throws SipgateKitError `vault_unwritable`, `vault_damaged`, `vault_key_missing` when the vault was sealed with other
 *   keys, `store_unavailable` when the database does not answer, `invalid_configuration` when it turns us away, when its
 *   vault has no keys, or the key file holds none.
 * @example
 * const vault = await openServerVault(loadConfiguration(process.env));
 */
export async function openServerVault(
  configuration: VaultConfiguration,
  options: ServerVaultOptions = {},
): Promise<Vault> {
  const vault = await openVault(await vaultOptions(configuration, options));
  try {
    await assertKeysFit(vault);
    return vault;
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/**
 * The keys that seal the vault: those given, else those of the key file, which only a vault in a file has.
 *
 * @throws SipgateKitError `invalid_configuration`, `vault_unwritable`
 */
export async function serverKeyRing(configuration: VaultConfiguration): Promise<KeyRing> {
  const { dataDirectory, databaseUrl, sealingKeys } = configuration;
  if (sealingKeys !== undefined) return sealingKeys;
  if (databaseUrl === undefined) return readOrCreateKeyFile(join(dataDirectory, 'sealing.key'));
  throw new SipgateKitError('invalid_configuration', 'A vault in a database has no key file.', {
    hint: 'Give every instance the same sealing keys (SIPGATE_KIT_SEALING_KEYS).',
  });
}

/** Where the vault of a configuration is, and what opens it. */
export async function vaultOptions(
  configuration: VaultConfiguration,
  { now = Date.now, startPatienceMs, logger = silentLogger }: ServerVaultOptions = {},
): Promise<VaultOptions> {
  const { dataDirectory, databaseUrl } = configuration;
  const keyRing = await serverKeyRing(configuration);
  if (databaseUrl === undefined) return { file: join(dataDirectory, 'vault.sqlite'), keyRing, now };
  return {
    url: databaseUrl.reveal(),
    keyRing,
    now,
    onWaiting: every(WAITING_SAID_EVERY_MS, ({ host, port, reason, waitedMs, limitMs }) =>
      logger.warn({ host, port, reason, waitedMs, limitMs }, 'waiting for the database'),
    ),
    ...(startPatienceMs !== undefined && { startPatienceMs }),
  };
}

/** Says it at once, and then no more often than this. */
function every(milliseconds: number, say: (progress: WaitingForDatabase) => void) {
  let next = 0;
  return (progress: WaitingForDatabase) => {
    if (progress.waitedMs < next) return;
    next = progress.waitedMs + milliseconds;
    say(progress);
  };
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
  const [failure] = failures;
  if (failure?.code === 'vault_key_missing') throw keyMissing(failure);
  if (failure !== undefined) throw failure;
}

/** The same in the words of this server, where keys are a variable or a file. */
function keyMissing({ code, message }: SipgateKitError): SipgateKitError {
  return new SipgateKitError(code, message, {
    hint: 'Bring the key back: in SIPGATE_KIT_SEALING_KEYS, behind the first one if that is a new key, or as sealing.key in SIPGATE_KIT_DATA_DIR. Nothing was changed.',
  });
}
