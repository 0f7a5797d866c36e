/**
 * What loading core costs a program: the time around `import` in a fresh process.
 * @module
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, rounded } from './median.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** @param {number} rounds @returns {Promise<import('./client-figures.mjs').Figure[]>} */
export async function measureImport(rounds) {
  /** @type {Map<string, number[]>} */
  const times = new Map(['@sipgate-kit/core', '@sipgate-kit/core/operations'].map((entry) => [entry, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [entry, all] of times) {
      const ms = await importTime(entry);
      if (round >= 0) all.push(ms);
    }
  }
  const node = process.versions.node;
  return [...times].map(([entry, all]) => ({
    name: `import ${entry}, Node ${node}`,
    value: rounded(median(all), 1),
    unit: 'ms',
    ...(entry === '@sipgate-kit/core' && { atMost: 35 }),
  }));
}

/** @param {string} entry */
async function importTime(entry) {
  const program = `const began = performance.now(); await import('${entry}'); process.stdout.write(String(performance.now() - began));`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: PACKAGE });
  return Number(stdout);
}
