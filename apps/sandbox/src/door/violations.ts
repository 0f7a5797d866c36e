import { redactedPath } from './redaction.ts';

/** Told about something in a request that does not fit the API's description. */
export type ReportViolation = (violation: string) => void;

/** A way in which requests did not fit the description of the REST API: what a mock would let pass, and sipgate need not. */
export interface ContractViolation {
  readonly method: string;
  readonly path: string;
  /** Such as `unknown query parameter limt`. */
  readonly violation: string;
  /** How many requests were like that. */
  readonly count: number;
}

/** What did not fit, by request and altogether. */
export interface Violations {
  report(request: Request, violation: string): void;
  of(request: Request): readonly string[];
  /** All of them, in the order in which they were first seen. */
  list(): readonly ContractViolation[];
}

/** More different ones nobody reads; further ones are left out. */
const MOST_KEPT = 1_000;

export function createViolations(): Violations {
  const byRequest = new WeakMap<Request, readonly string[]>();
  const all = new Map<string, ContractViolation>();
  const of = (request: Request) => byRequest.get(request) ?? [];
  return {
    report(request, violation) {
      byRequest.set(request, [...of(request), violation]);
      const { method } = request;
      const path = redactedPath(new URL(request.url).pathname);
      const key = `${method} ${path} ${violation}`;
      const { count = 0 } = all.get(key) ?? {};
      if (count > 0 || all.size < MOST_KEPT) all.set(key, { method, path, violation, count: count + 1 });
    },
    of,
    list: () => [...all.values()],
  };
}
