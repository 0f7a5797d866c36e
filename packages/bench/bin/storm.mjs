#!/usr/bin/env node
/**
 * `pnpm storm`: makes the checkout ready and sends the token manager and its stores through every weather. `--quick` takes
 * a selection of it, `--only <text>` the cells whose name contains the text, `--figures` measures the vault instead,
 * `--fleet` runs three callback servers that are killed all the time.
 * Ends with 1 when a rule was broken.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    figures: { type: 'boolean', default: false },
    fleet: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

await runAfterSetUp(async () => {
  if (values.figures) {
    const { measureVault } = await import('../src/vault-figures.mjs');
    return measureVault({ quick: values.quick });
  }
  if (values.fleet) {
    const { runFleet } = await import('../src/fleet.mjs');
    return runFleet({ quick: values.quick });
  }
  const { runStorm } = await import('../src/storm.mjs');
  return runStorm({ quick: values.quick, ...(values.only !== undefined && { only: values.only }) });
});
