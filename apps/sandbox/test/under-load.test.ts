import { expect, test } from 'vitest';
import { createClientStore } from '../src/clients.ts';
import { createSandbox } from '../src/index.ts';
import { createAdapterFactory } from '../src/login/adapter.ts';
import { createRealmState } from '../src/login/realm-state.ts';
import { relyingParty, type TokenAnswer } from './relying-party.ts';

test('thousands of entries survive: nothing leaves by number or age', async () => {
  const adapter = createAdapterFactory(createRealmState('third-party'), createClientStore([]))('RefreshToken');
  const ids = Array.from({ length: 5_000 }, (_, index) => `token-${index}`);

  await Promise.all(ids.map((id) => adapter.upsert(id, { jti: id, exp: 1 }, 1)));

  const found = await Promise.all(ids.map((id) => adapter.find(id)));
  expect(found.filter((entry) => entry === undefined)).toEqual([]);
});

test('what is destroyed stays so, even when a slow request saves it once more', async () => {
  const state = createRealmState('third-party');
  const adapter = createAdapterFactory(state, createClientStore([]))('Grant');
  await adapter.upsert('grant-1', { jti: 'grant-1' }, 1);
  await adapter.destroy('grant-1');

  await adapter.upsert('grant-1', { jti: 'grant-1' }, 1);

  expect(await adapter.find('grant-1')).toBeUndefined();
  expect(state.models.get('Grant')?.has('grant-1')).toBe(true);
});

test('many refresh at once, some tokens five times over: exactly one winner per token', async () => {
  const sandbox = await createSandbox();
  const party = relyingParty(sandbox);
  const browser = new Map();
  const sets: TokenAnswer[] = [];
  for (let index = 0; index < 30; index += 1) sets.push(await party.tokens({ browser }));
  const fresh = await Promise.all(Array.from({ length: 10 }, () => party.tokens()));

  const side = await Promise.all(sets.map((set) => party.refresh(set.refresh_token)));
  const contested = await Promise.all(
    fresh.map(async (set) => Promise.all([1, 2, 3, 4, 5].map(() => party.refresh(set.refresh_token)))),
  );

  expect(side.every(({ ok }) => ok)).toBe(true);
  expect(contested.map((responses) => responses.filter(({ ok }) => ok).length)).toEqual(fresh.map(() => 1));
});
