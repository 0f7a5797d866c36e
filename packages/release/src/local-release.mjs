import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readmeExamples } from './local-registry/readme.mjs';
import { runExamples } from './local-registry/run-examples.mjs';
import { startRegistry } from './local-registry/verdaccio.mjs';
import { npmScript } from './npm-script.mjs';
import { publishTarballs } from './publish-tarballs.mjs';
import { publishedPackages } from './published-packages.mjs';
import { createResultTable } from './result-table.mjs';
import { runCommand } from './run-command.mjs';

/**
 * A whole release on this machine: a clone of the last commit gets its versions, is built and packed, and published to a
 * registry of our own; from there the packages are installed, and the README's examples run.
 *
 * @param {{ workspace: string, pnpm: string, cache: string, env: NodeJS.ProcessEnv, say: (text: string) => void, now: () => number }} options
 * @returns {Promise<boolean>} whether everything is as it should be
 */
export async function localRelease({ workspace, pnpm, cache, env, say, now }) {
  const home = await mkdtemp(join(tmpdir(), 'sipgate-kit-release-'));
  const clone = join(home, 'clone');
  const tarballs = join(home, 'tarballs');
  const table = createResultTable({ say, now });
  // What has no version in it is built the same in a clone.
  const cloneEnv = { ...env, TURBO_CACHE_DIR: join(workspace, '.turbo', 'cache') };
  const inClone = (/** @type {string} */ script, /** @type {string[]} */ ...args) =>
    runCommand(process.execPath, [join(clone, script), ...args], {
      cwd: clone,
      env: cloneEnv,
      timeoutMs: 540_000,
    });

  const registry = await startRegistry({ folder: home, cache, env });
  try {
    await runCommand('git', ['clone', '--quiet', workspace, clone], { cwd: home, env });
    await runCommand(process.execPath, [pnpm, 'install', '--frozen-lockfile', '--prefer-offline'], { cwd: clone, env });
    await table.run('release', 'versions and changelogs', async () => {
      await inClone('packages/release/bin/version.mjs');
      return withoutVersion(clone);
    });
    await table.run('release', 'build and pack', async () => {
      await inClone('packages/release/bin/dry.mjs', '--no-consumers', '--tarballs', tarballs);
      return [];
    });
    await table.run('release', 'publish', () => {
      const published = publishTarballs({ tarballs, to: { registry: registry.url }, env, say });
      return published.length === publishedPackages(clone).length ? [] : [`only ${published.join(', ')}`];
    });
    const project = join(home, 'project');
    await table.run('release', 'install from there', () =>
      install({ project, clone, registry: registry.url, tarballs, env }),
    );
    await runExamples({ project, examples: await readmeExamples(clone), env, table });
    for (const { name, folder } of publishedPackages(clone)) {
      say(`\n── ${name}\n\n${(await readFile(join(folder, 'CHANGELOG.md'), 'utf8')).trim()}`);
    }
  } finally {
    await registry.stop();
    await rm(home, { recursive: true, force: true });
  }
  say(`\n${table.text()}`);
  return table.passed;
}

/** @param {string} clone */
function withoutVersion(clone) {
  return publishedPackages(clone)
    .filter(({ manifest }) => manifest.version === '0.0.0')
    .map(({ name }) => `${name} got no version`);
}

/**
 * Installs by npm; our packages from the local registry alone, all else from wherever the person's npm gets it.
 *
 * @param {{ project: string, clone: string, registry: string, tarballs: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string[]>} packages that are not the ones that were packed
 */
async function install({ project, clone, registry, tarballs, env }) {
  await mkdir(project);
  await cp(
    join(clone, 'packages', 'release', 'consumers', 'scripted-browser.mjs'),
    join(project, 'scripted-browser.mjs'),
  );
  const packages = publishedPackages(clone);
  const dependencies = Object.fromEntries(packages.map(({ name, manifest }) => [name, `^${manifest.version}`]));
  const besides = { hono: '4.13.19', '@hono/node-server': '2.1.8' };
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: { ...dependencies, ...besides } }),
  );
  await writeFile(
    join(project, '.npmrc'),
    `@sipgate-kit:registry=${registry}\nengine-strict=true\nignore-scripts=true\n`,
  );
  const args = [npmScript(env), 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await runCommand(process.execPath, args, { cwd: project, env });

  const lock = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8'));
  const packed = new Set();
  for (const file of await readdir(tarballs)) {
    packed.add(
      `sha512-${createHash('sha512')
        .update(await readFile(join(tarballs, file)))
        .digest('base64')}`,
    );
  }
  return packages
    .filter(({ name }) => !packed.has(lock.packages[`node_modules/${name}`]?.integrity))
    .map(({ name }) => `${name} is not the tarball that was packed`);
}
