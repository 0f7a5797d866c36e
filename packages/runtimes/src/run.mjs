import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Longer than any runtime needs for the suite, even on a crowded machine. */
const DEADLINE_MS = 120_000;

/**
 * Runs a program to its end and gives what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 * @throws Error with the end of what it printed, when it fails
 */
export async function run(command, args, { cwd, env = process.env }) {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: DEADLINE_MS });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return output;
  throw new Error(`${command} ended with ${code}: ${`${output}\n${errors}`.trim().slice(-2000)}`);
}
