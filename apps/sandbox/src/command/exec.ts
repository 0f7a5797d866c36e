import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { ContractViolation } from '../door/violations.ts';
import type { Sandbox } from '../sandbox.ts';

/** More lines than this nobody reads at the end of a test run. */
const MOST_LINES = 50;

/**
 * The environment by which a command finds the sandbox: what the callback server, the command `sipgate` and the examples
 * of the kit read, and the sandbox's own address.
 */
export function environmentFor(sandbox: Sandbox): Readonly<Record<string, string | undefined>> {
  const { tokenId, token } = sandbox.users.alice.personalAccessToken;
  return {
    SIPGATE_SANDBOX_URL: sandbox.url,
    // The callback server, and what is built on it.
    CLIENT_ID: sandbox.client.clientId,
    CLIENT_SECRET: sandbox.client.clientSecret,
    SIPGATE_KIT_ISSUER: sandbox.issuer,
    SIPGATE_KIT_API_URL: sandbox.apiUrl,
    // The command line: as Alice, or by signing in with the public client.
    SIPGATE_CLIENT_ID: sandbox.publicClient.clientId,
    SIPGATE_CLIENT_SECRET: undefined,
    SIPGATE_ISSUER: sandbox.issuer,
    SIPGATE_API_URL: sandbox.apiUrl,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
    SIPGATE_TOKEN_ID: tokenId,
    SIPGATE_TOKEN: token,
    // Pages that Vite builds.
    VITE_SIPGATE_CLIENT_ID: sandbox.publicClient.clientId,
    VITE_SIPGATE_ISSUER: sandbox.issuer,
    VITE_SIPGATE_API_URL: sandbox.apiUrl,
  };
}

/**
 * Runs a command with the terminal as its own, and passes signals on to it.
 *
 * @param tell shows a line to the person.
 * @returns its exit code, as shells count it: 128 and more for a signal, 127 where there is no such command.
 */
export function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const passOn = (signal: NodeJS.Signals) => {
    // Ctrl-C in a terminal reaches the command by itself: twice, many would give up at once.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, passOn);
  return new Promise<number>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      tell(`${program}: ${missing ? 'there is no such command' : `cannot be started (${error.code})`}`);
      resolve(missing ? 127 : 126);
    });
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).finally(() => {
    for (const signal of signals) process.off(signal, passOn);
  });
}

/** What did not fit the REST API's description, for people; `undefined` where everything did. */
export function violationReport(violations: readonly ContractViolation[]): string | undefined {
  if (violations.length === 0) return undefined;
  const lines = violations
    .slice(0, MOST_LINES)
    .map(
      ({ method, path, violation, count }) =>
        `  ${method} ${path}: ${violation}${count > 1 ? ` (${count} times)` : ''}`,
    );
  const more = violations.length > MOST_LINES ? [`  and ${violations.length - MOST_LINES} more`] : [];
  return ['sipgate-sandbox: requests that do not fit the description of the REST API:', ...lines, ...more].join('\n');
}
