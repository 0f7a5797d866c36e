/**
 * The sandbox and the kit against a real Keycloak: starts one, asks it and the sandbox every case, then runs every promise of
 * the kit; ends with 1 if something is not as it should be. `npm run interop` runs it after the set-up.
 * @module
 */
import { parseArgs } from 'node:util';
import { createChecks } from './checks.mjs';
import { checkLogin } from './cli/check-login.mjs';
import { checkCoreSignIn } from './core/sign-in.mjs';
import { checkCoreTokens } from './core/tokens.mjs';
import { KEYCLOAK_VERSION } from './distribution.mjs';
import { attachKeycloak, startKeycloak } from './keycloak.mjs';
import { checkOtherClients } from './other-clients.mjs';
import { thirdParty, thirdPartyShort } from './realms.mjs';
import { checkExample } from './server/example.mjs';
import { checkLogs } from './server/logs.mjs';
import { checkShortTokens } from './server/short-tokens.mjs';
import { createStage } from './server/stage.mjs';
import { checkUsualWay } from './server/usual-way.mjs';
import { checkWrongSetUp } from './server/wrong-set-up.mjs';
import { checkStorm } from './storm/check-storm.mjs';
import { checkTable } from './table/check-table.mjs';

const HELP = `Usage: npm run interop [-- options]

The sandbox and the kit against a real Keycloak. Needs a Java 17 or newer and, the first time, Maven and the network.

Options:
  --cases              Only the table of behaviours: sandbox | Keycloak
  --only <text>        Only the cases whose name contains it
  --write              Write apps/docs/sandbox-vs-keycloak.md and packages/interop/results/keycloak.json
  --version <version>  Another Keycloak than ${KEYCLOAK_VERSION}
  --url <url>          A Keycloak that runs already, such as http://127.0.0.1:8080/auth, with the administrator
                       admin / admin. Its realms third-party and third-party-short are replaced.
  --help               Show this
`;

const say = (/** @type {string} */ line) => console.log(line);

/**
 * @param {readonly string[]} [args] of the command line
 * @returns {Promise<number>} the exit code
 */
export async function runInterop(args = []) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'boolean', default: false },
      only: { type: 'string' },
      write: { type: 'boolean', default: false },
      version: { type: 'string', default: KEYCLOAK_VERSION },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { only, write, url, version } = values;
  const realms = [thirdParty(), thirdPartyShort()];
  const keycloak = url ? await attachKeycloak({ url, realms, version }) : await startKeycloak({ realms, version, say });
  const checks = createChecks(say);
  try {
    const tableIsFine = await checkTable(keycloak, { ...(only === undefined ? {} : { only }), write, say });
    if (!values.cases && only === undefined) await checkKit(keycloak, checks);
    return tableIsFine && checks.failed() === 0 ? 0 : 1;
  } finally {
    await keycloak.stop();
  }
}

/**
 * @param {import('./keycloak.mjs').Keycloak} keycloak
 * @param {import('./checks.mjs').Checks} checks
 */
async function checkKit(keycloak, checks) {
  await checkCoreSignIn(keycloak, checks);
  await checkCoreTokens(keycloak, checks);
  await checkServer(keycloak, checks);
  await checkOtherClients(keycloak, checks);
  say(`\n${checks.table()}`);
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
    await checkLogin(stage, checks);
    await checkStorm(keycloak, checks);
  } finally {
    await stage.close();
    say(`\nscreenshots: ${stage.screenshots}`);
  }
}
