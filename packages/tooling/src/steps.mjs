import { spawn } from 'node:child_process';

/**
 * What a step's process did.
 * @typedef {{ code: number, output: string, stuck: boolean }} StepResult
 */

/**
 * @typedef {object} StepOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {number} [silenceMs] a process that prints nothing for so long is stuck and gets stopped
 */

/** Seconds with one digit, as every progress line prints them. */
export function seconds(/** @type {number} */ startedAt) {
  return Math.round((Date.now() - startedAt) / 100) / 10;
}

/**
 * Runs one process quietly: its output is kept for the case that it fails, a line names the step and its seconds.
 * A step of more than ten seconds says that it is still alive. Whatever ends us ends the process and its children.
 *
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 * @param {StepOptions} options
 * @returns {Promise<StepResult>}
 */
export function runStep(title, command, args, options) {
  const startedAt = Date.now();
  const write = (/** @type {string} */ text) => process.stderr.write(text);
  write(`${title} …`);

  return new Promise((resolve) => {
    let output = '';
    let stuck = false;
    let lastOutputAt = Date.now();
    const ownGroup = process.platform !== 'win32';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
    });
    const stop = () => {
      try {
        if (child.pid !== undefined) process.kill(ownGroup ? -child.pid : child.pid, 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    };
    const interrupted = () => {
      stop();
      write('\n');
      process.exit(130);
    };
    process.on('exit', stop).on('SIGINT', interrupted).on('SIGTERM', interrupted);

    const stillAlive = setInterval(() => {
      write(` ${Math.round((Date.now() - startedAt) / 1000)} s …`);
      if (options.silenceMs && Date.now() - lastOutputAt > options.silenceMs) {
        stuck = true;
        stop();
      }
    }, 10_000);
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
      lastOutputAt = Date.now();
    };
    const finish = (/** @type {number} */ code) => {
      clearInterval(stillAlive);
      process.off('exit', stop).off('SIGINT', interrupted).off('SIGTERM', interrupted);
      write(code === 0 ? ` ${seconds(startedAt)} s\n` : ` failed after ${seconds(startedAt)} s\n`);
      resolve({ code, output, stuck });
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}
