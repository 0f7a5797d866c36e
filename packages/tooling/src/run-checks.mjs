import { spawn } from 'node:child_process';
import { seconds } from './steps.mjs';

/**
 * Runs the checks one after the other, all of them whatever fails.
 *
 * @param {readonly import('./checks.mjs').Check[]} checks
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code
 */
export async function runChecks(checks, options) {
  const rows = [];
  let testCount = '';
  const startedAt = Date.now();
  for (const check of checks) {
    process.stdout.write(`\n── ${check.name}: ${check.what}\n\n`);
    const began = Date.now();
    let failed = false;
    for (const script of check.scripts) {
      const { code, output } = await runScript(script, options);
      testCount = /^\d+ passed, \d+ failed$/m.exec(output)?.[0] ?? testCount;
      failed ||= code !== 0;
    }
    if (failed) process.stdout.write(`\n✗ ${check.name} failed. To repair: ${check.repair}\n`);
    rows.push({ check, failed, seconds: seconds(began) });
  }

  const width = Math.max(...rows.map(({ check }) => check.name.length));
  const table = rows.map(({ check, failed, seconds }) => {
    const result = failed ? `✗  ${check.repair}` : '✓';
    return `${check.name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${result}`;
  });
  const total = `${'total'.padEnd(width)}  ${seconds(startedAt).toFixed(1).padStart(6)} s`;
  process.stdout.write(`\n${[...table, total].join('\n')}\n`);
  if (testCount) process.stdout.write(`\n${testCount}\n`);
  return rows.some(({ failed }) => failed) ? 1 : 0;
}

/**
 * @param {readonly string[]} script
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
function runScript(script, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, script, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
