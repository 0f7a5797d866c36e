import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { personalAccessToken, staticToken } from '../../src/api/authorizers.ts';
import { createSipgateClient } from '../../src/api/client.ts';
import type { Fetch } from '../../src/runtime.ts';

const CANARY = 'c4nary';
const BASIC = btoa(`token-ABC123:${CANARY}`);

/** Every way a value usually ends up in a log. */
function printed(value: unknown): string {
  const stack = value instanceof Error ? `${value.stack} ${value.cause}` : '';
  return [
    String(value),
    JSON.stringify({ value }),
    inspect({ value }, { depth: 20, showHidden: true, getters: true }),
    stack,
  ].join('\n');
}

function expectNoSecret(value: unknown): void {
  expect(printed(value)).not.toContain(CANARY);
  expect(printed(value)).not.toContain(BASIC);
}

const authorizers = [
  ['a static token', (fetch: Fetch) => staticToken(`eyJhbGci.${CANARY}.x`, { fetch })],
  [
    'a personal access token',
    (fetch: Fetch) => personalAccessToken({ tokenId: 'token-ABC123', token: CANARY }, { fetch }),
  ],
] as const;

describe.each(authorizers)('[S22] nothing secret is printed with %s', (_, authorize) => {
  test('by the authorizer and the client', () => {
    const auth = authorize(fetch);
    expectNoSecret(auth);
    expectNoSecret(createSipgateClient({ auth }));
  });

  test.each<[string, Fetch]>([
    [
      'refuses and echoes the header',
      async (input, init) =>
        new Response(`got ${new Request(input, init).headers.get('authorization')}`, { status: 401 }),
    ],
    [
      'refuses and echoes the bare credentials',
      async (input, init) =>
        new Response(`got ${new Request(input, init).headers.get('authorization')?.split(' ')[1]}`, { status: 401 }),
    ],
    [
      'refuses and echoes the header as JSON',
      async (input, init) =>
        Response.json({ name: 'X', message: new Request(input, init).headers.get('authorization') }, { status: 403 }),
    ],
    [
      'echoes the header as its request id',
      async (input, init) =>
        new Response(null, {
          status: 500,
          headers: { 'x-request-id': new Request(input, init).headers.get('authorization') ?? '' },
        }),
    ],
    [
      'answers with something other than JSON',
      async (input, init) => new Response(new Request(input, init).headers.get('authorization')),
    ],
    [
      'redirects',
      async () => new Response(null, { status: 302, headers: { location: `https://evil.example/?${CANARY}` } }),
    ],
    [
      'fails with an error that carries the request',
      async (input, init) =>
        Promise.reject(Object.assign(new TypeError(`failed ${CANARY}`), { request: new Request(input, init) })),
    ],
  ])('when the API %s', async (_, fetch) => {
    const error = await createSipgateClient({ auth: authorize(fetch) })
      .GET('/account')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expectNoSecret(error);
  });

  test('when another origin is refused', async () => {
    expectNoSecret(
      await authorize(fetch)
        .fetch('https://evil.example/')
        .catch((thrown: unknown) => thrown),
    );
  });
});
