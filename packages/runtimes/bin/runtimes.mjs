#!/usr/bin/env node
/**
 * `pnpm test:runtimes`: makes the checkout ready, fetches the runtimes the first time, and runs the suite on each of
 * them; `--only <text>` on those whose name contains the text. Ends with 1 when a check failed.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });

await runAfterSetUp(async () => {
  const { runEverywhere } = await import('../src/run-everywhere.mjs');
  return runEverywhere(values);
});
