/**
 * The page of figures under apps/docs/ and its plots, from what `pnpm bench`, `pnpm storm` and `pnpm soak` have written.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SOAK_PLOT, soakPlot, soakSection, stormSection } from '../../bench/src/page/long-runs.mjs';
import { benchmarkPage } from '../../bench/src/page/page.mjs';
import { parts } from '../../bench/src/parts.mjs';
import { root } from './setup.mjs';

const results = join(root, 'packages', 'bench', 'results');
const docs = join(root, 'apps', 'docs');

/** Holds the generated plots only. */
const plotsFolder = join(docs, 'images', 'bench');

/** @returns {Promise<Map<string, string>>} the content of every file, by absolute path */
export default async function generateBenchmarks() {
  const measured = new Map();
  for (const { name } of parts) {
    const result = await resultOf(name);
    if (result !== undefined) measured.set(name, result);
  }
  const [storm, soak] = [await resultOf('storm'), await resultOf('soak')];
  const further = [storm && stormSection(storm), soak && soakSection(soak)].filter(Boolean);
  const { page, plots } = benchmarkPage(measured, further);
  if (soak !== undefined) plots.set(SOAK_PLOT, soakPlot(soak));
  return new Map([
    [join(docs, 'benchmarks.md'), page],
    ...[...plots].map(([name, svg]) => /** @type {const} */ ([join(plotsFolder, name), svg])),
  ]);
}

/** @param {string} name @returns {Promise<any>} `undefined` where nobody has measured it yet */
async function resultOf(name) {
  const file = join(results, `${name}.json`);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
}
