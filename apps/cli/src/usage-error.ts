import { SipgateKitError } from '@sipgate-kit/core';

/** The command line was not understood, and nothing was done. Exit code 2. `help` names the command whose help helps. */
export class UsageError extends SipgateKitError {
  override readonly name = 'UsageError';
  /** The command or group of which something is missing: its short help helps more than its name. */
  readonly incomplete: readonly string[] | undefined;

  constructor(message: string, help: string, incomplete?: readonly string[]) {
    super('usage_error', message, { hint: help });
    this.incomplete = incomplete;
  }
}
