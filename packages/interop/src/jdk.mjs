/**
 * Finds a Java that can run Keycloak, or says by name what is missing.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Keycloak 26.7 starts on 17, 21 and 25; anything older is refused by its class files. */
const OLDEST_JAVA = 17;

/** Where the usual packages and installers put their JDKs. */
const JDK_FOLDERS = ['/usr/lib/jvm', '/usr/java', '/opt/java', '/Library/Java/JavaVirtualMachines'];

const executable = process.platform === 'win32' ? 'java.exe' : 'java';

/**
 * Every place a `java` may stand, in the order of preference: the person's own choice first.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} folders
 * @returns {string[]}
 */
function candidates(env, folders) {
  const homes = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .flatMap((name) => [join(folder, name), join(folder, name, 'Contents', 'Home')]),
  );
  const onPath = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [
    ...(env['JAVA_HOME'] ? [join(env['JAVA_HOME'], 'bin', executable)] : []),
    ...onPath.map((folder) => join(folder, executable)),
    ...homes.map((home) => join(home, 'bin', executable)),
  ].filter(existsSync);
}

/**
 * The major version a `java` reports about itself; 0 when it does not run.
 *
 * @param {string} java
 * @returns {number}
 */
function javaVersion(java) {
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 20_000 });
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(stderr ?? '') ?? [];
  return Number(first === '1' ? second : first) || 0;
}

/**
 * @param {{ env?: NodeJS.ProcessEnv, folders?: readonly string[] }} [places]
 * @returns {{ java: string, version: number }}
 */
export function findJava({ env = process.env, folders = JDK_FOLDERS } = {}) {
  const seen = [];
  for (const java of candidates(env, folders)) {
    const version = javaVersion(java);
    if (version >= OLDEST_JAVA) return { java, version };
    seen.push(`${java} (${version || 'does not run'})`);
  }
  throw new Error(
    [
      `Keycloak needs a Java ${OLDEST_JAVA} or newer, and none was found.`,
      seen.length > 0 ? `Too old: ${seen.join(', ')}.` : `Looked in JAVA_HOME, PATH, ${folders.join(', ')}.`,
      'Install one (Debian, Ubuntu: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@21), or set JAVA_HOME to one.',
    ].join('\n'),
  );
}
