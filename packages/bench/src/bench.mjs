/**
 * `pnpm bench`: runs the parts one after the other, says what each measured, and writes a file for each.
 * @module
 */
import { isKept, isReached, requirement, shown, verdict } from './figure.mjs';
import { describeMachine } from './machine.mjs';
import { parts } from './parts.mjs';
import { saveResult } from './results.mjs';
import { grid } from './table.mjs';

/** @typedef {import('./parts.mjs').Part} Part */

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * A part that fails does not keep the others from being measured; what an earlier run wrote of it stays.
 *
 * @param {{ quick: boolean, only?: string }} options quick: few rounds, nothing written; only: names of parts, by comma
 * @returns {Promise<number>} the exit code: 1 when a part failed or a figure is not what we require, 2 for an unknown part
 */
export async function runBench({ quick, only }) {
  const names = only?.split(',').map((name) => name.trim());
  const unknown = names?.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    say(`There is no part "${unknown}". There are: ${parts.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const chosen = parts.filter(({ name }) => names?.includes(name) ?? true);
  const machine = describeMachine();
  say(
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}; ` +
      `a write is on the disk after ${machine.syncMs} ms`,
  );
  /** @type {string[]} */
  const failed = [];
  /** @type {string[]} */
  const notKept = [];
  for (const part of chosen) {
    const missed = await runPart(part, machine, quick).catch((error) => {
      say(`\n✗ ${part.title} could not be measured: ${error instanceof Error ? error.stack : String(error)}`);
      failed.push(part.name);
      return [];
    });
    notKept.push(...missed);
  }
  for (const line of notKept) say(`✗ ${line}`);
  if (failed.length > 0) say(`\nNext: pnpm bench --only ${failed.join(',')}`);
  if (!quick) say('\nNext: pnpm generate puts the figures into apps/docs/benchmarks.md.');
  return failed.length + notKept.length > 0 ? 1 : 0;
}

/** @param {Part} part @param {import('./machine.mjs').Machine} machine @param {boolean} quick @returns {Promise<string[]>} what is not kept */
async function runPart({ name, title, measure }, machine, quick) {
  const began = Date.now();
  say(`\n${title} …`);
  const figures = await measure({ quick, say: (line) => say(`  ${line}`) });
  const body = figures.map((figure) => [
    figure.group,
    figure.name,
    shown(figure),
    requirement(figure),
    verdict(figure),
  ]);
  say(`\n${grid({ head: ['what', 'of', 'median (least–most)', 'required', ''], body })}`);
  const seconds = Math.round((Date.now() - began) / 1_000);
  say(`\n${seconds} s`);
  if (!quick) {
    const at = new Date(began).toISOString().slice(0, 10);
    await saveResult(`${name}.json`, `${JSON.stringify({ title, at, seconds, machine, figures }, undefined, 2)}\n`);
  }
  for (const figure of figures.filter((figure) => isKept(figure) && !isReached(figure))) {
    say(`  aim missed: ${figure.name} is ${shown(figure)}, aim ${figure.aim}`);
  }
  return figures
    .filter((figure) => !isKept(figure))
    .map((figure) => `${figure.group}: ${figure.name} is ${shown(figure)}, required ${requirement(figure)}`);
}
