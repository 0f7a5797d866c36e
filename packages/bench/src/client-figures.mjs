/**
 * What the REST client costs: the compiler, a program that starts, a call. Prints a table and writes
 * `results/client.json`.
 * @module
 */
import { measureCalls } from './client-calls.mjs';
import { measureImport } from './client-import.mjs';
import { measureTypes } from './client-types.mjs';
import { saveResult, showInReadme } from './results.mjs';
import { grid } from './table.mjs';

/** @typedef {{ name: string, value: number, unit: string, atMost?: number }} Figure */

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * @param {{ quick: boolean }} options quick: few rounds, nothing written
 * @returns {Promise<number>} the exit code
 */
export async function measureClient({ quick }) {
  /** @type {Figure[]} */
  const figures = [];
  say('Compiling …');
  figures.push(...(await measureTypes(quick ? 1 : 7)));
  say('Importing …');
  figures.push(...(await measureImport(quick ? 5 : 31)));
  say('Calling …');
  figures.push(...(await measureCalls(quick ? 5 : 31)));
  const body = figures.map(({ name, value, unit, atMost }) => [
    name,
    `${value}${unit === '' ? '' : ` ${unit}`}`,
    atMost === undefined ? '' : `≤ ${atMost}`,
    atMost === undefined ? '' : value <= atMost ? '✓' : '✗',
  ]);
  const table = { head: ['figure', 'measured', 'required', ''], body };
  say(`\n${grid(table)}`);
  if (!quick) {
    say(`\n${await saveResult('client.json', `${JSON.stringify({ figures }, undefined, 2)}\n`)}`);
    await showInReadme('client', table);
  }
  return figures.every(({ value, atMost }) => atMost === undefined || value <= atMost) ? 0 : 1;
}
