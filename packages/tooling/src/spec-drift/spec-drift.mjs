import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { compare } from './compare.mjs';
import { describedApi } from './described-api.mjs';
import { asRecord } from './json.mjs';
import { knownFacts } from './known-facts.mjs';
import { readDescription, UnreadableDescription } from './read-description.mjs';
import { changelogOf, tableOf } from './report.mjs';

/** Our document in one piece, as `pnpm generate` makes it. */
const OURS = join(root, 'packages', 'core', 'src', 'generated', 'openapi.json');

/**
 * Compares a description with ours.
 *
 * @param {{ from: string, markdown?: string }} options `from` is a URL or a file; `markdown` is a file to write
 * @param {(text: string) => void} print
 * @param {Date} [today]
 * @returns {Promise<0 | 1>} 1 where they differ
 * @throws {UnreadableDescription}
 */
export async function specDrift({ from, markdown }, print, today = new Date()) {
  const [description, ours, facts] = await Promise.all([readDescription(from), readDescription(OURS), knownFacts()]);
  const names = Object.keys(asRecord(description['definitions'] ?? asRecord(description['components'])['schemas']));
  const result = compare(describedApi(description, facts.nameOf(names)), describedApi(ours), facts.api);
  print(tableOf(result, from));
  if (markdown !== undefined) {
    await write(markdown, changelogOf(result, from, today.toISOString().slice(0, 10)));
    print(`Changelog: ${markdown}`);
  }
  return result.differences.length === 0 ? 0 : 1;
}

/** @param {string} path @param {string} text */
async function write(path, text) {
  try {
    await writeFile(path, text);
  } catch (error) {
    const reason = String(asRecord(error)['code'] ?? error);
    throw new UnreadableDescription(`${path} cannot be written (${reason}).`, 'Name a file in a folder that is there.');
  }
}
