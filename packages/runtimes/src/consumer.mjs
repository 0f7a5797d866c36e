/**
 * A project that uses the kit as its users do: the packed packages in `node_modules`, not the sources.
 * @module
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, toolEnvironment } from '../../tooling/src/setup.mjs';
import { run } from './run.mjs';

const suite = fileURLToPath(new URL('../suite/', import.meta.url));

/**
 * Packs core, as `pnpm publish` would, and puts it with its dependencies and the suite into a folder of its own. The
 * dependencies are the workspace's, so that no network is needed.
 *
 * @returns {Promise<string>}
 */
export async function makeConsumer() {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-consumer-'));
  const core = join(root, 'packages', 'core');
  const home = join(folder, 'node_modules', '@sipgate-kit', 'core');
  mkdirSync(home, { recursive: true });
  await pack(core, folder, home);
  takeDependencies(core, readManifest(home), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  for (const file of readdirSync(suite)) cpSync(join(suite, file), join(folder, file));
  return folder;
}

/** @param {string} source @param {string} folder @param {string} home */
async function pack(source, folder, home) {
  const pnpm = join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
  const packed = join(folder, 'packed.tgz');
  await run(process.execPath, [pnpm, 'pack', '--out', packed], { cwd: source, env: toolEnvironment() });
  await run('tar', ['-xzf', packed, '--strip-components=1', '-C', home], { cwd: folder });
}

/**
 * @param {string} asked  the folder that asks for the dependencies
 * @param {{ dependencies?: Record<string, string> }} manifest
 * @param {string} modules
 */
function takeDependencies(asked, { dependencies = {} }, modules) {
  for (const [name, version] of Object.entries(dependencies)) {
    const source = packageFolder(asked, name);
    const manifest = readManifest(source);
    if (/^\d/.test(version) && manifest.version !== version) {
      throw new Error(`${name} ${version} is asked for, ${manifest.version} is installed: run pnpm install.`);
    }
    cpSync(source, join(modules, name), { recursive: true, dereference: true });
    takeDependencies(source, manifest, modules);
  }
}

/** @param {string} from @param {string} name */
function packageFolder(from, name) {
  const { paths } = createRequire(join(from, 'package.json')).resolve;
  for (const modules of paths(name) ?? []) {
    try {
      readManifest(join(modules, name));
      return realpathSync(join(modules, name));
    } catch {
      // not in this one
    }
  }
  throw new Error(`${name}, which ${from} needs, is not installed.`);
}

/** @param {string} folder @returns {{ version: string, dependencies?: Record<string, string> }} */
function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
