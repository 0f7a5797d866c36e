#!/usr/bin/env node
/**
 * `npm test`: makes the checkout ready, runs the tests of every package, and ends with one line: N passed, N failed.
 *
 *   npm test                                       everything; what did not change comes from the cache
 *   npm test -- --filter=@sipgate-kit/core         arguments for turbo
 *   npm test -- --force -- -t 'state'              arguments for vitest after a second --
 */
import { runAfterSetUp } from '../src/setup.mjs';

await runAfterSetUp(async () => {
  const { runTests } = await import('../src/run-tests.mjs');
  return runTests(process.argv.slice(2));
});
