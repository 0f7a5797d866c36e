/**
 * Where results go: a file each, and the tables of this package's README.
 * @module
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { markdown } from './table.mjs';

const FOLDER = new URL('../results/', import.meta.url);
/** Of this package, and of the whole kit. */
const READMES = {
  bench: new URL('../README.md', import.meta.url),
  kit: new URL('../../../README.md', import.meta.url),
};

/** @param {string} name @param {string} text @returns {Promise<string>} the path */
export async function saveResult(name, text) {
  await mkdir(FOLDER, { recursive: true });
  const file = new URL(name, FOLDER);
  await writeFile(file, text);
  return fileURLToPath(file);
}

/**
 * Puts a table between its marks in a README.
 *
 * @param {string} name
 * @param {import('./table.mjs').Table} table
 * @param {keyof typeof READMES} [readme]
 */
export async function showInReadme(name, table, readme = 'bench') {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = await readFile(READMES[readme], 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const after = rest.slice(rest.indexOf(end));
  await writeFile(READMES[readme], `${before}${begin}\n\n${markdown(table)}\n\n${after}`);
}
