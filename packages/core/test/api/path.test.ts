import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSipgateClient } from '../../src/api/client.ts';
import { encodePath } from '../../src/api/path.ts';
import type { Fetch } from '../../src/runtime.ts';

/** Calls an operation with this client id and returns the URL the request was made for. */
async function urlFor(clientId: string): Promise<URL> {
  let url = '';
  const fetch: Fetch = async (input, init) => {
    url = new Request(input, init).url;
    return new Response('{}');
  };
  await createSipgateClient({ auth: { fetch } }).GET('/authorization/oauth2/clients/{clientId}/gdpr', {
    params: { path: { clientId } },
  });
  return new URL(url);
}

const possible = (value: string) => !['', '.', '..'].includes(value);
/** Any characters, with those that mean something in a URL or a template far more often. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '..',
        '.',
        '%2e',
        '%2F',
        '%',
        '?',
        '#',
        ':',
        '@',
        ';',
        '&',
        '=',
        '{',
        '}',
        '{clientId}',
        '$&',
        '$1',
        '\n',
        '\0',
        ' ',
        '+',
        '*',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((value) => possible(value));

test('a path parameter stays one segment of the same operation, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (clientId) => {
      const url = await urlFor(clientId);
      const segments = url.pathname.split('/');
      expect(url.origin + url.search + url.hash).toBe('https://api.sipgate.com');
      expect(segments.toSpliced(5, 1)).toEqual(['', 'v2', 'authorization', 'oauth2', 'clients', 'gdpr']);
      expect(decodeURIComponent(segments[5] ?? '')).toBe(clientId);
    }),
    { numRuns: 500 },
  );
});

test.each(['', '.', '..', '\ud800', 'a\udc00b', undefined, null, {}, ['w0'], true])('%j is refused', (userId) => {
  expect(() => encodePath('/users/{userId}', { userId })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
});

test('numbers are taken too', () => {
  expect(encodePath('/users/{userId}', { userId: 7 })).toBe('/users/7');
});
