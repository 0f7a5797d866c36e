import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTarGzip } from 'nanotar';
import { runCommand } from './run-command.mjs';

/**
 * A packed package, as its users get it.
 * @typedef {object} Packed
 * @property {string} name
 * @property {string} folder where its sources are
 * @property {string} tarball path of the .tgz
 * @property {Buffer} bytes of the .tgz
 * @property {ReadonlyMap<string, Uint8Array>} files by path inside the package
 * @property {Record<string, any>} manifest the packed package.json, in which pnpm has put versions and publishConfig
 */

/**
 * Packs one package by pnpm. npm would leave `catalog:`, `workspace:` and the condition for development in.
 *
 * @param {import('./published-packages.mjs').PublishedPackage} published
 * @param {{ into: string, pnpm: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Packed>}
 */
export async function pack({ name, folder, manifest }, { into, pnpm, env }) {
  const tarball = join(into, `${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
  await runCommand(process.execPath, [pnpm, 'pack', '--out', tarball], { cwd: folder, env });
  return readPacked({ name, folder }, tarball);
}

/**
 * @param {{ name: string, folder: string }} of
 * @param {string} tarball
 * @returns {Promise<Packed>}
 */
async function readPacked({ name, folder }, tarball) {
  const bytes = await readFile(tarball);
  const entries = await parseTarGzip(bytes);
  const files = new Map(
    entries
      .filter(({ type }) => type === 'file')
      .map((entry) => [entry.name.replace(/^package\//, ''), entry.data ?? new Uint8Array()]),
  );
  const packedManifest = files.get('package.json');
  if (!packedManifest) throw new Error(`${tarball} has no package.json.`);
  return { name, folder, tarball, bytes, files, manifest: JSON.parse(Buffer.from(packedManifest).toString('utf8')) };
}
