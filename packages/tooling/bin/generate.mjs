#!/usr/bin/env node
/**
 * `pnpm generate` writes everything that is generated; `pnpm generate --check` changes nothing, names the files that
 * differ and ends with status 1 if there are any.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { generateApi, generatedFolder } from '../src/generate-api.mjs';
import { root } from '../src/setup.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const api = await generateApi();
const pages = [
  'generate-error-pages.mjs',
  'generate-command-reference.mjs',
  'generate-api-reference.mjs',
  'generate-benchmarks.mjs',
  'generate-statement-pages.mjs',
  'generate-dependencies-page.mjs',
  'generate-pictures.mjs',
  'generate-runtimes-page.mjs',
];
const wanted = new Map(
  [api, ...(await Promise.all(pages.map((script) => optional(script, api))))].flatMap((files) => [...files]),
);
const docs = join(root, 'apps', 'docs');
const folders = [generatedFolder, join(docs, 'cli'), join(docs, 'api'), join(docs, 'images', 'bench')];
const stale = (await Promise.all(folders.map(filesIn))).flat().filter((path) => !wanted.has(path));
const differing = [];
for (const [path, content] of wanted) {
  if (!existsSync(path) || (await readFile(path, 'utf8')) !== content) differing.push(path);
}

if (values.check) {
  for (const path of differing) console.error(`differs: ${shown(path)}`);
  for (const path of stale) console.error(`no longer generated: ${shown(path)}`);
  if (differing.length + stale.length > 0) {
    console.error('\nNext: run `pnpm generate` and commit the result.');
    process.exitCode = 1;
  }
} else {
  for (const path of differing) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, /** @type {string} */ (wanted.get(path)));
    console.log(`wrote ${shown(path)}`);
  }
  for (const path of stale) {
    await rm(path);
    console.log(`deleted ${shown(path)}`);
  }
  if (differing.length + stale.length === 0) console.log('Everything generated is up to date.');
}

/**
 * What another script generates, from sources of other packages: nothing where the script is not there.
 *
 * @param {string} script
 * @param {ReadonlyMap<string, string>} generated what is generated into core, which need not be written yet
 * @returns {Promise<Map<string, string>>}
 */
async function optional(script, generated) {
  const path = join(import.meta.dirname, '..', 'src', script);
  if (!existsSync(path)) return new Map();
  return (await import(pathToFileURL(path).href)).default(generated);
}

/** @param {string} folder */
async function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @param {string} path */
function shown(path) {
  return relative(root, path).replaceAll('\\', '/');
}
