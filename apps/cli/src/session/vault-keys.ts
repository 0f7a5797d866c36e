import { join } from 'node:path';
import { type KeyRing, readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';
import type { Paths } from '../settings/paths.ts';

/** The keys that seal everything secret on this machine; made on first use. */
export async function vaultKeys(paths: Paths): Promise<KeyRing> {
  return readOrCreateKeyFile(join(paths.state, 'vault.key'));
}
