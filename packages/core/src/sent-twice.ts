/** What a `fetch` is called with, and the signal that ends it. */
export interface Sendable {
  readonly input: RequestInfo | URL;
  readonly init?: RequestInit | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A request, and the same to send once more. What can be read only once is copied; anything else stays what it is, since
 * making a `Request` is the dearest part of a call.
 */
export function sentTwice(input: RequestInfo | URL, init?: RequestInit): readonly [Sendable, Sendable] {
  if (!(input instanceof Request) && !isReadOnce(init?.body)) {
    const same = { input, init, signal: init?.signal ?? undefined };
    return [same, same];
  }
  const request = new Request(input, init);
  return [
    { input: request, signal: request.signal },
    { input: request.clone(), signal: request.signal },
  ];
}

/** A stream; Node takes whatever can be iterated, too. */
function isReadOnce(body: unknown): boolean {
  return body instanceof ReadableStream || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body);
}
