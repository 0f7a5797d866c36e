/**
 * The kit against a real Keycloak: starts one, runs every promise, prints a table, ends with 1 if one was broken.
 * `npm run interop` runs it after the set-up.
 * @module
 */
import { createChecks } from './checks.mjs';
import { checkCoreSignIn } from './core/sign-in.mjs';
import { checkCoreTokens } from './core/tokens.mjs';
import { startKeycloak } from './keycloak.mjs';
import { thirdParty, thirdPartyShort } from './realms.mjs';
import { checkExample } from './server/example.mjs';
import { checkLogs } from './server/logs.mjs';
import { checkShortTokens } from './server/short-tokens.mjs';
import { createStage } from './server/stage.mjs';
import { checkUsualWay } from './server/usual-way.mjs';
import { checkWrongSetUp } from './server/wrong-set-up.mjs';

const say = (/** @type {string} */ line) => console.log(line);

/** @returns {Promise<number>} the exit code */
export async function runInterop() {
  const checks = createChecks(say);
  const keycloak = await startKeycloak({ realms: [thirdParty(), thirdPartyShort()], say });
  try {
    await checkCoreSignIn(keycloak, checks);
    await checkCoreTokens(keycloak, checks);
    await checkServer(keycloak, checks);
  } finally {
    await keycloak.stop();
  }
  say(`\n${checks.table()}`);
  return checks.failed() === 0 ? 0 : 1;
}

/**
 * @param {import('./keycloak.mjs').Keycloak} keycloak
 * @param {import('./checks.mjs').Checks} checks
 */
async function checkServer(keycloak, checks) {
  const stage = await createStage(keycloak);
  try {
    await checkUsualWay(stage, checks);
    await checkShortTokens(stage, checks);
    await checkWrongSetUp(stage, checks);
    await checkExample(stage, checks);
    await checkLogs(stage, checks);
  } finally {
    await stage.close();
    say(`\nscreenshots: ${stage.screenshots}`);
  }
}
