import { expect, test } from 'vitest';
import { createOAuthClients, refusedFields } from '../../src/clients/index.ts';
import { createSipgateClient, SipgateKitError, staticToken } from '../../src/index.ts';

/** What the kit makes of an answer of the API. */
async function errorFor(body: unknown, status = 400): Promise<unknown> {
  const fetch = async () => Response.json(body, { status });
  const auth = staticToken('token', { apiOrigins: ['https://api.example'], fetch });
  const clients = createOAuthClients(createSipgateClient({ auth, baseUrl: 'https://api.example/v2' }));
  return clients.get('some-client').catch((error: unknown) => error);
}

test.each([
  [
    'a sentence that begins with the field',
    { name: 'PARAMETER_INVALID', message: 'redirectUris.1: must be an http(s) URI' },
    [{ path: 'redirectUris[1]', message: 'must be an http(s) URI' }],
  ],
  [
    'a pointer',
    { errors: [{ detail: 'Too long.', source: { pointer: '/name' } }] },
    [{ path: 'name', message: 'Too long.' }],
  ],
  ['a sentence about something else', { name: 'PARAMETER_INVALID', message: 'body: must be an object' }, []],
  ['nothing', {}, []],
])('%s is put where it belongs', async (_, body, issues) => {
  expect(refusedFields(await errorFor(body))).toEqual(issues);
});

test('other errors say nothing about fields', async () => {
  expect(refusedFields(await errorFor({ message: 'name: no' }, 403))).toEqual([]);
  expect(refusedFields(new SipgateKitError('invalid_request', 'name: no', { hint: '' }))).toEqual([]);
});
