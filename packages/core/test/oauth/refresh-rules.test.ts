import { describe, expect, test } from 'vitest';
import {
  createMemoryTokenStore,
  createTokenManager,
  SipgateKitError,
  TokenSet,
  type TokenStore,
} from '../../src/index.ts';
import type { UnwrittenAnswer } from '../../src/oauth/refresh-context.ts';
import { client, refusedConnection, START, signedIn } from './signed-in.ts';

const storeDown = (): never => {
  throw new SipgateKitError('store_unavailable', 'down', { hint: 'wait', retryable: true });
};

describe('[R1] the fence is the generation alone', () => {
  test("an answer is stored even when its holder's lease has long lapsed", async () => {
    const { tokens, real, time, store, id } = await signedIn({ age: 301_000 });
    real.interfere.push(() => {
      time.now += 3_600_000;
      return undefined as never;
    });
    expect(await tokens.getAccessToken()).toBe('access-2');
    expect(await store.read(id)).toMatchObject({ generation: 2, status: 'active' });
  });
});

describe('[R2] two phases', () => {
  test('a holder that comes back too late from marking does not send', async () => {
    let elapsed = 0;
    const { real, manager, id, store } = await signedIn({ age: 301_000, monotonic: () => elapsed });
    const mark = store.markSending;
    let first = true;
    store.markSending = async (...request) => {
      const marked = await mark(...request);
      if (first) elapsed += 6_000;
      first = false;
      return marked;
    };
    expect(await manager().forConnection(id).getAccessToken()).toBe('access-2');
    expect(real.tokenRequests).toHaveLength(1);
  });

  test('a holder that died before its mark is replaced after five seconds', async () => {
    const { store, id, time, tokens } = await signedIn({ age: 301_000 });
    await store.acquireLease(id, { owner: 'dead', generation: 1, ttlMs: 5_000 });
    const started = time.now;
    expect(await tokens.getAccessToken()).toBe('access-2');
    expect(time.now - started).toBeLessThan(6_000);
  });

  test('a holder that died after its mark is replaced after its send deadline', async () => {
    const { store, id, time, tokens, reasons } = await signedIn({ age: 301_000 });
    await store.acquireLease(id, { owner: 'dead', generation: 1, ttlMs: 5_000 });
    await store.markSending(id, { owner: 'dead', generation: 1, deadlineMs: 35_000, retry: false });
    const started = time.now;
    expect(await tokens.getAccessToken()).toBe('access-2');
    expect(time.now - started).toBeGreaterThanOrEqual(35_000);
    expect(reasons()).toEqual(['waited', 'retrying-lost-answer', 'refreshed']);
  });
});

describe('[R3] an outage without any OAuth answer', () => {
  test('longer than the send deadline costs nobody their sign-in, and ends when it ends', async () => {
    const { tokens, real, time, store, id, reasons } = await signedIn({ age: 301_000, timeoutMs: 2_000 });
    const badGateway = () => new Response(null, { status: 502 });
    real.interfere.push(...Array.from({ length: 200 }, () => badGateway));
    const outage = time.now;
    while (time.now - outage < 180_000) {
      await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'provider_unavailable', retryable: true });
    }
    expect(await store.read(id)).toMatchObject({ status: 'active', generation: 1 });
    expect(reasons()).not.toContain('needs-login');
    expect(real.tokenRequests.length, 'the back-off grows').toBeLessThan(20);
    real.interfere.length = 0;
    time.now += 60_000;
    expect(await tokens.getAccessToken()).toBe('access-2');
  });
});

describe('[R12] a process whose own clock is off', () => {
  test.each([300_000, -300_000])(
    'by %i ms takes a fresh set for what it is, before it has asked anyone',
    async (off) => {
      const { store, id, provider, real, time } = await signedIn({ age: 10_000 });
      const tokens = createTokenManager({
        provider,
        client,
        store,
        fetch: real.fetch,
        now: () => time.now + off,
      }).forConnection(id);
      expect(await tokens.getAccessToken()).toBe('access-1');
      expect(real.tokenRequests).toHaveLength(0);
    },
  );
});

test('[R3] an extra try that died with its process is made again by the next one', async () => {
  const { store, id, tokens, reasons, time } = await signedIn({ age: 301_000 });
  for (const [owner, retry] of [
    ['first', false],
    ['second', true],
  ] as const) {
    await store.acquireLease(id, { owner, generation: 1, ttlMs: 5_000 });
    expect(await store.markSending(id, { owner, generation: 1, deadlineMs: 1_000, retry })).toBe(true);
    await store.releaseLease(id, { owner, sent: true });
    time.now += 2_000;
  }
  expect(await tokens.getAccessToken()).toBe('access-2');
  expect(reasons()).toEqual(['retrying-lost-answer', 'refreshed']);
});

test('[R4] a thousand waiters for different connections cost one query per look', async () => {
  const { store, manager, time } = await signedIn({ age: 301_000 });
  const ids: string[] = [];
  for (let person = 0; person < 1_000; person++) {
    const expired = { refreshToken: 'r', scopes: [], issuedAt: START, accessTokenExpiresAt: START + 1 };
    const key = { issuer: 'i', clientId: 'c', subject: `${person}` };
    const { id } = await store.saveSignIn(key, new TokenSet({ accessToken: `a${person}`, ...expired }));
    await store.acquireLease(id, { owner: 'elsewhere', generation: 1, ttlMs: 5_000 });
    ids.push(id);
  }
  const looks: number[] = [];
  const readStates = store.readStates;
  store.readStates = async (wanted) => {
    if (wanted.length > 1) looks.push(wanted.length);
    if (looks.length === 3) {
      const fresh = { accessToken: 'new', scopes: [], issuedAt: time.now, accessTokenExpiresAt: time.now + 300_000 };
      for (const id of ids) await store.replace(id, { generation: 1, tokenSet: new TokenSet(fresh) });
    }
    return readStates(wanted);
  };
  const one = manager();
  const got = await Promise.all(ids.map((id) => one.forConnection(id).getAccessToken()));
  expect(new Set(got)).toEqual(new Set(['new']));
  expect(looks).toEqual([1_000, 1_000, 1_000]);
});

describe('[R4] a store that restarts', () => {
  test.each(['read', 'acquireLease', 'markSending', 'readStates'] as const)(
    'fails no call that waits: %s',
    async (method) => {
      const { manager, store, id, real } = await signedIn({ age: 301_000 });
      const original = store[method] as (...request: unknown[]) => Promise<never>;
      let failures = 20;
      Object.assign(store, {
        [method]: async (...request: unknown[]) => (failures-- > 0 ? storeDown() : original(...request)),
      });
      if (method === 'readStates') await store.acquireLease(id, { owner: 'dead', generation: 1, ttlMs: 5_000 });
      const tokens = manager().forConnection(id);
      const got = await Promise.all(Array.from({ length: 20 }, () => tokens.getAccessToken()));
      expect(new Set(got)).toEqual(new Set(['access-2']));
      expect(real.tokenRequests).toHaveLength(1);
      expect(failures).toBeLessThan(0);
    },
  );

  test('and does not come back is said within maxWait', async () => {
    const { manager, store, id, time } = await signedIn({ age: 301_000, maxWaitMs: 5_000 });
    store.read = async () => storeDown();
    const before = time.now;
    await expect(manager().forConnection(id).getAccessToken()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(time.now - before).toBeLessThan(6_000);
  });
});

test('[R4] 200 calls at once read the row once', async () => {
  const { manager, store, id } = await signedIn();
  let reads = 0;
  const read = store.read;
  store.read = (wanted) => {
    reads += 1;
    return read(wanted);
  };
  const tokens = manager().forConnection(id);
  await Promise.all(Array.from({ length: 200 }, () => tokens.getAccessToken()));
  expect(reads).toBe(1);
});

test('tokens that live for seconds are not refreshed all the time', async () => {
  const { manager, id, store, key, real, time } = await signedIn();
  const short = { accessToken: 'short', refreshToken: 'refresh-1', scopes: [], issuedAt: time.now + 1 };
  await store.saveSignIn(key, new TokenSet({ ...short, accessTokenExpiresAt: time.now + 20_001 }));
  time.now += 10_000;
  const one = manager();
  for (let call = 0; call < 50; call++) expect(await one.forConnection(id).getAccessToken()).toBe('short');
  await one.close();
  expect(real.tokenRequests).toHaveLength(0);
});

test('[R5] back-off is in the row: another process does not try before it has passed', async () => {
  const { tokens, manager, id, real, time } = await signedIn({ age: 301_000, maxWaitMs: 500 });
  real.interfere.push(() => Response.json({}, { status: 503, headers: { 'retry-after': '30' } }));
  await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'provider_unavailable' });
  await expect(manager().forConnection(id).getAccessToken()).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(real.tokenRequests).toHaveLength(1);
  time.now += 30_000;
  expect(await manager().forConnection(id).getAccessToken()).toBe('access-2');
});

test('[R6] an answer in hand goes to the spill when the process ends before the store takes it', async () => {
  const spilled: UnwrittenAnswer[] = [];
  const spill = async (answer: UnwrittenAnswer) => void spilled.push(answer);
  const { store, id, manager, real } = await signedIn({ age: 301_000, spill });
  store.replace = storeDown;
  const one = manager();
  const failed = expect(one.forConnection(id).getAccessToken()).rejects.toMatchObject({ code: 'store_unavailable' });
  await expect.poll(() => real.tokenRequests.length).toBe(1);
  await one.close();
  await failed;
  expect(spilled).toMatchObject([{ connectionId: id, generation: 1 }]);
  expect(spilled[0]?.tokenSet.refreshToken).toBe('refresh-2');
});

test('[R8] a new sign-in during a refresh wins; the late answer is neither stored nor revoked', async () => {
  const { tokens, real, store, id, reasons, key } = await signedIn({ age: 301_000 });
  real.interfere.push(async () => {
    const newer = { accessToken: 'newer', refreshToken: 'r', scopes: [], issuedAt: START + 302_000 };
    await store.saveSignIn(key, new TokenSet({ ...newer, accessTokenExpiresAt: START + 900_000 }));
    return undefined as never;
  });
  expect(await tokens.getAccessToken()).toBe('newer');
  expect(real.revocations).toHaveLength(0);
  expect(reasons()).toEqual(['superseded']);
  expect((await store.read(id))?.tokenSet.accessToken).toBe('newer');
});

test('[R10] a refresh token whose end no longer moves is reported, with the instant', async () => {
  const fixedEnd = START + 301_000 + 2_592_000_000;
  const { tokens, store, id, events } = await signedIn({ age: 301_000, refreshTokenExpiresAt: fixedEnd });
  await tokens.getAccessToken();
  expect(events.map(({ reason }) => reason)).toEqual(['refreshed', 'expires-for-good-at']);
  expect(events[1]?.detail).toBe(new Date(fixedEnd).toISOString());
  expect(await store.read(id)).toMatchObject({ status: 'active' });
});

describe('[R13] the end of a process', () => {
  test('comes at once when nothing is under way', async () => {
    const { manager, time } = await signedIn();
    const before = time.now;
    await manager().close();
    expect(time.now).toBe(before);
  });

  test('waits for a request that has left, and stores its answer', async () => {
    const { manager, id, real, store } = await signedIn({ age: 301_000 });
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      real.interfere.push(() => {
        resolve();
        return new Promise<undefined>((release) => {
          answer = () => release(undefined);
        }) as never;
      });
    });
    const one = manager();
    const call = one.forConnection(id).getAccessToken();
    await asked;
    const closed = one.close();
    answer();
    await closed;
    expect(await call).toBe('access-2');
    expect(await store.read(id)).toMatchObject({ generation: 2 });
  });

  test('begins no further refresh, but hands out what is valid', async () => {
    const { manager, id, real, time } = await signedIn();
    const one = manager();
    await one.close();
    expect(await one.forConnection(id).getAccessToken()).toBe('access-1');
    time.now += 301_000;
    await expect(one.forConnection(id).getAccessToken()).rejects.toMatchObject({
      code: 'provider_unavailable',
      retryable: true,
    });
    expect(real.tokenRequests).toHaveLength(0);
    expect(await manager().forConnection(id).getAccessToken()).toBe('access-2');
  });

  test("does not wait for somebody else's refresh", async () => {
    const { manager, id, store } = await signedIn({ age: 301_000 });
    await store.acquireLease(id, { owner: 'elsewhere', generation: 1, ttlMs: 3_600_000 });
    const one = manager();
    const call = one.forConnection(id).getAccessToken();
    const failed = expect(call).rejects.toMatchObject({ code: 'provider_unavailable', retryable: true });
    await one.close();
    await failed;
  });

  test('does not wait for a provider that is down', async () => {
    const { manager, id, real, time } = await signedIn({ age: 301_000 });
    real.interfere.push(...Array.from({ length: 20 }, () => refusedConnection));
    const one = manager();
    const failed = expect(one.forConnection(id).getAccessToken()).rejects.toMatchObject({
      code: 'provider_unreachable',
    });
    await expect.poll(() => real.tokenRequests.length).toBeGreaterThan(0);
    const before = time.now;
    await one.close();
    await failed;
    expect(time.now - before).toBeLessThan(1_000);
  });
});

test("[R14] a row that cannot be opened is the operator's error, never needs_login", async () => {
  const { real, id, provider } = await signedIn({ age: 301_000 });
  const statuses: string[] = [];
  const store: TokenStore = {
    ...createMemoryTokenStore(),
    read: async () => {
      throw new SipgateKitError('vault_key_missing', 'The key "2025" is missing.', { hint: 'Give it back.' });
    },
    setStatus: async (_id, { status }) => {
      statuses.push(status);
      return true;
    },
  };
  const tokens = createTokenManager({ provider, client, store, fetch: real.fetch }).forConnection(id);
  await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'vault_key_missing' });
  expect(statuses).toEqual([]);
  expect(real.tokenRequests).toHaveLength(0);
});
