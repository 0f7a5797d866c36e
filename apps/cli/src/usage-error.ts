import { SipgateKitError } from '@sipgate-kit/core';

/** The command line was not understood, and nothing was done. Exit code 2. `help` names the command whose help helps. */
export class UsageError extends SipgateKitError {
  override readonly name = 'UsageError';

  constructor(message: string, help: string) {
    super('usage_error', message, { hint: help });
  }
}
