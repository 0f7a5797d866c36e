import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup.mjs';

const PNPM = join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');

/**
 * What a pnpm command prints as JSON. pnpm ends with 1 where it found something, too, so that its exit code tells nothing.
 *
 * @param {readonly string[]} args
 * @returns {any}
 * @throws Error when it printed something else
 */
export function pnpmJson(args) {
  const { stdout, stderr } = spawnSync(process.execPath, [PNPM, ...args, '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`pnpm ${args.join(' ')} printed no JSON: ${(stderr || stdout).trim().slice(0, 500)}`);
  }
}
