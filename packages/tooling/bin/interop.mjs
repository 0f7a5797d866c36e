#!/usr/bin/env node
/**
 * `npm run interop`: makes the checkout ready, starts a real Keycloak (the software behind login.sipgate.com) and
 * proves the kit against it. Needs a Java 17 or newer and, the first time, Maven and the network.
 */
import { runAfterSetUp } from '../src/setup.mjs';

await runAfterSetUp(async () => {
  const { runInterop } = await import('../../interop/src/interop.mjs');
  try {
    return await runInterop(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
});
