import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const { packagesBroughtBy, publishedFolders, readLockfile } = await import(
  pathToFileURL(join(root, 'packages', 'tooling', 'src', 'dependencies', 'lockfile.mjs')).href
);
const lockfile = await readLockfile();

const manifestOf = async (folder: string) => JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));

/** Scripts that a package manager runs by itself when somebody installs a package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/**
 * How many packages come from the registry with each of ours, without those for a platform. A number that has to grow grows
 * here, where everybody sees it; apps/docs/dependencies.md names them.
 */
const MOST: Record<string, number> = {
  'packages/core': 4,
  'packages/vault': 6,
  'apps/callback-server': 45,
  'apps/cli': 2,
  'apps/sandbox': 57,
};

test('[S50] every published package is counted here', () => {
  expect(Object.keys(MOST)).toEqual(publishedFolders);
});

describe.each(Object.keys(MOST))('[S50] %s', (folder) => {
  const { all, platform }: { all: string[]; platform: string[] } = packagesBroughtBy(lockfile, folder);

  test('brings as few packages as it did', () => {
    expect(all.length, all.join('\n')).toBeLessThanOrEqual(MOST[folder] ?? 0);
  });

  test('brings nothing without a checksum', () => {
    for (const name of [...all, ...platform]) {
      expect(lockfile.packages[name]?.resolution.integrity, name).toMatch(/^sha512-/);
    }
  });

  test('runs no script when it is installed, and neither does what it brings', async () => {
    const { scripts = {} } = await manifestOf(folder);
    expect(Object.keys(scripts).filter((name) => INSTALL_SCRIPTS.includes(name))).toEqual([]);
    for (const name of [...all, ...platform]) expect(await installScriptsOf(name), name).toEqual([]);
  });

  test('is published with provenance', async () => {
    const { publishConfig } = await manifestOf(folder);
    expect(publishConfig).toMatchObject({ access: 'public', provenance: true });
  });
});

/** Of a package as it lies in node_modules; a platform's that is not installed here has none that run here. */
async function installScriptsOf(key: string): Promise<string[]> {
  const at = key.lastIndexOf('@');
  const [name, version] = [key.slice(0, at), key.slice(at + 1)];
  const prefix = `${name.replace('/', '+')}@${version}`;
  const entry = (await stored).find((stored) => stored === prefix || stored.startsWith(`${prefix}_`));
  if (entry === undefined) {
    if (isForAPlatform(key)) return [];
    throw new Error(`${key} is not installed.`);
  }
  const folder = join(root, 'node_modules', '.pnpm', entry, 'node_modules', name);
  const { scripts = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  // With this file and no script of its own, npm compiles.
  const compiles = existsSync(join(folder, 'binding.gyp')) ? ['binding.gyp'] : [];
  return [...['preinstall', 'install', 'postinstall'].filter((script) => script in scripts), ...compiles];
}

const stored = readdir(join(root, 'node_modules', '.pnpm'));
const isForAPlatform = (key: string) => 'os' in lockfile.packages[key] || 'cpu' in lockfile.packages[key];
