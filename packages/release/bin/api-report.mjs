#!/usr/bin/env node
/**
 * `pnpm api:report` writes the report on the public API of every package; with `--check` it changes nothing, and ends with
 * status 1 when one is stale or breaks users without a changeset that says so.
 */
import { parseArgs } from 'node:util';
import { runAfterSetUp } from '../../tooling/src/setup.mjs';
import { workspace } from '../src/workspace.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

await runAfterSetUp(async () => {
  const { checkReports, writeReports } = await import('../src/api-report/check.mjs');
  if (!values.check) {
    const changed = await writeReports(workspace);
    console.log(changed.length === 0 ? 'Every report is up to date.' : `Written anew: ${changed.join(', ')}.`);
    return 0;
  }
  const problems = await checkReports(workspace);
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log('The reports are up to date, and what breaks is announced.');
  return problems.length === 0 ? 0 : 1;
});
