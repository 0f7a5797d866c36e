import { ReadableStream } from 'node:stream/web';

/** Statuses that have no body, and for which `Response` takes none. */
const WITHOUT_BODY = new Set([101, 204, 205, 304]);

/** What came, as the platform's own `Response`: libraries ask for exactly that. */
export function responseOf(
  status: number,
  headers: Iterable<readonly [string, string]>,
  body: AsyncIterable<Uint8Array> | null,
): Response {
  const stream = body === null || WITHOUT_BODY.has(status) ? null : ReadableStream.from(body);
  return new Response(stream as BodyInit | null, { status, headers: [...headers] as [string, string][] });
}
