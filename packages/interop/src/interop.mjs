/**
 * The kit against a real Keycloak: starts one, runs every promise, prints a table, ends with 1 if one was broken.
 * `npm run interop` runs it after the set-up.
 * @module
 */
import { createChecks } from './checks.mjs';
import { checkCore } from './core.mjs';
import { startKeycloak } from './keycloak.mjs';
import { thirdParty, thirdPartyShort } from './realms.mjs';
import { checkSignIn } from './sign-in.mjs';

const say = (/** @type {string} */ line) => console.log(line);

/** @returns {Promise<number>} the exit code */
export async function runInterop() {
  const checks = createChecks(say);
  const keycloak = await startKeycloak({ realms: [thirdParty(), thirdPartyShort()], say });
  try {
    await checkCore(keycloak, checks);
    await checkSignIn(keycloak, checks, say);
  } finally {
    await keycloak.stop();
  }
  say(`\n${checks.table()}`);
  return checks.failed() === 0 ? 0 : 1;
}
