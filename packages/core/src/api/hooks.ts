import type { SipgateKitError } from '../errors.ts';
import type { OperationId } from '../operations.ts';

/** What is called, without anything that belongs to somebody: no ids, no parameters, no credentials. */
export interface CallDescription {
  /** `download` for a file by its URL. */
  readonly operationId: OperationId | 'download';
  readonly method: string;
  /** The template: `/users/{userId}`. */
  readonly path: string;
}

/** One request, and how it ended. */
export interface Attempt extends CallDescription {
  /** 1 for the first. */
  readonly attempt: number;
  /** Duration in milliseconds until the answer was read, or until it failed. */
  readonly durationMs: number;
  /** HTTP status; absent when no answer arrived. */
  readonly status?: number | undefined;
  /** The API's own name of this request, where it gave one. */
  readonly requestId?: string | undefined;
  /** Why it failed; absent after a success. */
  readonly error?: SipgateKitError | undefined;
  /** How long until it is sent again, a duration in milliseconds; absent when it is not. */
  readonly retryInMs?: number | undefined;
}

/** Where programs look on: logs, figures, traces. Nothing secret comes by. */
export interface CallHooks {
  /**
   * Runs every call, repeats included, and has to give back what `run` gives: open a span before, close it after.
   *
   * @example
   * around: (call, run) => tracer.startActiveSpan(`sipgate ${call.operationId}`, (span) => run().finally(() => span.end()))
   */
  readonly around?: <Result>(call: CallDescription, run: () => Promise<Result>) => Promise<Result>;
  /** Hears of every request when it has ended. What it throws, the caller gets. */
  readonly onAttempt?: (attempt: Attempt) => void;
}
