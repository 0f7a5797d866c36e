import { SipgateKitError } from '@sipgate-kit/core';
import type { Cli, Host } from './cli.ts';
import { createCli } from './create-cli.ts';
import { EXIT } from './exit-codes.ts';
import { reportFailure } from './failure.ts';
import type { GlobalArguments } from './global-options.ts';
import { createOutput } from './output/output.ts';
import { type Invocation, parse } from './parse.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** Runs one command line to its end, and gives the exit code. Nothing below knows `process`. */
export async function main(host: Host, signal: AbortSignal): Promise<number> {
  const exitCode = await runToItsEnd(host, signal);
  // Only for somebody at a terminal; the others do not even load it.
  if (host.stderr.isTTY && !signal.aborted) {
    const { noticeUpdate } = await import('./update/update-notice.ts');
    noticeUpdate(createCli(host, guessedGlobals(host.argv), signal));
  }
  return exitCode;
}

async function runToItsEnd(host: Host, signal: AbortSignal): Promise<number> {
  let globals: GlobalArguments = guessedGlobals(host.argv);
  try {
    const invocation = parse(host.argv);
    globals = invocation.globals;
    await run(invocation, host, signal);
    return EXIT.ok;
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    const output = createOutput(host, globals);
    const exitCode = reportFailure(error, output, globals);
    if (error instanceof UsageError && error.incomplete !== undefined && !globals.json) {
      const { shortHelp } = await import('./help.ts');
      output.note(`\n${shortHelp(error.incomplete, output.noteView.colors)}`);
    }
    return exitCode;
  }
}

async function run(invocation: Invocation, host: Host, signal: AbortSignal): Promise<void> {
  const cli = createCli(host, invocation.globals, signal);
  switch (invocation.kind) {
    case 'version':
      return cli.output.raw(VERSION);
    case 'help': {
      const { helpText } = await import('./help.ts');
      return cli.output.raw(helpText(invocation.topic, cli.output.view.colors));
    }
    case 'run': {
      for (const [name, instead] of invocation.deprecated) cli.output.warn(`--${name} is deprecated: ${instead}.`);
      const handler = await invocation.command.load();
      try {
        await handler(invocation.args as never, cli);
      } catch (error) {
        throw await explained(error, cli);
      }
    }
  }
}

/** What sipgate refused for want of a scope is told with the command that gets it, whatever the command was. */
async function explained(error: unknown, cli: Cli): Promise<unknown> {
  if (!(error instanceof SipgateKitError) || error.code !== 'insufficient_scope') return error;
  const { withScopeCommand } = await import('./session/granted-scopes.ts');
  return withScopeCommand(cli, error);
}

/** Enough to speak with, even when the command line was not understood. */
export function guessedGlobals(argv: readonly string[]): GlobalArguments {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  return {
    json: options.includes('--json'),
    profile: undefined,
    color: !options.includes('--no-color'),
    input: !options.includes('--no-input'),
    timeout: undefined,
    debug: options.includes('--debug'),
    help: false,
    version: false,
  };
}
