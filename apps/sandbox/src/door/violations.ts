/** Told about something in a request that does not fit the API's description. */
export type ReportViolation = (violation: string) => void;

/** What does not fit the REST API's description, by request: what a mock would let pass, and sipgate need not. */
export interface Violations {
  report(request: Request, violation: string): void;
  of(request: Request): readonly string[];
}

export function createViolations(): Violations {
  const byRequest = new WeakMap<Request, readonly string[]>();
  const of = (request: Request) => byRequest.get(request) ?? [];
  return {
    report: (request, violation) => void byRequest.set(request, [...of(request), violation]),
    of,
  };
}
