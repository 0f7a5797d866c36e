import { expect, test } from 'vitest';
import { createSandbox } from '../src/index.ts';
import { claimsOf, relyingParty } from './relying-party.ts';

test('two sandboxes of one process keep their own time, even while they are at work at once', async () => {
  const [past, future] = await Promise.all([
    createSandbox({ now: () => Date.parse('2001-01-01T00:00:00Z') }),
    createSandbox({ now: () => Date.parse('2051-01-01T00:00:00Z') }),
  ]);

  const [old, young] = await Promise.all([relyingParty(past).tokens(), relyingParty(future).tokens()]);

  expect(claimsOf(old.access_token).iat).toBe(Date.parse('2001-01-01T00:00:00Z') / 1000);
  expect(claimsOf(young.access_token).iat).toBe(Date.parse('2051-01-01T00:00:00Z') / 1000);
  expect((await relyingParty(past).api('/account', old.access_token)).status).toBe(200);
  expect((await relyingParty(future).api('/account', young.access_token)).status).toBe(200);
});

test('outside of its requests, a sandbox leaves the time alone', async () => {
  const before = Date.now();
  const sandbox = await createSandbox({ now: () => 0 });
  await relyingParty(sandbox).tokens();

  expect(Math.abs(Date.now() - before)).toBeLessThan(60_000);
  expect(sandbox.clock.now()).toBe(0);
});

test('a source of time that asks Date.now gets the computer’s', async () => {
  const sandbox = await createSandbox({ now: () => Date.now() });

  const tokens = await relyingParty(sandbox).tokens();

  expect(Math.abs(Number(claimsOf(tokens.access_token).iat) * 1000 - Date.now())).toBeLessThan(60_000);
});

test('time is advanced and set', async () => {
  const sandbox = await createSandbox({ now: () => 1_000 });
  sandbox.clock.advance(500);
  expect(sandbox.clock.now()).toBe(1_500);
  sandbox.clock.set(10_000);
  expect(sandbox.clock.now()).toBe(10_000);
});

test('a sign-in page waits half an hour, a browser session 30 days', async () => {
  const sandbox = await createSandbox();
  const party = relyingParty(sandbox);
  const browser = new Map();
  await party.signIn({ browser });
  sandbox.clock.advance(30 * 86_400_000);

  const callback = await party.signIn({ browser, change: { prompt: 'none' } });

  expect(callback.searchParams.get('error')).toBe('login_required');
});
