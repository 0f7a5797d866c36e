import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npmScript } from '../npm-script.mjs';
import { runCommand } from '../run-command.mjs';
import { AXES } from './matrix.mjs';

const ESBUILD = '0.28.2';
const VITE = '7.3.8';

/**
 * The compilers, bundlers and versions of Node, installed once and kept.
 *
 * @param {{ cache: string, env: NodeJS.ProcessEnv }} options
 */
export async function installTools({ cache, env }) {
  const dependencies = {
    ...Object.fromEntries(AXES.node.map((version) => [`node-${version}`, `npm:${nodePackage()}@${version}`])),
    ...Object.fromEntries(AXES.typescript.map((version) => [`typescript-${version}`, `npm:typescript@${version}`])),
    esbuild: ESBUILD,
    vite: VITE,
  };
  const manifest = JSON.stringify({ private: true, dependencies });
  const folder = join(cache, `tools-${createHash('sha256').update(manifest).digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) await install(folder, { cache, manifest, env });

  const module = (/** @type {string} */ path) => join(folder, 'node_modules', path);
  return {
    node: (/** @type {string} */ version) =>
      module(`node-${version}/bin/${process.platform === 'win32' ? 'node.exe' : 'node'}`),
    tsc: (/** @type {string} */ version) => module(`typescript-${version}/lib/tsc.js`),
    bundler: (/** @type {string} */ name) => module(name === 'vite' ? 'vite/bin/vite.js' : 'esbuild/bin/esbuild'),
  };
}

/** @typedef {Awaited<ReturnType<typeof installTools>>} Tools */

/** A folder appears under its name only when it is complete. @param {string} folder @param {{ cache: string, manifest: string, env: NodeJS.ProcessEnv }} options */
async function install(folder, { cache, manifest, env }) {
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'package.json'), manifest);
    const args = [npmScript(env), 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await runCommand(process.execPath, args, { cwd: unfinished, env, timeoutMs: 540_000 });
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** The package that has Node's binary in it, as the package `node` names it. */
function nodePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform}-${process.arch}`;
}
