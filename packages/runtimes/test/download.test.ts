import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packagesFor } from '../src/binaries.mjs';
import { downloadedRuntimes } from '../src/download.mjs';

const lockfile = JSON.parse(await readFile(new URL('../runtimes/package-lock.json', import.meta.url), 'utf8'));
const locked = new Map<string, { os?: string | string[]; cpu?: string | string[]; integrity?: string }>(
  Object.entries(lockfile.packages),
);

test('a registry that cannot be reached is asked three times, then there is a next step, and nothing half done', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'sipgate-kit-runtimes-'));
  onTestFinished(() => rm(cache, { recursive: true }));
  const env = {
    PATH: process.env.PATH,
    HOME: cache,
    XDG_CACHE_HOME: cache,
    npm_config_cache: join(cache, 'npm'),
    npm_config_registry: 'http://127.0.0.1:9/',
  };
  await expect(downloadedRuntimes(env)).rejects.toThrow(
    /in 3 attempts. Missing: .*Deno, Bun, workerd.\n(.*\n)*Next: check that the package registry can be reached/,
  );
  expect(await readdir(join(cache, 'sipgate-kit'))).toEqual([]);
});

test('every runtime is locked for Linux and macOS as far as npm has it, each package for the platform it says', () => {
  for (const [platform, missing] of [
    ['linux-x64', []],
    ['linux-arm64', []],
    ['darwin-x64', []],
    ['darwin-arm64', ['Node 20', 'Node 24']],
  ] as const) {
    const absent: string[] = packagesFor(platform).flatMap(([name, packageName]) => {
      const entry = locked.get(`node_modules/${packageName}`);
      if (entry === undefined) return [name];
      expect([[entry.os].flat()[0], [entry.cpu].flat()[0]].join('-'), packageName).toBe(platform);
      return [];
    });
    expect(absent, platform).toEqual(missing);
  }
});

test('no package of them runs a script at installation, and each is held to what was locked', () => {
  for (const [path, entry] of locked) {
    if (path === '') continue;
    expect(entry, path).not.toHaveProperty('hasInstallScript');
    expect(entry, path).not.toHaveProperty('resolved');
    expect(entry.integrity, path).toMatch(/^sha512-/);
  }
});
