/**
 * How much an installation brings: a package and everything it needs, as it lies on the disk.
 * @module
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** @typedef {{ packages: number, bytes: number }} Installation */

/**
 * @param {string} name @param {string} folder whose dependency it is
 * @returns {Promise<Installation>}
 */
export async function installationOf(name, folder) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  const waiting = [packageFolder(name, folder)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (sizes.has(next)) continue;
    const manifest = JSON.parse(readFileSync(join(next, 'package.json'), 'utf8'));
    sizes.set(next, await bytesOf(next, manifest));
    for (const dependency of Object.keys(manifest.dependencies ?? {})) waiting.push(packageFolder(dependency, next));
  }
  return { packages: sizes.size, bytes: [...sizes.values()].reduce((total, size) => total + size, 0) };
}

/** As Node looks for it. @param {string} name @param {string} from @returns {string} */
function packageFolder(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return realpathSync(found);
    if (folder === dirname(folder)) throw new Error(`${name}, which ${from} needs, is not installed.`);
  }
}

/**
 * What is published of a package. Ours lie here with their sources and tests, of which their `files` say what goes out.
 *
 * @param {string} folder @param {{ files?: string[] }} manifest
 */
async function bytesOf(folder, { files }) {
  const isWorkspace = existsSync(join(folder, 'tsdown.config.ts'));
  const parts = isWorkspace ? ['package.json', 'README.md', 'LICENSE', ...(files ?? [])] : ['.'];
  const all = await Promise.all([...new Set(parts)].map((part) => filesBelow(join(folder, part))));
  return all.flat().reduce((total, file) => total + statSync(file).size, 0);
}

/** @param {string} path @returns {Promise<string[]>} without the dependencies that lie inside */
async function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => name !== 'node_modules')
      .map((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)])),
  );
  return found.flat();
}
