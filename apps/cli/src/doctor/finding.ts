import { SipgateKitError } from '@sipgate-kit/core';

/** How a check ended. `skip`: what it needs is missing, and another check says why. */
export type FindingStatus = 'pass' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface Finding {
  readonly status: FindingStatus;
  /** One sentence, for people. */
  readonly message: string;
  /** What to do about it: of everything that is not as it should be. */
  readonly remedy?: string;
}

export const pass = (message: string): Finding => ({ status: 'pass', message });
export const warn = (message: string, remedy: string): Finding => ({ status: 'warn', message, remedy });
export const fail = (message: string, remedy: string): Finding => ({ status: 'fail', message, remedy });
export const skip = (message: string): Finding => ({ status: 'skip', message });

/** What a check needs is not there, and some other check has said so. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

/** An error as a finding: its message and its next step. */
export function findingOf(error: unknown): Finding {
  if (error instanceof Unmet) return skip(`Not checked: ${error.message}.`);
  if (error instanceof SipgateKitError) return fail(error.message, error.hint);
  const what = error instanceof Error ? error.message : String(error);
  return fail(`The check itself failed: ${what}`, 'Run it again with --debug, and tell us what it prints.');
}
