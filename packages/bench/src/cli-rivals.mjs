/**
 * What the command line is measured with, beside this Node: from npm, into a folder of this package that is kept.
 * @module
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/cli-rivals/', import.meta.url));

/** The last one that runs on Node 20. It and what it needs take 150 MB, so it is no dependency of the checkout. */
const WRANGLER = 'wrangler@4.86.0';
const NODE_24 = '24.21.0';

/** @returns {Promise<string | undefined>} the script to run; `undefined` when it is not here and cannot be had */
export async function wrangler() {
  const folder = await installed(WRANGLER);
  return folder && join(folder, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
}

/** @returns {Promise<string | undefined>} a Node 24; `undefined` when it is not here and cannot be had */
export async function node24() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = await installed(`${name}@${NODE_24}`);
  return folder && join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** @param {string} spec @returns {Promise<string | undefined>} */
async function installed(spec) {
  const folder = join(FOLDER, spec.replaceAll(/[^\w.-]/g, '_'));
  if (existsSync(join(folder, 'complete'))) return folder;
  try {
    process.stderr.write(`${spec} from npm …\n`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    // Nothing of theirs is run before it is measured.
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, spec];
    await promisify(execFile)('npm', args, { cwd: folder, shell: process.platform === 'win32' });
    await writeFile(join(folder, 'complete'), '');
    return folder;
  } catch {
    process.stderr.write(`${spec} cannot be had now, and is left out.\n`);
    return undefined;
  }
}
