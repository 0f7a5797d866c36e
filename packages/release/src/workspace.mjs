import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The top of the checkout. */
export const workspace = resolve(import.meta.dirname, '..', '..', '..');

/** The pinned pnpm, as a script for Node. */
export const pnpmScript = join(workspace, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');

/**
 * Where downloads that outlive a run are kept: outside the checkout, one folder for all checkouts.
 *
 * @param {NodeJS.ProcessEnv} env `SIPGATE_KIT_CACHE` chooses another place
 * @param {string} name of the folder inside
 */
export function cacheFolder(env, name) {
  const base = env.SIPGATE_KIT_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sipgate-kit');
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
