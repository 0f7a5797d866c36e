import { join } from 'node:path';
import { type ProviderRequestOptions, revokeTokenSet } from '@sipgate-kit/core';
import { openSpillFile, type SpillFile } from '@sipgate-kit/vault/spill';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Configuration } from './configuration.ts';
import { type Logger, silentLogger } from './log.ts';
import { serverKeyRing, type VaultConfiguration } from './server-vault.ts';

/**
 * The file `answers.spill` in the data directory: where rotated tokens go, sealed, when the process ends while the vault
 * does not take them.
 *
 * @example
 * const spill = await openServerSpill(configuration);
 * await recoverAnswers(spill, { configuration, vault });
 * const server = createCallbackServer({ configuration, vault, spill: spill.write });
 */
export async function openServerSpill(configuration: VaultConfiguration): Promise<SpillFile> {
  const keyRing = await serverKeyRing(configuration);
  return openSpillFile({ path: join(configuration.dataDirectory, 'answers.spill'), keyRing });
}

/** What {@link recoverAnswers} works with. */
export interface RecoveryOptions extends ProviderRequestOptions {
  readonly configuration: Configuration;
  readonly vault: Vault;
  readonly logger?: Logger;
}

/**
 * Gives the vault what the last process could not: before anything is refreshed. Tokens of somebody who has signed out
 * meanwhile are revoked; those that a newer sign-in has overtaken are left alone, since the two may share one session at
 * the provider.
 *
 * @throws SipgateKitError `store_unavailable`, `vault_key_missing`; the file then stays for the next start.
 */
export async function recoverAnswers(spill: SpillFile, options: RecoveryOptions): Promise<void> {
  const { configuration, vault, logger = silentLogger, ...request } = options;
  const { taken, superseded, unreadable } = await spill.replay(vault.connections);
  for (const { connectionId, tokenSet } of superseded) {
    if ((await vault.connections.read(connectionId)) !== undefined) continue;
    // They end by themselves; an unreachable provider must not keep the server from starting.
    await revokeTokenSet(configuration.provider, configuration.client, tokenSet, request).catch(() => undefined);
  }
  if (taken.length > 0 || superseded.length > 0) {
    logger.info({ audit: 'recovery', taken: taken.length, superseded: superseded.length }, 'answers recovered');
  }
  if (unreadable !== undefined) logger.error({ file: unreadable }, 'answers that cannot be read were put aside');
}
