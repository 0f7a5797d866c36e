import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, toolEnvironment } from './setup.mjs';
import { countReport, summarise } from './test-summary.mjs';

/** Written by vitest in each package (its `vitest.config.ts` says so) and kept in turbo's cache, so that cached results are counted too. */
const RESULTS = join('coverage', 'test-results.json');

/** Lines of turbo that say nothing about the tests. */
const TURBO_CHATTER = /^\s*• |^cache (hit|miss|bypass)|^JSON report written|^ (Tasks|Cached| {2}Time|Failed): /;

/**
 * Runs every package's tests and prints the summary.
 *
 * @param {readonly string[]} args for turbo; after `--` for vitest
 * @returns {Promise<number>} the exit code
 */
export async function runTests(args) {
  const packages = await testedPackages();
  await Promise.all(packages.map(({ folder }) => rm(join(folder, RESULTS), { force: true })));

  const startedAt = Date.now();
  const split = args.indexOf('--');
  const forTurbo = split === -1 ? args : args.slice(0, split);
  const forVitest = split === -1 ? [] : args.slice(split + 1);
  // Arguments for vitest would change the cache keys of the builds too; those are done already.
  const uncached = forVitest.length > 0 ? ['--only', '--force'] : [];
  // vitest uses every core by itself: packages side by side only make each other's tests time out.
  const sideBySide = `--concurrency=${Math.max(2, Math.floor(availableParallelism() / 2))}`;
  const code = await turbo([
    'run',
    'test',
    ...(forTurbo.some((arg) => arg.startsWith('--concurrency')) ? [] : [sideBySide]),
    '--continue=dependencies-successful',
    '--output-logs=new-only',
    '--log-order=grouped',
    '--log-prefix=none',
    ...uncached,
    ...forTurbo,
    ...(forVitest.length > 0 ? ['--', ...forVitest] : []),
  ]);

  const rows = packages.flatMap(({ name, folder }) => {
    const path = join(folder, RESULTS);
    return existsSync(path) ? [countReport(name, JSON.parse(readFileSync(path, 'utf8')), startedAt)] : [];
  });
  const { text, failed } = summarise(rows, code);
  process.stdout.write(text);
  return failed > 0 ? 1 : code;
}

/** The packages that have tests, by name without the scope. */
async function testedPackages() {
  const found = [];
  for (const parent of ['packages', 'apps']) {
    for (const entry of await readdir(join(root, parent))) {
      const folder = join(root, parent, entry);
      const manifest = join(folder, 'package.json');
      if (!existsSync(manifest)) continue;
      const { name, scripts } = JSON.parse(readFileSync(manifest, 'utf8'));
      if (scripts?.test) found.push({ name: name.replace('@sipgate-kit/', ''), folder });
    }
  }
  return found;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function turbo(args) {
  const script = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  return new Promise((resolve, reject) => {
    const env = toolEnvironment();
    if (!process.stdout.isTTY && !env.FORCE_COLOR) env.NO_COLOR = '1';
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!TURBO_CHATTER.test(line)) process.stdout.write(`${line}\n`);
    });
    // A terminal's Ctrl-C reaches turbo by itself.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
