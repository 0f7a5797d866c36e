import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

/**
 * Lets requests pass whose body has no more than this many bytes; others are answered with 413, however they say how long
 * they are.
 *
 * Hono's own `bodyLimit` makes a `Request` out of the present one. Node's refuses to, where the adapter's stand-in has not
 * replaced the global class: everything without a `Content-Length` would fail, such as `curl -X POST`.
 */
export function smallBody(largestBytes: number): MiddlewareHandler {
  return async function smallBody(c, next) {
    const { url, method, headers, signal, body } = c.req.raw;
    if (body === null) return next();
    const bytes = await readAtMost(body, largestBytes);
    if (bytes === undefined) throw new HTTPException(413, { message: 'The body is too large.' });
    c.req.raw = new Request(url, { method, headers, signal, body: bytes });
    return next();
  };
}

/** All of a stream; `undefined`, and nothing more is read, if it is longer. */
async function readAtMost(body: ReadableStream<Uint8Array>, largestBytes: number) {
  const bytes = new Uint8Array(largestBytes);
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.byteLength > largestBytes) return undefined;
    bytes.set(chunk, size);
    size += chunk.byteLength;
  }
  return bytes.subarray(0, size);
}
