#!/usr/bin/env node
/**
 * `pnpm bench:client`: makes the checkout ready and measures the REST client: what its types cost the compiler, what loading
 * it costs a program, and what a call costs beside a bare `fetch`. `--quick` takes few rounds and writes nothing.
 * Ends with 1 when a figure is not kept.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

await runAfterSetUp(async () => {
  const { measureClient } = await import('../src/client-figures.mjs');
  return measureClient({ quick: values.quick });
});
