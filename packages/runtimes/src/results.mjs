/** @module what a run showed, for the documentation: which versions, which checks; no times */
import { writeFileSync } from 'node:fs';
import { CHECKS } from '../suite/suite.mjs';

const file = new URL('../results/runtimes.json', import.meta.url);

/** @param {readonly import('./run-everywhere.mjs').Row[]} rows */
export function writeResults(rows) {
  const runtimes = rows.map(({ name, version, outcomes }) => ({
    name,
    version,
    failed: outcomes.filter(({ problem }) => problem !== undefined).map(({ check }) => check),
  }));
  writeFileSync(file, `${JSON.stringify({ checks: CHECKS, runtimes }, null, 2)}\n`);
}
