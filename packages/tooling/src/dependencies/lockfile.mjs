/** What the published packages bring, as pnpm-lock.yaml has it. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse } from 'yaml';
import { root } from '../setup.mjs';

/** Folders of the packages that are published. */
export const publishedFolders = ['packages/core', 'packages/vault', 'apps/callback-server', 'apps/cli', 'apps/sandbox'];

/**
 * @typedef {Record<string, { version: string }>} Locked
 * @typedef {object} Lockfile
 * @property {Record<string, { dependencies?: Locked, devDependencies?: Locked, optionalDependencies?: Locked }>} importers
 * @property {Record<string, { resolution: { integrity?: string }, os?: string[], cpu?: string[] }>} packages
 * @property {Record<string, { dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }>} snapshots
 */

/** @returns {Promise<Lockfile>} */
export async function readLockfile() {
  return parse(await readFile(join(root, 'pnpm-lock.yaml'), 'utf8'));
}

/**
 * Everything from a registry that comes along when the package of a folder is installed, other packages of ours included.
 * `platform` are those of which only the one for the machine is installed.
 *
 * @param {Lockfile} lockfile
 * @param {string} folder
 * @returns {{ all: string[], platform: string[] }} as in `jose@6.2.17`, in order
 */
export function packagesBroughtBy(lockfile, folder) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {Set<string>} */
  const platform = new Set();

  /** @param {string} importer */
  const visitFolder = (importer) => {
    for (const [name, { version }] of Object.entries(lockfile.importers[importer]?.dependencies ?? {})) {
      if (version.startsWith('link:')) visitFolder(posix.join(importer, version.slice('link:'.length)));
      else visit(name, version);
    }
  };
  /** @param {string} name @param {string} version */
  const visit = (name, version) => {
    const key = `${name}@${version}` in lockfile.snapshots ? `${name}@${version}` : version;
    const snapshot = lockfile.snapshots[key];
    if (snapshot === undefined) throw new Error(`pnpm-lock.yaml does not have ${name}@${version}.`);
    if (seen.has(key)) return;
    seen.add(key);
    for (const [other, its] of Object.entries(snapshot.dependencies ?? {})) visit(other, its);
    for (const [other, its] of Object.entries(snapshot.optionalDependencies ?? {})) platform.add(`${other}@${its}`);
  };

  visitFolder(folder);
  const plain = (/** @type {Iterable<string>} */ keys) => [...new Set([...keys].map(withoutPeers))].sort();
  // Others than those for a platform are peers that only this repository has.
  const forPlatform = plain(platform).filter((key) => lockfile.packages[key]?.os ?? lockfile.packages[key]?.cpu);
  return { all: plain(seen), platform: forPlatform };
}

/** @param {string} key @returns what it is in the lockfile's `packages`: the peers in brackets left out */
function withoutPeers(key) {
  return key.replace(/\(.*$/, '');
}

/** @param {Lockfile} lockfile @param {string} folder @param {string} name @returns {string} the version that is installed */
export function lockedVersion(lockfile, folder, name) {
  const { dependencies, devDependencies, optionalDependencies } = lockfile.importers[folder] ?? {};
  const locked = dependencies?.[name] ?? devDependencies?.[name] ?? optionalDependencies?.[name];
  if (locked === undefined) throw new Error(`pnpm-lock.yaml does not have ${name} for ${folder}.`);
  return withoutPeers(locked.version);
}
