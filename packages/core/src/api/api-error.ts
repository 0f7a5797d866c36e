import { type ErrorCode, SipgateKitError, type SipgateKitErrorOptions } from '../errors.ts';
import type { OperationId } from '../operations.ts';
import type { Called } from './calls.ts';
import type { ApiErrorDetail } from './error-details.ts';

/** What an {@link ApiError} knows beside its code, message and hint. */
export interface ApiErrorContext {
  /** HTTP status; absent when no answer arrived. */
  readonly status?: number | undefined;
  /** The API's own name of this request, to quote when asking sipgate; absent where it gave none. */
  readonly requestId?: string | undefined;
  /** What the API said, as far as it said anything. */
  readonly details?: readonly ApiErrorDetail[];
  /** How long the API asked to wait, a duration in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A call to the REST API that did not succeed: refused, failed, unreachable, too late or aborted; `code` tells which.
 *
 * `neededScopes` are the scopes of which the operation needs one: sipgate itself never says which scope is missing.
 *
 * @example
 * try {
 *   await sipgate.GET('/balance');
 * } catch (error) {
 *   if (error instanceof ApiError && error.code === 'insufficient_scope') askForConsent(error.neededScopes[0]);
 * }
 */
export class ApiError extends SipgateKitError {
  override readonly name = 'ApiError';
  /** Absent for a file that was fetched by its URL. */
  readonly operationId: OperationId | undefined;
  readonly status: number | undefined;
  readonly neededScopes: readonly string[];
  readonly requestId: string | undefined;
  readonly details: readonly ApiErrorDetail[];
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, operation: Called, message: string, options: SipgateKitErrorOptions & ApiErrorContext) {
    super(code, `${operation.method} ${operation.path} ${message}`, options);
    this.operationId = operation.operationId;
    this.status = options.status;
    this.neededScopes = operation.scopes;
    this.requestId = options.requestId;
    this.details = options.details ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }
}
