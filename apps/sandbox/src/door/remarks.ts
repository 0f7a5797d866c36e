/** What the log says about a request beside its outcome. */
export interface Remarks {
  /** Adds a sentence to the request's entry. */
  add(request: Request, remark: string): void;
  of(request: Request): readonly string[];
}

export function createRemarks(): Remarks {
  const byRequest = new WeakMap<Request, readonly string[]>();
  const of = (request: Request) => byRequest.get(request) ?? [];
  return { add: (request, remark) => void byRequest.set(request, [...of(request), remark]), of };
}
