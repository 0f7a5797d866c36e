import { access, constants, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Clock, PROVIDER_TIMEOUT_MS } from '@sipgate-kit/core';
import { closeToOthers, codeOf, unwritable } from '../private-files.ts';
import { readOrCreateKeyFile } from '../sealing/key-file.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { createFileLock } from './file-lock.ts';
import { createFileStore, type FileStore } from './file-store.ts';
import { createFiledConnections } from './filed-connections.ts';
import { identifyThisProcess } from './process-identity.ts';

/** What {@link openFileStore} needs to know. */
export interface FileStoreOptions {
  /** A folder for this store alone, such as `~/.local/share/my-app`. */
  readonly folder: string;
  /** The keys that seal it. Default: those in `vault.key` in the folder, made on the spot where there is none. */
  readonly keyRing?: KeyRing;
  /** The store's clock, which leases live by. Default `Date.now`, which all processes of the machine share. */
  readonly now?: Clock;
  /** How long a change waits for another process's before it throws `store_unavailable`. Default 5,000 ms. */
  readonly patienceMs?: number;
}

/** The send deadline of a refresh: whoever cannot be seen has nothing under way after that. */
const STRANGER_PATIENCE_MS = PROVIDER_TIMEOUT_MS + 5_000;

/**
 * Opens the store of one person on one machine, in a folder of its own: for command lines and desktop programs. Any
 * number of processes may use it at once.
 *
 * The folder is made on the spot (0700), and holds `connections.json` and `vault.key` (0600 both), and for moments
 * `connections.lock`. Every change is a new file, on the disk before it takes the old one's name.
 *
 * Throws `vault_unwritable` when the folder cannot be made or written, `vault_damaged` when `connections.json` cannot
 * be read, `invalid_configuration` when a newer release wrote it. An existing file is never overwritten.
 *
 * @example
 * const store = await openFileStore({ folder: join(homedir(), '.local/share/my-app') });
 * const { id } = await store.saveSignIn(signIn.key, signIn.tokenSet);
 * const manager = createTokenManager({ provider, client, store });
 */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const { now = Date.now, patienceMs = 5_000 } = options;
  const folder = resolve(options.folder);
  const path = join(folder, 'connections.json');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(path, codeOf(error));
  }
  const keyRing = options.keyRing ?? (await readOrCreateKeyFile(join(folder, 'vault.key')));
  const lock = createFileLock({
    path: join(folder, 'connections.lock'),
    identify: identifyThisProcess,
    patienceMs,
    strangerPatienceMs: STRANGER_PATIENCE_MS,
    monotonic: () => performance.now(),
    wait: (ms) => setTimeout(ms),
  });
  const file = createFiledConnections(path, lock);
  if ((await file.all()).length > 0) await closeToOthers(path);
  return createFileStore({ file, keyRing, now });
}
