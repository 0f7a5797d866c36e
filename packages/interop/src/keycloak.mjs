/**
 * A real Keycloak on loopback, for as long as a run needs it: in memory, on a free port, below `/auth` as at sipgate.
 * @module
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdmin } from './admin.mjs';
import { ensureKeycloak, KEYCLOAK_VERSION } from './distribution.mjs';
import { freePort } from './free-port.mjs';
import { findJava } from './jdk.mjs';

/** The very first start, which also builds, took 43 s on two cores; later ones 17 s, but 130 s on a crowded machine. The rest is patience. */
const START_DEADLINE_MS = 300_000;
const STOP_DEADLINE_MS = 15_000;

/** The administrator of a server that lives for minutes on loopback and keeps nothing. */
const ADMIN = { username: 'admin', password: 'admin' };

/**
 * @typedef {object} Keycloak
 * @property {string} version
 * @property {string} url                                base, e.g. `http://127.0.0.1:43210/auth`
 * @property {(realm: string) => string} issuer
 * @property {import('./admin.mjs').Admin} admin
 * @property {number} startedInMs
 * @property {() => string} logTail
 * @property {() => Promise<void>} stop
 */

/**
 * Starts Keycloak and resolves once its discovery document answers.
 *
 * @param {{ realms: ReadonlyArray<{ realm: string }>, version?: string, say?: (line: string) => void }} options
 * @returns {Promise<Keycloak>}
 */
export async function startKeycloak({ realms, version = KEYCLOAK_VERSION, say = () => {} }) {
  const { java, version: javaMajor } = findJava();
  const home = ensureKeycloak({ java, version, say });
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-keycloak-'));
  const logFile = join(folder, 'keycloak.log');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/auth`;
  const logTail = () => readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n');

  say(`starting Keycloak ${version} on Java ${javaMajor}`);
  const startedAt = performance.now();
  const log = openSync(logFile, 'a');
  const child = spawn(
    join(home, 'bin', process.platform === 'win32' ? 'kc.bat' : 'kc.sh'),
    ['start-dev', '--db=dev-mem', '--http-relative-path=/auth', '--http-host=127.0.0.1', `--http-port=${port}`],
    {
      // Its own process group: the script leaves a Java behind it, and both have to go together.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        JAVA: java,
        JAVA_HOME: dirname(dirname(java)),
        JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
        KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
      },
    },
  );
  closeSync(log);
  /** @type {string | undefined} */
  let ended;
  const exit = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`exit ${signal ?? code}`));
  }).then((reason) => {
    ended = reason;
  });

  /** @param {NodeJS.Signals} signal */
  const signalAll = (signal) => {
    if (ended !== undefined || child.pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // Gone between the question and the signal.
    }
  };
  const onExit = () => signalAll('SIGKILL');
  process.once('exit', onExit);

  const stop = async () => {
    signalAll('SIGTERM');
    await Promise.race([exit, sleep(STOP_DEADLINE_MS, undefined, { ref: false })]);
    signalAll('SIGKILL');
    process.off('exit', onExit);
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    await untilReady(`${url}/realms/master/.well-known/openid-configuration`, () => ended);
    const admin = createAdmin(url, ADMIN);
    for (const realm of realms) await admin.importRealm(realm);
    const startedInMs = Math.round(performance.now() - startedAt);
    say(`Keycloak is ready after ${(startedInMs / 1000).toFixed(1)} s`);
    return { version, url, issuer: (realm) => `${url}/realms/${realm}`, admin, startedInMs, logTail, stop };
  } catch (error) {
    const tail = logTail();
    await stop();
    throw new Error(`Keycloak did not start: ${/** @type {Error} */ (error).message}\nThe end of its log:\n${tail}`);
  }
}

/**
 * @param {string} discoveryUrl
 * @param {() => string | undefined} ended
 */
async function untilReady(discoveryUrl, ended) {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    const reason = ended();
    if (reason !== undefined) throw new Error(`the process ended (${reason})`);
    const response = await fetch(discoveryUrl, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return;
    await sleep(250);
  }
  throw new Error(`${discoveryUrl} did not answer within ${START_DEADLINE_MS / 1000} s`);
}

/**
 * A Keycloak that already runs, for whoever writes cases and does not want to wait for its start each time. Its realms are replaced.
 *
 * @param {{ url: string, realms: ReadonlyArray<{ realm: string }>, version?: string }} options
 * @returns {Promise<Keycloak>}
 */
export async function attachKeycloak({ url, realms, version = KEYCLOAK_VERSION }) {
  const admin = createAdmin(url, ADMIN);
  for (const realm of realms) await admin.importRealm(realm);
  return {
    version,
    url,
    issuer: (realm) => `${url}/realms/${realm}`,
    admin,
    startedInMs: 0,
    logTail: () => '',
    stop: async () => {},
  };
}
