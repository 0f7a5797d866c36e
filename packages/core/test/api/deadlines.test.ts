import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { staticToken } from '../../src/api/authorizers.ts';
import { createSipgateClient } from '../../src/api/client.ts';
import { SipgateKitError } from '../../src/errors.ts';
import type { Fetch, Wait } from '../../src/runtime.ts';
import { startLittleApi } from '../little-api.ts';

const input = { name: '', description: '', redirectUris: [], webOrigins: [], privacyUrl: '', termsUrl: '' };

/** A clock that strikes when told to. */
function handClock() {
  const waits: { ms: number; over: boolean }[] = [];
  const strikes: (() => void)[] = [];
  const wait: Wait = (ms, signal) =>
    new Promise((resolve, reject) => {
      const entry = { ms, over: false };
      waits.push(entry);
      strikes.push(resolve);
      signal?.addEventListener('abort', () => {
        entry.over = true;
        reject(signal.reason);
      });
    });
  const strike = () => {
    for (const over of strikes) over();
  };
  return { wait, waits, strike };
}

/** Never answers, and notices aborts as the platform's `fetch` does. */
const silent: Fetch = (input, init) =>
  new Promise((_, reject) => {
    const { signal } = new Request(input, init);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

/** Never answers, and never listens either. */
const deaf: Fetch = () => new Promise(() => undefined);

describe.each([
  ['a fetch that notices aborts', silent],
  ['a fetch that does not', deaf],
])('with %s', (_, fetch) => {
  test('time is up: request_timeout', async () => {
    const clock = handClock();
    const call = createSipgateClient({ auth: { fetch }, wait: clock.wait }).GET('/account');
    clock.strike();
    await expect(call).rejects.toMatchObject({
      code: 'request_timeout',
      retryable: true,
      status: undefined,
      message: 'GET /account was not answered within 30 s.',
    });
  });

  test('the caller gives up: request_aborted', async () => {
    const caller = new AbortController();
    const call = createSipgateClient({ auth: { fetch }, wait: handClock().wait }).GET('/account', {
      signal: caller.signal,
    });
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: 'request_aborted', retryable: false });
  });
});

test('a caller who gave up before sends nothing', async () => {
  let sent = 0;
  const fetch: Fetch = async () => {
    sent++;
    return new Response('{}');
  };
  const call = createSipgateClient({ auth: { fetch } }).GET('/account', { signal: AbortSignal.abort() });
  await expect(call).rejects.toMatchObject({ code: 'request_aborted' });
  expect(sent).toBe(0);
});

test('an answer that begins in time and never ends is too late all the same', async () => {
  const clock = handClock();
  const { origin } = await startLittleApi((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"amount":');
    setImmediate(clock.strike);
  });
  const auth = staticToken('t', { apiOrigins: [origin] });
  const call = createSipgateClient({ auth, baseUrl: origin, wait: clock.wait }).GET('/balance');
  await expect(call).rejects.toMatchObject({ code: 'request_timeout' });
});

test('the call’s time-out takes the place of the client’s, and the clock is stopped afterwards', async () => {
  const clock = handClock();
  const auth = { fetch: async () => new Response('{}') };
  const sipgate = createSipgateClient({ auth, wait: clock.wait, timeoutMs: 5_000 });
  await sipgate.GET('/account');
  await sipgate.GET('/account', { timeoutMs: 100 });
  await sipgate.GET('/account', { timeoutMs: Number.POSITIVE_INFINITY });
  expect(clock.waits).toEqual([
    { ms: 5_000, over: true },
    { ms: 100, over: true },
    { ms: 2 ** 31 - 1, over: true },
  ]);
});

test('a POST that got no answer is not called repeatable, for it may have been carried out', async () => {
  const clock = handClock();
  const call = createSipgateClient({ auth: { fetch: silent }, wait: clock.wait }).POST(
    '/authorization/oauth2/clients',
    {
      body: input,
    },
  );
  clock.strike();
  await expect(call).rejects.toMatchObject({
    code: 'request_timeout',
    retryable: false,
    hint: expect.stringContaining('may have been carried out'),
  });
});

describe('no connection', () => {
  test('is api_unavailable and says why', async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const sipgate = createSipgateClient({ auth: staticToken('t', { apiOrigins: [origin] }), baseUrl: origin });
    await expect(sipgate.GET('/account')).rejects.toMatchObject({
      code: 'api_unavailable',
      retryable: true,
      message: `GET /account could not be sent: nobody listens at 127.0.0.1:${port} (ECONNREFUSED).`,
    });
  });

  test('also where the platform gives no reason', async () => {
    const fetch: Fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(createSipgateClient({ auth: { fetch } }).GET('/account')).rejects.toMatchObject({
      code: 'api_unavailable',
      message: 'GET /account could not be sent or answered.',
    });
  });
});

test('an error of the authorizer comes through as it is', async () => {
  const needsLogin = new SipgateKitError('needs_login', 'The person has to sign in again.', { hint: 'Sign in.' });
  const fetch: Fetch = () => Promise.reject(needsLogin);
  await expect(createSipgateClient({ auth: { fetch } }).GET('/account')).rejects.toBe(needsLogin);
});

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
