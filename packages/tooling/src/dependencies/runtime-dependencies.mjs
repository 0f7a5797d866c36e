/** The direct dependencies that the published packages have when they run. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/**
 * @typedef {'installed' | 'optional' | 'bundled'} How
 * @typedef {{ name: string, how: How }} RuntimeDependency
 */

/**
 * The command line is bundled: what it imports stands in its devDependencies and is inside its files.
 *
 * @param {string} folder
 * @returns {Promise<{ name: string, dependencies: RuntimeDependency[] }>}
 */
export async function runtimeDependencies(folder) {
  /** @type {{ name: string, dependencies?: Record<string, string>, peerDependencies?: Record<string, string>, devDependencies?: Record<string, string> }} */
  const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const installed = Object.keys(manifest.dependencies ?? {});
  const optional = Object.keys(manifest.peerDependencies ?? {});
  const known = new Set([...installed, ...optional]);
  const imported = await importedBy(join(root, folder, 'src'));
  const bundled = Object.keys(manifest.devDependencies ?? {}).filter((name) => !known.has(name) && imported.has(name));
  return {
    name: manifest.name,
    dependencies: [
      ...installed.map((name) => /** @type {const} */ ({ name, how: 'installed' })),
      ...bundled.map((name) => /** @type {const} */ ({ name, how: 'bundled' })),
      ...optional.map((name) => /** @type {const} */ ({ name, how: 'optional' })),
    ].sort((a, b) => a.name.localeCompare(b.name, 'en')),
  };
}

/** The packages whose values are imported by sources, those of tests left out. @param {string} folder */
async function importedBy(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  const names = await Promise.all(
    files.map(async (file) => {
      const source = await readFile(join(folder, file), 'utf8');
      const imports = source.matchAll(
        /^(?:import|export)(?! type)[^;']*from '([^'.][^']*)'|import\('([^'.][^']*)'\)/gm,
      );
      return [...imports].map(([, fromName, lazyName]) => packageOf(fromName ?? lazyName ?? ''));
    }),
  );
  return new Set(names.flat());
}

/** `@scope/name` of `@scope/name/part`. @param {string} specifier */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
