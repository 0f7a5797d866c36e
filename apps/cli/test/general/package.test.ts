import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { stage } from '../stage.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const PNPM = fileURLToPath(new URL('../../../../node_modules/pnpm/bin/pnpm.cjs', import.meta.url));
const LIMIT_BYTES = 5_000_000;

const { aliceDesk } = stage();

/** `node_modules` of somebody who has installed the packed package, at a path with a space and an umlaut. */
let modules = '';

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate Würfel '));
  execFileSync(process.execPath, [PNPM, 'pack', '--pack-destination', folder], { cwd: PROJECT });
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  cpSync(join(folder, 'package'), join(modules, '@sipgate-kit', 'cli'), { recursive: true });
  for (const [name, from] of dependenciesOf(PROJECT)) cpSync(from, join(modules, name), { recursive: true });
  symlinkSync('../@sipgate-kit/cli/bin/sipgate.cjs', join(modules, '.bin', 'sipgate'));
});

/** What an installation brings along, with where it is in this checkout; without what the dependencies do not publish. */
function dependenciesOf(folder: string, found = new Map<string, string>()): ReadonlyMap<string, string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { resolve } = createRequire(join(realpathSync(folder), 'package.json'));
  for (const name of Object.keys(dependencies)) {
    if (found.has(name)) continue;
    const paths = resolve.paths(name) ?? [];
    const at = paths.map((path) => join(path, name)).find((path) => statSync(path, { throwIfNoEntry: false }));
    if (at === undefined) throw new Error(`${name} is not installed.`);
    found.set(name, realpathSync(at));
    dependenciesOf(at, found);
  }
  return found;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

const own = () => join(modules, '@sipgate-kit', 'cli');
const text = (file: string) => readFileSync(join(own(), file), 'utf8');

test('installed with all it needs, it takes at most 5 MB', () => {
  const bytes = filesIn(modules).reduce((sum, file) => sum + statSync(join(modules, file)).size, 0);
  expect(bytes).toBeLessThanOrEqual(LIMIT_BYTES);
});

test('it holds what it needs and nothing else: no sources, no source maps, no tests', () => {
  const files = filesIn(own());
  expect(files).toEqual(
    expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'bin/sipgate.cjs', 'dist/main.cjs']),
  );
  const odd = files.filter(
    (file) =>
      !/^(?:package\.json|README\.md|LICENSE|bin\/sipgate\.cjs|dist\/(?:parts\/)?[\w.-]+\.(?:cjs|txt))$/.test(file),
  );
  expect(odd).toEqual([]);
  for (const file of files) expect(text(file)).not.toContain('sourceMappingURL');
});

test('every package that is bundled is named with its licence', () => {
  const notices = text('dist/THIRD-PARTY-NOTICES.txt');
  for (const name of ['oauth4webapi', 'openapi-fetch', 'yargs', 'minipass-fetch', 'zod', 'yaml', 'jose']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w-]+\\)$`, 'm'));
  }
  expect(notices.match(/^(?:copyright|.*permission to use)/gim)?.length).toBeGreaterThan(20);
});

describe('at a path with a space and an umlaut, as npx runs it', () => {
  // Not synchronously: the sandbox lives in this process.
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ failed: boolean; stdout: string; stderr: string }>((resolve) => {
      const file = join(modules, '.bin', 'sipgate');
      execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) =>
        resolve({ failed: error !== null, stdout, stderr }),
      );
    });

  test('it tells its version and its help', async () => {
    const { version } = JSON.parse(text('package.json'));
    expect(await run(['--version'])).toEqual({ failed: false, stdout: `${version}\n`, stderr: '' });
    expect((await run(['--help'])).stdout).toContain('sipgate clients list');
  });

  test('it is executable', () => {
    expect(statSync(join(own(), 'bin', 'sipgate.cjs')).mode & 0o111).toBe(0o111);
    expect(text('bin/sipgate.cjs')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('a command runs, also through a proxy and with jq, which are packages of their own', async () => {
    const { env } = aliceDesk();
    expect(await run(['clients', 'list', '--json'], env)).toMatchObject({ failed: false, stderr: '' });
    const api = await run(['api', 'GET', '/account', '--jq', '.company'], env);
    expect(api).toEqual({ failed: false, stdout: expect.stringMatching(/^"?\w/), stderr: '' });
    const elsewhere = { SIPGATE_API_URL: 'https://api.sipgate.invalid/v2', HTTPS_PROXY: 'http://127.0.0.1:1' };
    const proxied = await run(['clients', 'list'], { ...env, ...elsewhere });
    expect(proxied.stderr).toContain('the proxy http://127.0.0.1:1 (HTTPS_PROXY) cannot be reached');
  });
});

test('an old Node is told what is wrong, in its own words', () => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '16.20.2' });`;
  const script = `${pretend} process.argv = ['node', 'sipgate', 'clients', 'list']; require(${JSON.stringify(join(own(), 'bin', 'sipgate.cjs'))});`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('sipgate needs Node 20.19 or newer; this is 16.20.2.');
});
