import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/api-error.ts';
import { createSipgateClient, type SipgateClient } from '../../src/api/client.ts';
import type { ErrorCode } from '../../src/errors.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

/** What `call` throws when the API gives this answer. */
async function refusal(
  answer: Response,
  call: (sipgate: SipgateClient) => Promise<unknown> = (sipgate) => sipgate.GET('/balance'),
): Promise<ApiError> {
  const sipgate = createSipgateClient({ auth: { fetch: async () => answer }, now: () => NOW, retry: false });
  const error = await call(sipgate).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`an ApiError was expected, not ${error}`);
  return error;
}

const named = (name: string, message: string) => Response.json({ name, message });
const withStatus = (status: number, body: BodyInit | null = null, headers: HeadersInit = {}) =>
  new Response(body, { status, headers });

describe('every status has its code', () => {
  test.each<[number, ErrorCode, boolean]>([
    [400, 'invalid_request', false],
    [401, 'unauthorized', false],
    [402, 'payment_required', false],
    [403, 'insufficient_scope', false],
    [404, 'not_found', false],
    [405, 'invalid_request', false],
    [408, 'api_unavailable', true],
    [409, 'conflict', false],
    [410, 'not_found', false],
    [415, 'invalid_request', false],
    [429, 'rate_limited', true],
    [500, 'api_error', false],
    [502, 'api_unavailable', true],
    [503, 'api_unavailable', true],
    [504, 'api_unavailable', true],
    [302, 'api_error', false],
    [307, 'api_error', false],
  ])('%i with an empty body is %s', async (status, code, retryable) => {
    const error = await refusal(withStatus(status));
    expect(error).toMatchObject({ code, retryable, status, operationId: 'getBalance', details: [] });
    expect(error.message).toMatch(/^GET \/balance .+\.$/);
    expect(error.hint).toMatch(/\w\.$/);
  });

  test('a redirect hidden by a browser (status 0) is api_error', async () => {
    const hidden = Object.defineProperties(withStatus(404), {
      type: { value: 'opaqueredirect' },
      status: { value: 0 },
    });
    expect(await refusal(hidden)).toMatchObject({ code: 'api_error', message: expect.stringContaining('redirect') });
  });
});

describe('every shape of body is understood', () => {
  test('{name, message}', async () => {
    const error = await refusal(withStatus(400, await named('PARAMETER_INVALID', 'limit is too high').text()));
    expect(error.details).toEqual([{ name: 'PARAMETER_INVALID', message: 'limit is too high' }]);
    expect(error.message).toContain('limit is too high');
  });

  test('{errors: […]} with pointers', async () => {
    const error = await refusal(
      Response.json(
        {
          errors: [
            { status: 400, title: 'Bad Request', detail: 'name is empty', source: { pointer: '/name' } },
            { status: 400, title: 'Bad Request' },
            'just words',
          ],
        },
        { status: 400 },
      ),
    );
    expect(error.details).toEqual([
      { name: 'Bad Request', message: 'name is empty', pointer: '/name' },
      { name: 'Bad Request' },
      { message: 'just words' },
    ]);
    expect(error.message).toContain('name is empty (at /name); Bad Request; just words');
  });

  test.each([
    ['{"message":"no name"}', 'no name'],
    ['{"error":"something","error_description":"in words"}', 'in words'],
    ['{"error":"something"}', 'something'],
    ['"a JSON string"', 'a JSON string'],
    ['a plain sentence', 'a plain sentence'],
  ])('%s', async (body, message) => {
    expect((await refusal(withStatus(400, body))).details).toEqual([{ message }]);
  });

  test.each([
    ['a page of a proxy', '<html><body>Bad Gateway</body></html>'],
    ['nothing but white space', ' \r\n'],
    ['an empty object', '{}'],
    ['an array', '[1]'],
    ['a number', '42'],
    ['null', 'null'],
    ['an empty list', '{"errors":[]}'],
    ['a list of nonsense', '{"errors":[null,{"source":7}]}'],
    ['fields of the wrong type', '{"name":1,"message":{"a":1}}'],
  ])('%s says nothing', async (_, body) => {
    expect((await refusal(withStatus(502, body))).details).toEqual([]);
  });

  test('long, many-lined and endless bodies are cut', async () => {
    const long = await refusal(withStatus(400, `line one\n\u001b[31mline two\u2028${'x'.repeat(1000)}`));
    expect(long.details[0]?.message).toMatch(/^line one \[31mline two x+…$/);
    expect(long.details[0]?.message).toHaveLength(300);

    const errors = Array.from({ length: 500 }, (_, index) => ({ detail: `problem ${index}` }));
    expect((await refusal(Response.json({ errors }, { status: 400 }))).details).toHaveLength(20);

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new TextEncoder().encode('endless '.repeat(1024)));
      },
    });
    expect((await refusal(withStatus(500, endless))).details).toHaveLength(1);
    expect(pulled).toBeLessThan(20);
  });
});

describe('403', () => {
  test('without a body names the scopes and admits that sipgate does not', async () => {
    const error = await refusal(withStatus(403));
    expect(error.code).toBe('insufficient_scope');
    expect(error.neededScopes).toEqual(['balance:read', 'all']);
    expect(error.message).toBe(
      'GET /balance was refused (403). It needs the scope balance:read or all; sipgate does not say which scope is missing.',
    );
    expect(error.hint).toContain('Ask for balance:read');
  });

  test('REQUEST_NOT_AUTHORIZED is the same', async () => {
    const body = await named('REQUEST_NOT_AUTHORIZED', 'Request is not authorized').text();
    expect((await refusal(withStatus(403, body))).code).toBe('insufficient_scope');
  });

  test('of an operation without scopes is forbidden', async () => {
    const error = await refusal(withStatus(403), (sipgate) => sipgate.GET('/authorization/userinfo'));
    expect(error).toMatchObject({ code: 'forbidden', neededScopes: [] });
  });

  test('with other words is forbidden, and quotes them', async () => {
    const error = await refusal(withStatus(403, await named('FORBIDDEN', 'The password must be reset').text()));
    expect(error.code).toBe('forbidden');
    expect(error.message).toContain('The password must be reset');
  });

  test.each([
    ['text', 'This endpoint requires a sipgate Classic PBX Account'],
    ['JSON', '{"name":"FORBIDDEN","message":"This endpoint requires a sipgate Classic PBX Account"}'],
  ])('with the sentence about classic accounts as %s is classic_account_required', async (_, body) => {
    const error = await refusal(withStatus(403, body));
    expect(error.code).toBe('classic_account_required');
    expect(error.hint).toContain('no scope');
  });
});

describe('what the headers say', () => {
  test.each([
    ['7', 7_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After: %s is %s ms', async (value, retryAfterMs) => {
    const error = await refusal(withStatus(429, null, { 'retry-after': value }));
    expect(error.retryAfterMs).toBe(retryAfterMs);
  });

  test('a Retry-After date is compared with the answer’s own clock', async () => {
    const headers = { 'retry-after': 'Thu, 01 Jan 2026 10:00:30 GMT', date: 'Thu, 01 Jan 2026 10:00:00 GMT' };
    expect((await refusal(withStatus(503, null, headers))).retryAfterMs).toBe(30_000);
  });

  test('the request id is kept, shortened', async () => {
    expect((await refusal(withStatus(500, null, { 'x-request-id': 'abc-1' }))).requestId).toBe('abc-1');
    expect((await refusal(withStatus(500, null, { 'x-request-id': 'x'.repeat(999) }))).requestId).toHaveLength(300);
    expect((await refusal(withStatus(500))).requestId).toBeUndefined();
  });
});

describe('a success that is none', () => {
  test.each([
    ['a page', '<html>Please log in to the WLAN</html>'],
    ['half an object', '{"amount": 12'],
    ['nothing', ''],
  ])('with %s instead of JSON is malformed_response', async (_, body) => {
    const error = await refusal(new Response(body));
    expect(error).toMatchObject({ code: 'malformed_response', status: 200, retryable: false });
    expect(error.message).not.toContain('WLAN');
  });

  test('204 where data was promised is malformed_response', async () => {
    expect((await refusal(withStatus(204))).code).toBe('malformed_response');
  });
});
