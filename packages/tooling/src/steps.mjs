import { spawn } from 'node:child_process';

/**
 * What a step's process did.
 * @typedef {{ code: number, output: string, seconds: number }} StepResult
 */

/** Seconds with one digit, as every progress line prints them. */
export function seconds(/** @type {number} */ startedAt) {
  return Math.round((Date.now() - startedAt) / 100) / 10;
}

/**
 * Runs one process quietly: its output is kept for the case that it fails, a line names the step and its seconds.
 * A step of more than ten seconds says that it is still alive.
 *
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<StepResult>}
 */
export function runStep(title, command, args, options) {
  const startedAt = Date.now();
  const write = (/** @type {string} */ text) => process.stderr.write(text);
  write(`${title} …`);
  const stillAlive = setInterval(() => write(` ${Math.round((Date.now() - startedAt) / 1000)} s …`), 10_000);

  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const finish = (/** @type {number} */ code) => {
      clearInterval(stillAlive);
      write(code === 0 ? ` ${seconds(startedAt)} s\n` : ` failed after ${seconds(startedAt)} s\n`);
      resolve({ code, output, seconds: seconds(startedAt) });
    };
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code === null ? 1 : code));
  });
}
