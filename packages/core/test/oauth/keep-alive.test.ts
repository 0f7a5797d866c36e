import { expect, test } from 'vitest';
import { type KeepAliveOptions, startKeepAlive, TokenSet } from '../../src/index.ts';
import { signedIn } from './signed-in.ts';

const DAY = 86_400_000;

/** A signed-in person, and further connections whose refresh tokens the provider does not know. */
async function withStrangers(strangers: number, options: Partial<KeepAliveOptions> = {}) {
  const setup = await signedIn({ refreshTokenExpiresAt: Date.parse('2026-01-31T00:00:00Z') });
  const { store, time } = setup;
  for (let person = 0; person < strangers; person++) {
    const set = { accessToken: `a${person}`, refreshToken: `unknown-${person}`, scopes: [], issuedAt: time.now };
    await store.saveSignIn(
      { issuer: 'i', clientId: 'c', subject: `${person}` },
      new TokenSet({ ...set, refreshTokenExpiresAt: time.now + 20 * DAY }),
    );
  }
  const manager = setup.manager();
  let waited = 0;
  const keepAlive = startKeepAlive({
    manager,
    store,
    random: () => 0.5,
    everyMs: 1_000 * DAY,
    async wait(ms, signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (ms > DAY && !signal?.aborted)
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      waited += ms;
    },
    clock: { ...fixedClock(() => time.now) },
    ...options,
  });
  return { ...setup, keepAlive, manager, waited: () => waited };
}

const fixedClock = (now: () => number) => ({
  now,
  local: now,
  hasLearned: true,
  fromLocal: (at: number) => at,
  observe: () => undefined,
});

test('[R11] nothing is refreshed while refresh tokens have weeks to live', async () => {
  const { keepAlive, real } = await withStrangers(0);
  expect(await keepAlive.sweep()).toBe(0);
  expect(real.tokenRequests).toHaveLength(0);
  await keepAlive.stop();
});

test('[R11] what nobody used is refreshed before its refresh token ends', async () => {
  const { keepAlive, real, time, store, id } = await withStrangers(0);
  time.now += 25 * DAY;
  expect(await keepAlive.sweep()).toBe(1);
  expect(real.tokenRequests).toHaveLength(1);
  expect(await store.read(id)).toMatchObject({ generation: 2, status: 'active' });
  expect(await keepAlive.sweep()).toBe(0);
  await keepAlive.stop();
});

test('[R11] two instances refresh a connection once', async () => {
  const one = await withStrangers(0);
  one.time.now += 25 * DAY;
  const two = startKeepAlive({
    manager: one.manager,
    store: one.store,
    clock: fixedClock(() => one.time.now),
    everyMs: 1e9,
  });
  await Promise.all([one.keepAlive.sweep(), two.sweep()]);
  expect(one.real.tokenRequests).toHaveLength(1);
  await Promise.all([one.keepAlive.stop(), two.stop()]);
});

test('[R11] a refused connection becomes needs_login once, and is not tried again; the pace is capped', async () => {
  const { keepAlive, real, time, store, waited } = await withStrangers(30, { perMinute: 10 });
  time.now += 15 * DAY;
  expect(await keepAlive.sweep()).toBe(30);
  expect(real.tokenRequests).toHaveLength(30);
  expect(waited()).toBeGreaterThanOrEqual(3 * 60_000);
  expect(await store.findByKey({ issuer: 'i', clientId: 'c', subject: '7' })).toMatchObject({ status: 'needs_login' });
  expect(await keepAlive.sweep()).toBe(0);
  await keepAlive.stop();
});

test('[R11] a client that is refused is not asked for every connection', async () => {
  const { keepAlive, real, time, store } = await withStrangers(5);
  time.now += 15 * DAY;
  real.interfere.push(() => Response.json({ error: 'unauthorized_client' }, { status: 401 }));
  await expect(keepAlive.sweep()).rejects.toMatchObject({ code: 'wrong_client_secret' });
  expect(real.tokenRequests).toHaveLength(1);
  expect(await store.findByKey({ issuer: 'i', clientId: 'c', subject: '0' })).toMatchObject({ status: 'active' });
  await keepAlive.stop();
});

test('[R11] an end that no longer moves is not refreshed again and again', async () => {
  const { keepAlive, real, time, key, store } = await withStrangers(0);
  time.now += 25 * DAY;
  const set = { accessToken: 'a', refreshToken: 'refresh-1', scopes: [], issuedAt: time.now };
  await store.saveSignIn(key, new TokenSet({ ...set, refreshTokenExpiresAt: time.now + DAY }));
  expect(await keepAlive.sweep()).toBe(0);
  expect(real.tokenRequests).toHaveLength(0);
  await keepAlive.stop();
});
