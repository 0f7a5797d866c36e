import { spawn } from 'node:child_process';

/** A command that ended with another status than 0; its output tells why. */
export class CommandFailed extends Error {
  /** @param {string} command @param {number} code @param {string} output */
  constructor(command, code, output) {
    super(`${command} ended with status ${code}.\n${tail(output)}`);
    this.name = 'CommandFailed';
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a command to its end and gives what it wrote.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeoutMs?: number }} options
 * @returns {Promise<string>} stdout; a {@link CommandFailed} has stderr, too
 */
export function runCommand(command, args, { cwd, env, timeoutMs = 300_000 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let stdout = '';
    let all = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk) => {
      all += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new CommandFailed(shown(command, args), code ?? 1, signal ? `${all}\nstopped by ${signal}` : all));
    });
  });
}

/** @param {string} command @param {readonly string[]} args */
function shown(command, args) {
  return [command, ...args].map((part) => part.split('/').slice(-2).join('/')).join(' ');
}

/** @param {string} output */
function tail(output) {
  return output.trim().split('\n').slice(-25).join('\n');
}
