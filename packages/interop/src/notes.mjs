/**
 * Puts the answers into apps/docs/keycloak-notes.md, between two marks; what a person wrote around them stays.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../../apps/docs/keycloak-notes.md', import.meta.url));
const BEGIN = '<!-- answers: begin -->';
const END = '<!-- answers: end -->';

/** @param {{ version: string, chapters: { title: string, about?: string, rows: [string, string][] }[] }} answers */
export function writeNotes({ version, chapters }) {
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`${file} lacks the marks ${BEGIN} and ${END}`);
  const tables = chapters.map(({ title, about, rows }) =>
    [`### ${title}`, ...(about ? [about] : []), table(rows)].join('\n\n'),
  );
  const answers = [`Keycloak ${version}, asked on ${new Date().toISOString().slice(0, 10)}.`, ...tables].join('\n\n');
  writeFileSync(file, `${text.slice(0, begin + BEGIN.length)}\n${answers}\n${text.slice(end)}`);
  return file;
}

/** @param {[string, string][]} rows */
const table = (rows) =>
  ['| situation | answer |', '|---|---|', ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
