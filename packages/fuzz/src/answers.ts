import type { Fetch } from '@sipgate-kit/core';
import fc from 'fast-check';
import { hostileText } from './hostile.ts';

/** An answer of a server that may be anybody. Plain data. */
export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON unless it is a text. */
  readonly body: unknown;
}

const STATUSES = [
  200, 201, 202, 204, 206, 301, 302, 304, 400, 401, 402, 403, 404, 408, 409, 410, 418, 429, 500, 502, 503, 504, 599,
];

const header = hostileText('0', '30', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Basic realm="x"', 'DPoP').map((text) =>
  text.replaceAll(/[^\x20-\x7e]/g, '').trim(),
);

const contentType = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('text/html', 'text/plain', 'application/problem+json', 'application/octet-stream'),
  },
  { weight: 1, arbitrary: header },
);

/** Answers whose JSON is like `body`. */
export function hostileAnswer(body: fc.Arbitrary<unknown>): fc.Arbitrary<HostileAnswer> {
  const more = fc.dictionary(
    fc.constantFrom(
      'retry-after',
      'date',
      'location',
      'www-authenticate',
      'link',
      'content-disposition',
      'x-request-id',
    ),
    header,
    { maxKeys: 3 },
  );
  return fc.record({
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constant(200) },
      { weight: 2, arbitrary: fc.constantFrom(...STATUSES) },
    ),
    headers: fc.tuple(contentType, more).map(([type, others]) => ({ 'content-type': type, ...others })),
    body: fc.oneof({ weight: 6, arbitrary: body }, { weight: 1, arbitrary: hostileText('<html>', '{"', '[') }),
  });
}

/** A `fetch` that gives this answer to every request. */
export function answering({ status, headers, body }: HostileAnswer): Fetch {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return async () => new Response([204, 304].includes(status) ? null : text, { status, headers });
}
