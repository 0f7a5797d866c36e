import { describe, expect, expectTypeOf, test } from 'vitest';
import { DEFAULT_API_URL } from '../../src/api/api-url.ts';
import { staticToken } from '../../src/api/authorizers.ts';
import { createSipgateClient, type SipgateClient } from '../../src/api/client.ts';
import type { Schemas } from '../../src/operations.ts';
import type { Fetch } from '../../src/runtime.ts';
import { type Arrived, json, startLittleApi } from '../little-api.ts';

/** A client for a real server that gives the same answer to everything. */
async function clientFor(answer: unknown, status = 200) {
  const { origin, arrived } = await startLittleApi((_, response) => json(response, status, answer));
  const auth = staticToken('t0ken', { apiOrigins: [origin] });
  return { sipgate: createSipgateClient({ auth, baseUrl: `${origin}/v2/` }), arrived };
}

const only = (arrived: readonly Arrived[]) => {
  expect(arrived).toHaveLength(1);
  return arrived[0] as Arrived;
};

describe('a call', () => {
  test('resolves with the data and the response', async () => {
    const { sipgate, arrived } = await clientFor({ amount: 123400, currency: 'EUR' });
    const { data, response } = await sipgate.GET('/balance');
    expect(data).toEqual({ amount: 123400, currency: 'EUR' });
    expect(response.status).toBe(200);
    expect(only(arrived)).toMatchObject({
      method: 'GET',
      url: '/v2/balance',
      headers: { authorization: 'Bearer t0ken', accept: 'application/json' },
    });
  });

  test('repeats arrays in the query and leaves out what is undefined', async () => {
    const { sipgate, arrived } = await clientFor({ items: [], totalCount: 0 });
    await sipgate.GET('/history', {
      params: { query: { types: ['CALL', 'SMS'], limit: 5, phonenumber: '+493023125001', archived: false } },
    });
    expect(only(arrived).url).toBe(
      '/v2/history?types=CALL&types=SMS&limit=5&phonenumber=%2B493023125001&archived=false',
    );
  });

  test('percent-encodes the colon of a client id', async () => {
    const { sipgate, arrived } = await clientFor({});
    await sipgate.GET('/authorization/oauth2/clients/{clientId}/gdpr', {
      params: { path: { clientId: '1234567-0-x:third-party' } },
    });
    expect(only(arrived).url).toBe('/v2/authorization/oauth2/clients/1234567-0-x%3Athird-party/gdpr');
  });

  test('sends a body as JSON', async () => {
    const { sipgate, arrived } = await clientFor({ clientId: 'x' });
    const body = { name: 'n', description: 'd', redirectUris: [], webOrigins: [], privacyUrl: '', termsUrl: '' };
    await sipgate.POST('/authorization/oauth2/clients', { body });
    expect(only(arrived).headers['content-type']).toBe('application/json');
    expect(JSON.parse(only(arrived).body)).toEqual(body);
  });

  test('without a body to expect has no data, whatever came', async () => {
    const { sipgate } = await clientFor({ surprise: true }, 202);
    const { data, response } = await sipgate.DELETE('/authorization/oauth2/clients/{clientId}', {
      params: { path: { clientId: 'x' } },
    });
    expect(data).toBeUndefined();
    expect(response.status).toBe(202);
  });

  test('lets values the description does not know pass', async () => {
    const account = { company: '', mainProductType: 'NEO', logoUrl: '', verified: true, planet: 'earth' };
    const { sipgate } = await clientFor(account);
    expect((await sipgate.GET('/account')).data).toEqual(account);
  });
});

describe('a call by operationId', () => {
  test('is the same as one by path', async () => {
    const { sipgate, arrived } = await clientFor({ items: [], totalCount: 0 });
    const { data } = await sipgate.call('getHistory', { query: { types: ['CALL', 'SMS'], limit: 5 } });
    expect(data.totalCount).toBe(0);
    expect(only(arrived).url).toBe('/v2/history?types=CALL&types=SMS&limit=5');
  });

  test('fills the path and sends the body', async () => {
    const { sipgate, arrived } = await clientFor({ clientId: 'x' });
    const body = { name: 'n', description: 'd', redirectUris: [], webOrigins: [], privacyUrl: '', termsUrl: '' };
    await sipgate.call('updateClient', { path: { clientId: 'a:b' }, body });
    expect(only(arrived)).toMatchObject({ method: 'PUT', url: '/v2/authorization/oauth2/clients/a%3Ab' });
    expect(JSON.parse(only(arrived).body)).toEqual(body);
  });

  test.each(['getNothing', 'toString', '__proto__'])('%s, which there is not, is refused', async (operationId) => {
    const { sipgate, arrived } = await clientFor({});
    await expect(sipgate.call(operationId as 'getAccount')).rejects.toMatchObject({ code: 'invalid_input' });
    expect(arrived).toHaveLength(0);
  });
});

describe('a request for an operation that is known at run time only', () => {
  /** The data of an operation that promises no body, when one comes all the same. */
  async function dataOf(contentType: string | undefined, body: string | Uint8Array) {
    const { origin } = await startLittleApi((_, response) => {
      response.writeHead(202, contentType === undefined ? {} : { 'content-type': contentType }).end(body);
    });
    const auth = staticToken('t0ken', { apiOrigins: [origin] });
    const sipgate = createSipgateClient({ auth, baseUrl: `${origin}/v2` });
    return (await sipgate.request('deleteClient', { path: { clientId: 'x' } })).data;
  }

  test('brings what the answer brings', async () => {
    expect(await dataOf('application/json; charset=utf-8', '{"ok":true}')).toEqual({ ok: true });
    expect(await dataOf('text/csv', 'a;ä\n')).toBe('a;ä\n');
    expect(await dataOf('application/pdf', Uint8Array.of(0xff, 0))).toEqual(Uint8Array.of(0xff, 0));
    expect(await dataOf(undefined, '')).toBeUndefined();
  });

  test('refuses a page where JSON is promised', async () => {
    const { origin } = await startLittleApi((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    });
    const auth = staticToken('t0ken', { apiOrigins: [origin] });
    const sipgate = createSipgateClient({ auth, baseUrl: `${origin}/v2` });
    await expect(sipgate.request('getAccount')).rejects.toMatchObject({ code: 'malformed_response' });
  });
});

describe('from plain JavaScript, without a compiler', () => {
  const untyped = (fetch: Fetch) =>
    createSipgateClient({ auth: { fetch } }) as unknown as Record<
      'GET',
      (path: string, init?: object) => Promise<unknown>
    >;
  const never: Fetch = () => {
    throw new Error('nothing should be sent');
  };

  test.each(['/nowhere', '/users/w0', '/users/..', 'https://evil.example/'])('the path %s is refused', async (path) => {
    await expect(untyped(never).GET(path)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test.each([undefined, {}, { params: {} }, { params: { path: { userId: null } } }])(
    'a missing path parameter is refused (%j)',
    async (init) => {
      await expect(untyped(never).GET('/users/{userId}', init)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );
});

describe('the API URL', () => {
  test('is sipgate’s unless told otherwise', async () => {
    const urls: string[] = [];
    const fetch: Fetch = async (input, init) => {
      urls.push(new Request(input, init).url);
      return new Response('{}');
    };
    await createSipgateClient({ auth: { fetch } }).GET('/account');
    expect(urls).toEqual([`${DEFAULT_API_URL}/account`]);
  });

  test.each([
    ['http://api.sipgate.com/v2', 'insecure_url'],
    ['/v2', 'invalid_configuration'],
    ['https://user:c4nary@api.sipgate.com/v2', 'invalid_configuration'],
    ['https://api.sipgate.com/v2?x=1', 'invalid_configuration'],
    ['https://api.sipgate.com/v2#x', 'invalid_configuration'],
  ])('%s is refused', (baseUrl, code) => {
    const create = () => createSipgateClient({ auth: staticToken('t'), baseUrl });
    expect(create).toThrow(expect.objectContaining({ code }));
    expect(create).not.toThrow('c4nary');
  });

  test('[S14] of another origin does not see the token unless that origin is allowed', async () => {
    const api = await startLittleApi((_, response) => json(response, 200, {}));
    const sipgate = createSipgateClient({ auth: staticToken('t0ken'), baseUrl: `${api.origin}/v2` });
    await expect(sipgate.GET('/account')).rejects.toMatchObject({ code: 'origin_not_allowed' });
    expect(api.arrived).toEqual([]);
  });
});

test('the compiler knows paths, parameters, bodies and answers', () => {
  const calls = (sipgate: SipgateClient) => ({
    account: async () => (await sipgate.GET('/account')).data,
    user: async () => (await sipgate.GET('/users/{userId}', { params: { path: { userId: 'w0' } } })).data,
    users: async () => (await sipgate.GET('/users', { timeoutMs: 5 })).data.items,
    deleted: async () =>
      (await sipgate.DELETE('/authorization/oauth2/clients/{clientId}', { params: { path: { clientId: 'x' } } })).data,
    created: async () =>
      (
        await sipgate.POST('/authorization/oauth2/clients', {
          body: { name: '', description: '', redirectUris: [], webOrigins: [], privacyUrl: '', termsUrl: '' },
        })
      ).data.clientSecret,

    byId: async () => (await sipgate.call('getUser', { path: { userId: 'w0' } })).data,
    byIdAlone: async () => (await sipgate.call('getAccount')).data,

    // @ts-expect-error There is no such operation.
    unknownId: () => sipgate.call('getAcount'),
    // @ts-expect-error The path parameter is missing.
    missingInCall: () => sipgate.call('getUser'),
    // @ts-expect-error The body lacks fields.
    incompleteBody: () => sipgate.call('createClient', { body: { name: '' } }),
    // @ts-expect-error There is no such path.
    unknownPath: () => sipgate.GET('/nowhere'),
    // @ts-expect-error It cannot be deleted.
    wrongMethod: () => sipgate.DELETE('/account'),
    // @ts-expect-error The path parameter is missing.
    missingParameter: () => sipgate.GET('/users/{userId}'),
    // @ts-expect-error The body is missing.
    missingBody: () => sipgate.POST('/authorization/oauth2/clients'),
    // @ts-expect-error Queries take known values only.
    unknownValue: () => sipgate.GET('/history', { params: { query: { types: ['PIGEON'] } } }),
  });
  type Data<Name extends keyof ReturnType<typeof calls>> = Awaited<ReturnType<ReturnType<typeof calls>[Name]>>;

  expectTypeOf<Data<'account'>>().toEqualTypeOf<Schemas['Account']>();
  expectTypeOf<Data<'user'>>().toEqualTypeOf<Schemas['User']>();
  expectTypeOf<Data<'byId'>>().toEqualTypeOf<Schemas['User']>();
  expectTypeOf<Data<'byIdAlone'>>().toEqualTypeOf<Schemas['Account']>();
  expectTypeOf<Data<'users'>>().toEqualTypeOf<Schemas['User'][]>();
  expectTypeOf<Data<'deleted'>>().toEqualTypeOf<undefined>();
  expectTypeOf<Data<'created'>>().toEqualTypeOf<string | undefined>();
  expectTypeOf<'SOMETHING_NEW'>().toExtend<Schemas['Account']['mainProductType']>();
  expectTypeOf<undefined>().not.toExtend<Schemas['Account']['mainProductType']>();
});
