/** What a `fetch` is called with, and the signal that ends it. */
export interface Sendable {
  readonly input: RequestInfo | URL;
  readonly init?: RequestInit | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A request, and the same to send once more. What can be read only once is copied; anything else stays what it is, since
 * making a `Request` is the dearest part of a call, and what lasts longest in memory.
 */
export function sentTwice(input: RequestInfo | URL, init?: RequestInit): readonly [Sendable, Sendable] {
  const given = input instanceof Request ? input : undefined;
  if (!mayHaveBody(given) && !isReadOnce(init?.body)) {
    const same = { input, init, signal: init?.signal ?? given?.signal };
    return [same, same];
  }
  const request = new Request(input, init);
  return [
    { input: request, signal: request.signal },
    { input: request.clone(), signal: request.signal },
  ];
}

/** By its method: not every browser tells whether a request has a body. */
function mayHaveBody(given: Request | undefined): boolean {
  return given !== undefined && given.method !== 'GET' && given.method !== 'HEAD';
}

/** A stream; Node takes whatever can be iterated, too. */
function isReadOnce(body: unknown): boolean {
  return body instanceof ReadableStream || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body);
}
