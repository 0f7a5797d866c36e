import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { root, toolEnvironment } from './setup.mjs';

/** Written by vitest in each package (its `vitest.config.ts` says so) and kept in turbo's cache, so that cached results are counted too. */
const RESULTS = join('coverage', 'test-results.json');

/** Lines of turbo that say nothing about the tests. */
const TURBO_CHATTER = /^\s*• |^cache (hit|miss|bypass)|^JSON report written|^ (Tasks|Cached| {2}Time|Failed): /;

/**
 * The part of vitest's JSON report that is read here.
 * @typedef {{ title: string, fullName: string, status: string, failureMessages: string[] | null }} Assertion
 * @typedef {{ name: string, status: string, message: string, startTime: number, endTime: number, assertionResults: Assertion[] }} TestFile
 * @typedef {{ startTime: number, testResults: TestFile[] }} Report
 */

/**
 * One row of the closing table.
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number, cached: boolean, failures: string[] }} Row
 */

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
  const code = await turbo([
    'run',
    'test',
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
    return existsSync(path) ? [rowOf(name, JSON.parse(readFileSync(path, 'utf8')), startedAt)] : [];
  });
  return printSummary(rows, code);
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

/**
 * @param {string} name
 * @param {Report} report
 * @param {number} startedAt of this run; an older report comes from the cache
 * @returns {Row}
 */
function rowOf(name, report, startedAt) {
  /** @type {Row} */
  const row = {
    name,
    passed: 0,
    failed: 0,
    skipped: 0,
    seconds: 0,
    cached: report.startTime < startedAt,
    failures: [],
  };
  let end = report.startTime;
  for (const file of report.testResults) {
    end = Math.max(end, file.endTime ?? end);
    const path = relative(root, file.name);
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') row.passed += 1;
      else if (test.status !== 'failed') row.skipped += 1;
      else {
        failedHere += 1;
        row.failures.push(`${path}: ${test.fullName || test.title}\n    ${firstLine(test.failureMessages?.[0])}`);
      }
    }
    // A file that cannot be loaded has no tests to fail; it counts as one.
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1;
      row.failures.push(`${path}: the file could not be run\n    ${firstLine(file.message)}`);
    }
    row.failed += failedHere;
  }
  row.seconds = Math.round((end - report.startTime) / 100) / 10;
  return row;
}

function firstLine(/** @type {string | undefined} */ text) {
  return text?.trim().split('\n')[0] ?? '';
}

/**
 * @param {readonly Row[]} rows
 * @param {number} code turbo's exit code
 */
function printSummary(rows, code) {
  const passed = rows.reduce((sum, row) => sum + row.passed, 0);
  let failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const lines = [''];
  for (const { failures } of rows) lines.push(...failures.map((failure) => `FAILED  ${failure}`));
  if (failed > 0) lines.push('');

  const width = Math.max(7, ...rows.map((row) => row.name.length));
  lines.push(`${'package'.padEnd(width)}  passed  failed  skipped  seconds`);
  for (const row of rows) {
    const counts = [row.passed, row.failed, row.skipped].map(String);
    lines.push(
      `${row.name.padEnd(width)}  ${counts[0]?.padStart(6)}  ${counts[1]?.padStart(6)}  ${counts[2]?.padStart(7)}  ${row.seconds.toFixed(1).padStart(7)}${row.cached ? '  (unchanged, from the cache)' : ''}`,
    );
  }
  // A package that broke before its first test left no report: the run has failed all the same.
  if (code !== 0 && failed === 0) {
    failed = 1;
    lines.push('', 'A package could not run its tests; see the output above.');
  }
  lines.push('', `${passed} passed, ${failed} failed`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return failed > 0 ? 1 : code;
}
