import { spawn } from 'node:child_process';
import { seconds } from './steps.mjs';

/** @typedef {import('./checks.mjs').Check} Check */
/** @typedef {{ cwd: string, env: NodeJS.ProcessEnv }} Place */
/** @typedef {{ check: Check, failed: boolean, seconds: number, testCount: string }} Row */

/**
 * Runs the checks one after the other, but for those that run beside the next ones; all of them whatever fails.
 *
 * @param {readonly Check[]} checks
 * @param {Place} place
 * @returns {Promise<number>} the exit code
 */
export async function runChecks(checks, place) {
  const startedAt = Date.now();
  /** @type {Promise<Row>[]} */
  const running = [];
  for (const check of checks) {
    if (check.beside && checks.length > 1) {
      say(`\n── ${check.name}: ${check.what}; it runs beside the next ones, and is shown when it has ended\n`);
      let shown = '';
      const row = runCheck(check, place, (text) => {
        shown += text;
      });
      running.push(row.finally(() => say(`\n── ${check.name}\n\n${shown}`)));
    } else {
      say(`\n── ${check.name}: ${check.what}\n\n`);
      running.push(Promise.resolve(await runCheck(check, place, say)));
    }
  }
  const rows = await Promise.all(running);
  const testCount = rows.find((row) => row.testCount !== '')?.testCount;

  const width = Math.max(...rows.map(({ check }) => check.name.length));
  const table = rows.map(({ check, failed, seconds }) => {
    const result = failed ? `✗  ${check.repair}` : '✓';
    return `${check.name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${result}`;
  });
  const total = `${'total'.padEnd(width)}  ${seconds(startedAt).toFixed(1).padStart(6)} s`;
  say(`\n${[...table, total].join('\n')}\n`);
  if (testCount) say(`\n${testCount}\n`);
  return rows.some(({ failed }) => failed) ? 1 : 0;
}

const say = (/** @type {string} */ text) => process.stdout.write(text);

/** @param {Check} check @param {Place} place @param {(text: string) => void} show @returns {Promise<Row>} */
async function runCheck(check, place, show) {
  const began = Date.now();
  let failed = false;
  let testCount = '';
  for (const script of check.scripts) {
    const { code, output } = await runScript(script, place, show);
    testCount = /^\d+ passed, \d+ failed$/m.exec(output)?.[0] ?? testCount;
    failed ||= code !== 0;
  }
  if (failed) show(`\n✗ ${check.name} failed. To repair: ${check.repair}\n`);
  return { check, failed, seconds: seconds(began), testCount };
}

/**
 * @param {readonly string[]} script
 * @param {Place} place
 * @param {(text: string) => void} show
 * @returns {Promise<{ code: number, output: string }>}
 */
function runScript(script, { cwd, env }, show) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, script, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        show(String(chunk));
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
