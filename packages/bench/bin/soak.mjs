#!/usr/bin/env node
/**
 * `pnpm soak`: makes the checkout ready and puts the callback server under load for 30 minutes, or `--minutes`, with SQLite, or
 * `--store postgresql`, while the sandbox delays, refuses and drops answers. A run of ten minutes or more is written down.
 * Ends with 1 when an error was ours, or the memory has grown.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, store: { type: 'string', default: 'sqlite' } },
});
const minutes = Number(values.minutes);
const store = { sqlite: /** @type {const} */ ('SQLite'), postgresql: /** @type {const} */ ('PostgreSQL') }[
  values.store
];
if (!(minutes > 0) || store === undefined) {
  process.stderr.write('Usage: pnpm soak [--minutes 30] [--store sqlite|postgresql]\n');
  process.exit(2);
}

await runAfterSetUp(async () => {
  const { runSoak } = await import('../src/soak/soak.mjs');
  return runSoak({ minutes, store });
});
