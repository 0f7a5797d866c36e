import type { RetryPolicy } from './retries.ts';

/** What every call can be told beside its parameters and body. */
export interface CallOptions {
  /** Aborts the call, which then throws `request_aborted`. */
  readonly signal?: AbortSignal;
  /** Duration in milliseconds, instead of the client's. */
  readonly timeoutMs?: number;
  /** Instead of the client's; `false` sends once. */
  readonly retry?: RetryPolicy | false;
}

/** What reading a list can be told beside. Every page is a call of its own: `timeoutMs` is for each of them. */
export interface ListOptions extends CallOptions {
  /** Ends after so many items. Default: the whole list. */
  readonly most?: number;
}

/** A successful call. */
export interface SipgateResponse<Data> {
  readonly data: Data;
  /** Status and headers; its body has been read. */
  readonly response: Response;
}

/** What an operation gets when it is known at run time only: values by name, unchecked. */
export interface OperationRequest {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}
