<<<<<<< HEAD
import { HELP, readCommandLine, type Settings } from './command/command-line.ts';
import { signingKeys, signingKeysOf } from './login/signing-keys.ts';
import type { Sandbox } from './sandbox.ts';
import { startData, startMessage } from './start-message.ts';
import { packageVersion } from './version.ts';

async function main(args: readonly string[]): Promise<void> {
  const commandLine = readCommandLine(args);
  switch (commandLine.kind) {
    case 'help':
      return void process.stdout.write(HELP);
    case 'version':
      return console.log(packageVersion());
    case 'serve':
      return serve(commandLine.settings);
    case 'exec':
      process.exitCode = await exec(commandLine.settings, commandLine.command);
  }
=======
import { parseArgs } from 'node:util';
import type { RedirectMatching } from './login/redirect-matching.ts';
import { signingKeys } from './login/signing-keys.ts';
import { startData, startMessage } from './start-message.ts';
import { packageVersion } from './version.ts';

const DEFAULT_PORT = 8090;

const HELP = `Usage: sipgate-sandbox [options]

A local sipgate for development: sign-in (as Keycloak does it) and the REST API on one port
of this computer. Needs no account and no network; forgets everything when it stops.

Options:
  --port <number>      Port on 127.0.0.1, 0 = any free one (default ${DEFAULT_PORT})
  --allow-real-hosts   Also send authorization codes to redirect URIs on other computers
  --redirect-matching <mode>
                       What a star in a host means, as in https://*.example.com/*: keycloak, nothing,
                       as in a stock Keycloak (default); wildcard, any host below
  --no-device-flow     Do without the device authorization grant (RFC 8628)
  --json               Print what is there as one line of JSON, when it is ready
  --help               Show this
  --version            Show the version

Examples:
  sipgate-sandbox
  sipgate-sandbox --port 9000
`;

/** The command line was not understood: exit status 2. */
class UsageError extends Error {}

interface Settings {
  readonly port: number;
  readonly allowRealHosts: boolean;
  readonly redirectMatching: RedirectMatching;
  readonly deviceFlow: boolean;
  readonly json: boolean;
>>>>>>> 1732159 (Read a star in a host as sipgate may, when asked to, and say in the log what the other way would have done)
}

async function serve(settings: Settings): Promise<void> {
  const { sandbox, close } = await start(settings);
  const stop = () =>
    void close()
      .catch(fail)
      .then(() => process.exit());
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(settings.json ? startData(sandbox) : startMessage(sandbox));
}

/** Whatever the command writes is its own; what the sandbox has to say goes to stderr. */
async function exec(settings: Settings, command: readonly [string, ...string[]]): Promise<number> {
  const { sandbox, close } = await start(settings);
  const { environmentFor, runCommand, violationReport } = await import('./command/exec.ts');
  console.error(settings.json ? startData(sandbox) : `sipgate-sandbox: ${sandbox.url}, not for production`);
  const code = await runCommand(command, environmentFor(sandbox), console.error);
  await close();
  const report = violationReport(sandbox.violations());
  if (report !== undefined) console.error(report);
  return code === 0 && report !== undefined && !settings.allowViolations ? 1 : code;
}

async function start({ sandbox: options, stateFile }: Settings): Promise<{ sandbox: Sandbox; close(): Promise<void> }> {
  // Made in the background while the rest is still being loaded.
  void (options.seed === undefined ? signingKeys() : signingKeysOf(String(options.seed)));
  const { createSandbox } = await import('./sandbox.ts');
  const sandbox = await createSandbox(options);
  if (stateFile === undefined) return { sandbox, close: sandbox.close };
  const { loadState, saveState } = await import('./command/state-file.ts');
  try {
    await loadState(sandbox, stateFile);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  return {
<<<<<<< HEAD
    sandbox,
    async close() {
      await sandbox.close();
      await saveState(sandbox, stateFile);
    },
  };
}

async function fail(error: unknown): Promise<void> {
  const { explain } = await import('./command/explanation.ts');
=======
    port,
    allowRealHosts: values['allow-real-hosts'] ?? false,
    redirectMatching: redirectMatchingOf(values['redirect-matching'] ?? 'keycloak'),
    deviceFlow: !values['no-device-flow'],
    json: values.json ?? false,
  };
}

function redirectMatchingOf(mode: string): RedirectMatching {
  if (mode === 'keycloak' || mode === 'wildcard') return mode;
  throw new UsageError(`--redirect-matching takes keycloak or wildcard, not '${mode}'.`);
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'allow-real-hosts': { type: 'boolean' },
        'redirect-matching': { type: 'string' },
        'no-device-flow': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Node's sentence, without its advice about positional arguments that start with a dash.
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function explain(error: unknown): { message: string; status: number } {
  if (error instanceof UsageError) {
    return { message: `${error.message.replace(/\.?$/, '.')}\nTry: sipgate-sandbox --help`, status: 2 };
  }
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return {
      message: `Port ${port} is in use. Stop what is listening there, or choose another one: sipgate-sandbox --port ${(port ?? 0) + 1}`,
      status: 1,
    };
  }
  if (code === 'EACCES') {
    return {
      message: `Port ${port} may not be used without more rights. Choose one above 1023: sipgate-sandbox --port ${DEFAULT_PORT}`,
      status: 1,
    };
  }
  throw error;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
>>>>>>> 1732159 (Read a star in a host as sipgate may, when asked to, and say in the log what the other way would have done)
  const { message, status } = explain(error);
  console.error(message);
  process.exitCode = status;
}

await main(process.argv.slice(2)).catch(fail);
