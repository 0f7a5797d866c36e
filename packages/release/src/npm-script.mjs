import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * npm as a script that any Node can run: the one that runs us, or the one beside Node.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function npmScript(env) {
  const candidates = [
    env.npm_execpath ?? '',
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const found = candidates.find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  if (!found) throw new Error('npm was not found beside Node. Next: install Node with npm from https://nodejs.org.');
  return found;
}
