import { expect, test } from 'vitest';
import { createStage } from './stage.ts';

const DAY_MS = 24 * 60 * 60_000;

test('connections that nobody uses are kept alive for months', async () => {
  const stage = await createStage();
  await stage.browser().signIn('alice');
  await stage.browser().signIn('bob');
  for (let week = 0; week < 12; week++) {
    stage.sandbox.clock.advance(7 * DAY_MS);
    await stage.server.maintain();
  }
  const { connections } = await stage.vault.connections.list({ limit: 10 });
  expect(connections.map(({ status }) => status)).toEqual(['active', 'active']);
  // Only when the end comes near: every fourth week.
  expect(connections.map(({ generation }) => generation)).toEqual([4, 4]);
});

test('connections in use are left alone, and so are those that need the person', async () => {
  const stage = await createStage();
  await stage.browser().signIn('alice');
  await stage.server.maintain();
  expect(stage.tokenRequests()).toHaveLength(1);
  stage.sandbox.clock.advance(31 * DAY_MS);
  await stage.server.maintain();
  await stage.server.maintain();
  expect(stage.tokenRequests()).toHaveLength(2);
  expect((await stage.vault.connections.list({ limit: 1 })).connections).toMatchObject([{ status: 'needs_login' }]);
});

test('a provider that is down costs nobody the sign-in', async () => {
  const stage = await createStage();
  await stage.browser().signIn('alice');
  await stage.browser().signIn('bob');
  stage.sandbox.clock.advance(24 * DAY_MS);
  stage.sandbox.faults.add({ method: 'POST', path: '*/token', status: 503, retryAfter: 60, next: 2 });
  await stage.server.maintain();
  expect(stage.tokenRequests()).toHaveLength(4);
  stage.sandbox.clock.advance(DAY_MS);
  await stage.server.maintain();
  const { connections } = await stage.vault.connections.list({ status: 'active', limit: 10 });
  expect(connections.map(({ generation }) => generation)).toEqual([2, 2]);
});

test('a round that fails is told, and followed by the next one', async () => {
  const stage = await createStage();
  await stage.vault.close();
  await stage.server.maintain();
  expect(stage.log.filter(({ msg }) => msg === 'maintenance failed').length).toBeGreaterThan(0);
  await stage.server.close();
});
