import { readFileSync } from 'node:fs';
import { SipgateKitError } from '@sipgate-kit/core';
import { HELP, readCommandLine } from './command-line.ts';
import { runOperatorCommand } from './operator-commands.ts';
import { openConfiguredVault, serve } from './serve.ts';

const { stdout, stderr } = process;
const surroundings = { environment: process.env, workingDirectory: process.cwd(), output: stdout };

const commandLine = readCommandLine(process.argv.slice(2));
switch (commandLine.action) {
  case 'help':
    stdout.write(HELP);
    break;
  case 'version':
    stdout.write(`${version()}\n`);
    break;
  case 'misunderstood':
    stderr.write(`${commandLine.problem}.\n\n${HELP}`);
    process.exitCode = 2;
    break;
  case 'serve':
    await start(commandLine.envFile);
    break;
  default:
    await operate(commandLine);
}

async function operate(
  command: Exclude<typeof commandLine, { action: 'help' | 'version' | 'serve' | 'misunderstood' }>,
) {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort()).once('SIGTERM', () => stopping.abort());
  try {
    const vault = await openConfiguredVault(surroundings, command.envFile);
    const say = (line: string) => void stdout.write(`${line}\n`);
    await runOperatorCommand(vault, { ...command, say, signal: stopping.signal }).finally(() => vault.close());
  } catch (error) {
    process.exitCode = failed(error);
  }
}

async function start(envFile: string | undefined): Promise<void> {
  try {
    const running = await serve(surroundings, envFile);
    let stopping = false;
    const stop = async () => {
      // Asked twice: the person does not want to wait.
      if (stopping) process.exit(130);
      stopping = true;
      const code = await running.stop().then(() => 0, failed);
      process.exit(code);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  } catch (error) {
    stderr.write('sipgate-callback-server cannot start.\n\n');
    process.exitCode = failed(error);
  }
}

function failed(error: unknown): number {
  stderr.write(`${explained(error)}\n`);
  return 1;
}

function explained(error: unknown): string {
  if (error instanceof SipgateKitError) return `${error.message}\n\n${error.hint}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return (manifest as { version: string }).version;
}
