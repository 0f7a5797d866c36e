import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/**
 * What a changeset says.
 * @typedef {{ file: string, bumps: Readonly<Record<string, unknown>>, text: string }} Changeset
 */

/**
 * The changesets that wait for the next release.
 *
 * @param {string} workspace the top of a checkout
 * @returns {Promise<Changeset[]>}
 */
export async function readChangesets(workspace) {
  const folder = join(workspace, '.changeset');
  if (!existsSync(folder)) return [];
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md') && file !== 'README.md').sort();
  return Promise.all(files.map(async (file) => parseChangeset(file, await readFile(join(folder, file), 'utf8'))));
}

/**
 * @param {string} file
 * @param {string} markdown
 * @returns {Changeset}
 */
function parseChangeset(file, markdown) {
  const [, front = '', text = ''] = /^---\n([\s\S]*?)^---\s*$([\s\S]*)/m.exec(markdown) ?? [];
  return { file, bumps: parse(front) ?? {}, text: text.trim() };
}
