#!/usr/bin/env node
/**
 * `pnpm bench:cli`: makes the checkout ready and measures how fast the command line starts, beside wrangler, on this Node
 * and on Node 24, both from npm. `--quick` measures on this Node alone and writes nothing.
 * Ends with 1 when a figure is not kept.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

await runAfterSetUp(async () => {
  const { measureCli } = await import('../src/cli-figures.mjs');
  return measureCli({ quick: values.quick });
});
