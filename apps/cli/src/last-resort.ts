import { SipgateKitError } from '@sipgate-kit/core';
import type { Host } from './cli.ts';
import { reportFailure } from './failure.ts';
import { guessedGlobals } from './main.ts';
import { createOutput } from './output/output.ts';

/**
 * Ends the process in good order where no command can: when nobody reads any more, when what is printed has no room, when
 * an error was caught by nobody.
 */
export function installLastResort(host: Host, process: Pick<NodeJS.Process, 'on' | 'exit' | 'exitCode'>): void {
  const fail = (error: unknown): never => {
    const globals = guessedGlobals(host.argv);
    return process.exit(reportFailure(error, createOutput(host, globals), globals));
  };
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, as `head` does, is no failure.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    fail(
      new SipgateKitError('file_unwritable', `The output cannot be written (${error.code ?? 'unknown reason'}).`, {
        hint: 'Make room where it goes. What the command changes besides may be changed already.',
      }),
    );
  });
  // Who cannot be told is not told.
  host.stderr.on('error', () => undefined);
  process.on('uncaughtException', fail);
}
