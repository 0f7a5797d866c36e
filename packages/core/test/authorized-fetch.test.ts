import { describe, expect, test } from 'vitest';
import { authorizedFetch } from '../src/authorized-fetch.ts';
import type { Fetch } from '../src/runtime.ts';
import { startLittleApi } from './little-api.ts';

/** A `fetch` that answers 200 to everything and remembers the requests. */
function recorder() {
  const requests: Request[] = [];
  const fetch: Fetch = async (input, init) => {
    requests.push(new Request(input, init));
    return new Response('{}');
  };
  return { requests, fetch };
}

describe('[S14] credentials travel in the Authorization header, to the configured origins only', () => {
  test.each([
    'http://api.sipgate.com/v2/account',
    'https://api.sipgate.com:8443/v2/account',
    'https://api.sipgate.com.evil.example/v2/account',
    'https://evil.example/https://api.sipgate.com/',
    'https://login.sipgate.com/',
    'https://sipgate.com/v2/account',
    'data:text/plain,hello',
  ])('%s is refused before the credentials are even asked for', async (url) => {
    const { requests, fetch } = recorder();
    let asked = false;
    const authorized = authorizedFetch({
      fetch,
      authorization: () => {
        asked = true;
        return 'Bearer t0ken';
      },
    });

    await expect(authorized(url)).rejects.toMatchObject({ code: 'origin_not_allowed' });
    expect(requests).toEqual([]);
    expect(asked).toBe(false);
  });

  test('a user name that looks like the API is no way around it', async () => {
    const { requests, fetch } = recorder();
    const authorized = authorizedFetch({ fetch, authorization: () => 'Bearer t0ken' });
    await expect(authorized('https://api.sipgate.com@evil.example/')).rejects.toThrow();
    expect(requests).toEqual([]);
  });

  test('the API gets them in the header and nowhere else', async () => {
    const { requests, fetch } = recorder();
    await authorizedFetch({ fetch, authorization: () => 'Bearer t0ken' })('https://api.sipgate.com/v2/calls?a=b', {
      method: 'POST',
      body: '{"x":1}',
    });

    const [request] = requests;
    expect(request?.headers.get('authorization')).toBe('Bearer t0ken');
    expect(request?.url).toBe('https://api.sipgate.com/v2/calls?a=b');
    expect(await request?.text()).toBe('{"x":1}');
  });

  test('a header of the caller does not take their place', async () => {
    const { requests, fetch } = recorder();
    await authorizedFetch({ fetch, authorization: () => 'Bearer ours' })('https://api.sipgate.com/v2/account', {
      headers: { authorization: 'Bearer theirs' },
    });
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer ours');
  });

  test('a redirect is handed back, and its target sees nothing', async () => {
    const elsewhere = await startLittleApi((_, response) => response.end('{}'));
    const api = await startLittleApi((_, response) =>
      response.writeHead(307, { location: `${elsewhere.origin}/steal` }).end(),
    );
    const authorized = authorizedFetch({ apiOrigins: [api.origin], authorization: () => 'Bearer t0ken' });

    const response = await authorized(`${api.origin}/v2/account`, { redirect: 'follow' });

    expect(response.status).toBe(307);
    expect(api.arrived).toHaveLength(1);
    expect(elsewhere.arrived).toEqual([]);
  });
});

describe('the list of origins', () => {
  test.each([
    ['http://api.example.com', 'insecure_url'],
    ['ftp://api.example.com', 'insecure_url'],
    ['api.example.com', 'invalid_configuration'],
  ])('refuses %s', (origin, code) => {
    expect(() => authorizedFetch({ apiOrigins: [origin], authorization: () => '' })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('takes plain http on this machine, and whole URLs for their origin', async () => {
    const { requests, fetch } = recorder();
    const apiOrigins = ['http://localhost:8090/v2', 'http://127.0.0.1:8091', 'http://[::1]:8092'];
    const authorized = authorizedFetch({ fetch, apiOrigins, authorization: () => 'Bearer t' });
    for (const port of ['localhost:8090', '127.0.0.1:8091', '[::1]:8092'])
      await authorized(`http://${port}/v2/account`);
    expect(requests).toHaveLength(3);
  });
});

test('[S22] credentials no header can carry are refused without being quoted', async () => {
  const authorized = authorizedFetch({ fetch: recorder().fetch, authorization: () => 'Bearer c4nary\r\nX: y' });
  const error = await authorized('https://api.sipgate.com/v2/account').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid_configuration' });
  expect(String((error as Error).stack)).not.toContain('c4nary');
});
