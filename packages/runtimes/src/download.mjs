/**
 * Brings the runtimes into the person's cache, once per lockfile: 850 MB that nobody needs who only runs `npm test`.
 * @module
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmScript } from '../../tooling/src/setup.mjs';
import { runStep } from '../../tooling/src/steps.mjs';
import { binariesIn, packagesFor } from './binaries.mjs';

const ATTEMPTS = 3;
const project = fileURLToPath(new URL('../runtimes/', import.meta.url));

/** The runtimes could not be had; the message says why and what to do. */
export class DownloadError extends Error {}

/**
 * The folder in whose `node_modules` the runtimes are. Installs next to the final place and renames at the end, so that an
 * interrupted download never looks like a finished one.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
export async function downloadedRuntimes(env) {
  const lockfile = readFileSync(join(project, 'package-lock.json'));
  const version = createHash('sha256').update(lockfile).digest('hex').slice(0, 12);
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'sipgate-kit', `runtimes-${version}`);
  if (existsSync(folder)) return folder;

  mkdirSync(dirname(folder), { recursive: true });
  const workshop = mkdtempSync(`${folder}-`);
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      copyFileSync(join(project, file), join(workshop, file));
    await install(workshop, folder, env);
    renameSync(workshop, folder);
    return folder;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** @param {string} workshop @param {string} folder @param {NodeJS.ProcessEnv} env */
async function install(workshop, folder, env) {
  const npm = npmScript();
  const [command, script] = npm ? [process.execPath, [npm]] : ['npm', []];
  for (let attempt = 1; ; attempt += 1) {
    const title = `Fetching the runtimes, 850 MB (attempt ${attempt} of ${ATTEMPTS})`;
    const args = [...script, 'ci', '--ignore-scripts', '--fetch-retries=0'];
    const { code, output } = await runStep(title, command, args, { cwd: workshop, env, silenceMs: 300_000 });
    const missing = lockedButMissing(workshop);
    if (code === 0 && missing.length === 0) return;
    if (attempt === ATTEMPTS) throw new DownloadError(downloadFailed(folder, missing, output));
  }
}

/** npm takes a package that is for some platforms only as optional, and is content when it cannot be had. @param {string} workshop */
function lockedButMissing(workshop) {
  const platform = `${process.platform}-${process.arch}`;
  const { packages } = JSON.parse(readFileSync(join(workshop, 'package-lock.json'), 'utf8'));
  const locked = packagesFor(platform).filter(([, packageName]) => `node_modules/${packageName}` in packages);
  const there = binariesIn(workshop, platform);
  return locked.map(([name]) => name).filter((name) => !there.has(name));
}

/** @param {string} folder @param {readonly string[]} missing @param {string} output */
function downloadFailed(folder, missing, output) {
  const said = output.split('\n').filter((line) => /npm (ERR!|error)/.test(line));
  return [
    `The runtimes could not be fetched in ${ATTEMPTS} attempts. Missing: ${missing.join(', ') || 'none, but npm failed'}.`,
    ...said.slice(0, 5),
    'Next: check that the package registry can be reached and that 2 GB are free, and run the same command again.',
    `They are fetched once, into ${folder}; after that no network is needed.`,
  ].join('\n');
}
