#!/usr/bin/env node
/**
 * `.ci/run` and `pnpm check`: makes the checkout ready and runs every check, or those named. Goes on after a failure, names
 * the command that repairs it, and ends with a table, the count of the tests, and status 1 if anything failed.
 */
import { root, runAfterSetUp, toolEnvironment } from '../src/setup.mjs';

await runAfterSetUp(async () => {
  const { checks } = await import('../src/checks.mjs');
  const { runChecks } = await import('../src/run-checks.mjs');
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no check ${unknown.join(', ')}. Checks: ${checks.map(({ name }) => name).join(', ')}.\n`,
    );
    return 2;
  }
  const chosen = names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
  return runChecks(chosen, { cwd: root, env: toolEnvironment() });
});
