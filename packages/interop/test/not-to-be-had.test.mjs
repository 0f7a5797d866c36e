import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureKeycloak, keycloakHome } from '../src/distribution.mjs';
import { findJava } from '../src/jdk.mjs';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-interop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A program of that name, alone in a folder.
 *
 * @param {string} name
 * @param {string} script
 */
function program(name, script) {
  const bin = join(folder, `${name}-bin`);
  mkdirSync(bin);
  const file = join(bin, name);
  writeFileSync(file, `#!${process.execPath}\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('no Java that runs Keycloak', () => {
  test('none at all: says where it looked and how to get one', () => {
    expect(() => findJava({ env: { PATH: folder }, folders: [join(folder, 'jvm')] })).toThrow(
      /needs a Java 17 or newer, and none was found[\s\S]*Looked in JAVA_HOME, PATH[\s\S]*openjdk-17/,
    );
  });

  test('one that is too old is named', () => {
    const java = program('java', `console.error('openjdk version "11.0.2" 2019-01-15')`);
    expect(() => findJava({ env: { PATH: dirname(java) }, folders: [] })).toThrow(`Too old: ${java} (11)`);
  });

  test('of several the first that is new enough is taken', () => {
    const old = program('java', `console.error('java version "1.8.0_391"')`);
    mkdirSync(join(folder, 'jvm', 'new', 'bin'), { recursive: true });
    const java = join(folder, 'jvm', 'new', 'bin', 'java');
    writeFileSync(java, `#!${process.execPath}\nconsole.error('openjdk version "21.0.1"')\n`, { mode: 0o755 });
    const found = findJava({ env: { PATH: dirname(old) }, folders: [join(folder, 'jvm')] });
    expect(found).toEqual({ java, version: 21 });
  });
});

describe('no Keycloak', () => {
  /** @param {string} mvn */
  const environment = (mvn) => ({ PATH: dirname(mvn), XDG_CACHE_HOME: join(folder, 'cache') });
  const java = '/opt/java/bin/java';

  test('without Maven: says what to install', () => {
    const env = { PATH: folder, XDG_CACHE_HOME: join(folder, 'cache') };
    expect(() => ensureKeycloak({ java, version: '26.0.0', env })).toThrow(
      /no `mvn` that runs[\s\S]*apt-get install maven/,
    );
  });

  test('a download that fails is tried three times; the message says what Maven said and what to do', () => {
    const calls = join(folder, 'calls');
    const mvn = program(
      'mvn',
      `if (process.argv.includes('--version')) process.exit(0);
require('node:fs').appendFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(' ') + '\\n');
console.log('[ERROR] Could not transfer artifact: repository.example: Unknown host');
process.exit(1);`,
    );
    const env = environment(mvn);
    /** @type {string[]} */
    const said = [];

    const fetching = () => ensureKeycloak({ java, version: '26.0.0', env, say: (line) => said.push(line) });

    expect(fetching).toThrow(
      /Keycloak 26\.0\.0 could not be fetched in 3 attempts:\n.*Unknown host\nCheck that Maven Central[\s\S]*Or unpack keycloak-26\.0\.0\.zip yourself as /,
    );
    expect(said.map((line) => /attempt \d of 3/.exec(line)?.[0])).toEqual([
      'attempt 1 of 3',
      'attempt 2 of 3',
      'attempt 3 of 3',
    ]);
    // Maven remembers a failure: from the second on it has to ask again.
    const asked = readFileSync(calls, 'utf8').trim().split('\n');
    expect(asked.map((line) => line.includes('--update-snapshots'))).toEqual([false, true, true]);
    expect(existsSync(keycloakHome('26.0.0', env))).toBe(false);
  });

  test('one that comes at the second attempt is kept, and not fetched again', () => {
    const calls = join(folder, 'calls');
    const mvn = program(
      'mvn',
      `const fs = require('node:fs');
if (process.argv.includes('--version')) process.exit(0);
fs.appendFileSync(${JSON.stringify(calls)}, 'x');
if (fs.readFileSync(${JSON.stringify(calls)}, 'utf8') === 'x') process.exit(1);
const into = process.argv.find((one) => one.startsWith('-DoutputDirectory=')).slice(18);
fs.mkdirSync(into + '/keycloak-26.0.0/bin', { recursive: true });
fs.writeFileSync(into + '/keycloak-26.0.0/bin/kc.sh', '');`,
    );
    const env = environment(mvn);

    const first = ensureKeycloak({ java, version: '26.0.0', env });
    const second = ensureKeycloak({ java, version: '26.0.0', env });

    expect(first).toBe(keycloakHome('26.0.0', env));
    expect(second).toBe(first);
    expect(readFileSync(calls, 'utf8')).toBe('xx');
  });
});

test('the path of the cache is the person’s own choice', () => {
  expect(keycloakHome('26.0.0', { XDG_CACHE_HOME: '/somewhere' }).split(delimiter)).toEqual([
    join('/somewhere', 'sipgate-kit', 'keycloak-26.0.0'),
  ]);
});
