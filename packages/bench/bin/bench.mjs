#!/usr/bin/env node
/**
 * `pnpm bench`: makes the checkout ready and measures the kit beside others: callback server, calls, types, import, size,
 * sandbox, growth, command line. `--only server,cli` measures some of it, `--quick` takes few rounds and writes nothing.
 * The storm and a million connections have a command of their own: `pnpm storm`.
 * Ends with 1 when a part failed or a figure is not what is required of us.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});

await runAfterSetUp(async () => {
  const { runBench } = await import('../src/bench.mjs');
  return runBench({ quick: values.quick, ...(values.only !== undefined && { only: values.only }) });
});
