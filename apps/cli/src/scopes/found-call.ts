import type { OperationId } from '@sipgate-kit/core/operations';

/** A call of the API that stands in a text. Lines and columns begin with 1. */
export interface FoundCall {
  readonly operationId: OperationId;
  readonly line: number;
  readonly column: number;
  /** How it is written: `sipgate.GET('/account')`. */
  readonly code: string;
}

/** A call whose operation only the running program knows, and why. */
export interface UnknownCall {
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly why: string;
}

/** What one text has. */
export interface FoundCalls {
  readonly calls: readonly FoundCall[];
  readonly unknown: readonly UnknownCall[];
}
