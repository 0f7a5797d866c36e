import { describe, expect, test } from 'vitest';
import { staticToken } from '../../src/api/authorizers.ts';
import { createSipgateClient, type SipgateClientOptions } from '../../src/api/client.ts';
import type { Attempt } from '../../src/api/hooks.ts';
import { startLittleApi } from '../little-api.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
type Step = readonly [status: number, headers?: Record<string, string>];

/** A client of a server that answers with these one after the other, on a clock that never has to be waited for. */
async function clientFor(steps: readonly Step[], options: Omit<SipgateClientOptions, 'auth' | 'scopes'> = {}) {
  let next = 0;
  const { origin, arrived } = await startLittleApi((_, response) => {
    const [status, headers = {}] = steps[Math.min(next++, steps.length - 1)] as Step;
    if (status === 0) response.destroy();
    else response.writeHead(status, headers).end(status === 200 ? '{}' : '');
  });
  const waits: number[] = [];
  const attempts: Attempt[] = [];
  const sipgate = createSipgateClient({
    auth: staticToken('t0ken', { apiOrigins: [origin] }),
    baseUrl: origin,
    now: () => NOW,
    random: () => 1,
    // The first wait of a call is its time-out.
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (ms === 30_000) signal?.addEventListener('abort', () => reject(signal.reason));
        else {
          waits.push(ms);
          resolve();
        }
      }),
    hooks: { onAttempt: (attempt) => void attempts.push(attempt) },
    ...options,
  });
  return { sipgate, arrived, waits, attempts };
}

describe('what reads is sent again', () => {
  test.each([429, 502, 503, 504, 0])('after %i', async (status) => {
    const { sipgate, arrived, waits } = await clientFor([[status], [status], [200]]);
    await expect(sipgate.GET('/account')).resolves.toMatchObject({ data: {} });
    expect(arrived).toHaveLength(3);
    expect(waits).toEqual([500, 1000]);
  });

  test('three times in all, then the error is thrown', async () => {
    const { sipgate, arrived } = await clientFor([[503]]);
    await expect(sipgate.GET('/account')).rejects.toMatchObject({ code: 'api_unavailable', status: 503 });
    expect(arrived).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 409, 500, 501])('but not after %i', async (status) => {
    const { sipgate, arrived } = await clientFor([[status]]);
    await expect(sipgate.GET('/account')).rejects.toMatchObject({ status });
    expect(arrived).toHaveLength(1);
  });

  test('but not where the client or the call says so', async () => {
    const { sipgate, arrived } = await clientFor([[503]], { retry: false });
    await expect(sipgate.GET('/account')).rejects.toMatchObject({ status: 503 });
    await expect(sipgate.GET('/account', { retry: { attempts: 2 } })).rejects.toMatchObject({ status: 503 });
    await expect(sipgate.GET('/account', { retry: false })).rejects.toMatchObject({ status: 503 });
    expect(arrived).toHaveLength(1 + 2 + 1);
  });
});

describe('what changes something is sent once', () => {
  const changes = [
    ['POST', 'requestPasswordReset', {}],
    ['PUT', 'verifyAccount', {}],
    ['DELETE', 'deleteAllContacts', {}],
  ] as const;

  test.each(changes)('%s, after 503, 429 and a broken connection', async (_, operationId) => {
    for (const status of [503, 429, 0]) {
      const { sipgate, arrived } = await clientFor([[status], [200]]);
      await expect(sipgate.request(operationId, { body: {} })).rejects.toMatchObject({ name: 'ApiError' });
      expect(arrived).toHaveLength(1);
    }
  });

  test.each(changes)('%s again only where that was asked for', async (_, operationId) => {
    const { sipgate, arrived } = await clientFor([[503], [200]]);
    await sipgate.request(operationId, { body: { a: 1 }, retry: { writes: true } });
    expect(arrived.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });
});

describe('Retry-After', () => {
  test('in seconds is waited for', async () => {
    const { sipgate, waits } = await clientFor([[429, { 'retry-after': '7' }], [200]]);
    await sipgate.GET('/account');
    expect(waits).toEqual([7000]);
  });

  test('as a date is waited for, by the server’s own clock', async () => {
    const date = 'Thu, 01 Jan 2026 10:00:00 GMT';
    const { sipgate, waits } = await clientFor([
      [503, { date, 'retry-after': 'Thu, 01 Jan 2026 10:00:09 GMT' }],
      [200],
    ]);
    await sipgate.GET('/account');
    expect(waits).toEqual([9000]);
  });

  test('that is longer than anybody wants to wait ends the call at once, and is told', async () => {
    const { sipgate, arrived } = await clientFor([[429, { 'retry-after': '3600' }]]);
    await expect(sipgate.GET('/account')).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 3_600_000 });
    expect(arrived).toHaveLength(1);
  });
});

test('the wait is drawn by lot, between half of it and all', async () => {
  const { sipgate, waits } = await clientFor([[503]], { random: () => 0 });
  await sipgate.GET('/account', { retry: { attempts: 8, delayMs: 1000 } }).catch(() => undefined);
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('in an outage, repeats run out: a thousand calls do not become three thousand', async () => {
  const { sipgate, arrived } = await clientFor([[503]]);
  for (let call = 0; call < 100; call += 1) await sipgate.GET('/account').catch(() => undefined);
  expect(arrived).toHaveLength(100 + 20);
});

describe('the time of a call', () => {
  test('ends its repeats, too, and the error is the API’s', async () => {
    let strike: () => void = () => undefined;
    const { sipgate, arrived } = await clientFor([[503]], {
      wait: (ms, signal) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          if (ms === 30_000) strike = resolve;
          else strike();
        }),
    });
    await expect(sipgate.GET('/account')).rejects.toMatchObject({ code: 'api_unavailable', status: 503 });
    expect(arrived).toHaveLength(1);
  });

  test('is the caller’s: aborting ends the wait for a repeat', async () => {
    const caller = new AbortController();
    const { sipgate } = await clientFor([[503]], {
      wait: (ms, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          if (ms !== 30_000) caller.abort();
        }),
    });
    await expect(sipgate.GET('/account', { signal: caller.signal })).rejects.toMatchObject({ code: 'request_aborted' });
  });
});

describe('the hooks', () => {
  test('hear of every attempt, without anything that belongs to somebody', async () => {
    const { sipgate, attempts } = await clientFor([
      [503, { 'x-request-id': 'r1' }],
      [200, { 'x-request-id': 'r2' }],
    ]);
    await sipgate.call('getUser', { path: { userId: 'w0' } });
    const call = { operationId: 'getUser', method: 'GET', path: '/users/{userId}', durationMs: 0 };
    expect(attempts).toEqual([
      { ...call, attempt: 1, status: 503, requestId: 'r1', error: expect.any(Error), retryInMs: 500 },
      { ...call, attempt: 2, status: 200, requestId: 'r2' },
    ]);
    expect(JSON.stringify(attempts)).not.toMatch(/w0|t0ken/);
  });

  test('can run a call, repeats included, inside something of their own', async () => {
    const seen: string[] = [];
    const { sipgate } = await clientFor([[503], [200], [404]], {
      hooks: {
        async around({ operationId }, run) {
          seen.push(`begin ${operationId}`);
          try {
            return await run();
          } catch (error) {
            seen.push((error as { code: string }).code);
            throw error;
          } finally {
            seen.push('end');
          }
        },
      },
    });
    await sipgate.GET('/account');
    await sipgate.GET('/balance').catch(() => undefined);
    expect(seen).toEqual(['begin getAccount', 'end', 'begin getBalance', 'not_found', 'end']);
  });

  test('that throw are heard, and nothing is sent again because of them', async () => {
    const { sipgate, arrived } = await clientFor([[200]], {
      hooks: {
        onAttempt() {
          throw new Error('the log is full');
        },
      },
    });
    await expect(sipgate.GET('/account')).rejects.toThrow('the log is full');
    expect(arrived).toHaveLength(1);
  });
});
