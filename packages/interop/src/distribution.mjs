/**
 * Brings Keycloak's distribution from Maven Central into the person's cache, once per version.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export const KEYCLOAK_VERSION = '26.7.3';

/** Pinned, since the version Maven takes on its own differs from one Maven to the next. */
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
const ATTEMPTS = 3;

/**
 * Outside the checkout, so that a fresh clone does not download 170 MB again.
 *
 * @param {string} version
 * @param {NodeJS.ProcessEnv} [env]
 */
export function keycloakHome(version, env = process.env) {
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'sipgate-kit', `keycloak-${version}`);
}

/**
 * The folder of an unpacked Keycloak. Unpacks next to its final place and renames at the end,
 * so that an interrupted download never looks like a finished one.
 *
 * @param {{ java: string, version?: string, env?: NodeJS.ProcessEnv, say?: (line: string) => void }} options
 * @returns {string}
 */
export function ensureKeycloak({ java, version = KEYCLOAK_VERSION, env = process.env, say = () => {} }) {
  const home = keycloakHome(version, env);
  if (existsSync(join(home, 'bin', 'kc.sh'))) return home;
  assertMaven(env);

  mkdirSync(dirname(home), { recursive: true });
  const workshop = mkdtempSync(`${home}-`);
  try {
    for (let attempt = 1; ; attempt += 1) {
      say(`fetching Keycloak ${version} (170 MB, attempt ${attempt} of ${ATTEMPTS})`);
      const failure = unpack({ version, into: workshop, java, env, again: attempt > 1 });
      if (!failure) break;
      if (attempt === ATTEMPTS) throw new Error(downloadFailed(version, home, failure));
    }
    rmSync(home, { recursive: true, force: true });
    renameSync(join(workshop, `keycloak-${version}`), home);
    return home;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** @param {NodeJS.ProcessEnv} env */
function assertMaven(env) {
  if (spawnSync('mvn', ['--version'], { timeout: 60_000, env }).status === 0) return;
  throw new Error(
    [
      'Keycloak is fetched with Maven, and no `mvn` that runs was found on PATH.',
      'Install it (Debian, Ubuntu: apt-get install maven; macOS: brew install maven).',
    ].join('\n'),
  );
}

/**
 * Maven remembers a failed download and would not ask again: a further attempt has to insist.
 *
 * @param {{ version: string, into: string, java: string, env: NodeJS.ProcessEnv, again: boolean }} options
 * @returns {string | undefined} what Maven said, when it failed
 */
function unpack({ version, into, java, env, again }) {
  const { status, stdout, stderr } = spawnSync(
    'mvn',
    [
      '--batch-mode',
      '--no-transfer-progress',
      ...(again ? ['--update-snapshots'] : []),
      UNPACK,
      `-Dartifact=org.keycloak:keycloak-quarkus-dist:${version}:zip`,
      `-DoutputDirectory=${into}`,
    ],
    { encoding: 'utf8', cwd: into, timeout: 15 * 60_000, env: { JAVA_HOME: dirname(dirname(java)), ...env } },
  );
  if (status === 0 && existsSync(join(into, `keycloak-${version}`, 'bin', 'kc.sh'))) return undefined;
  const errors = `${stdout}\n${stderr}`.split('\n').filter((line) => line.includes('ERROR'));
  return errors[0]?.replace('[ERROR] ', '') || `Maven ended with ${status ?? 'a time-out'}.`;
}

/**
 * @param {string} version
 * @param {string} home
 * @param {string} failure
 */
function downloadFailed(version, home, failure) {
  return [
    `Keycloak ${version} could not be fetched in ${ATTEMPTS} attempts:`,
    failure,
    'Check that Maven Central, or the mirror in ~/.m2/settings.xml, can be reached; then run the same command again.',
    `Or unpack keycloak-${version}.zip yourself as ${home}.`,
  ].join('\n');
}
