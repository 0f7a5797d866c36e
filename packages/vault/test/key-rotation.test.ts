import { describe, expect, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { places, vaultAt } from './places.ts';
import { alice, tokens, transaction } from './vault-fixture.ts';

const old = KeyRing.generate('old');
const renewed = KeyRing.generate('new');
const both = KeyRing.parse(`${renewed.serialize()},${old.serialize()}`);
const oldFirst = KeyRing.parse(`${old.serialize()},${renewed.serialize()}`);
const PEOPLE = 25;

describe.each(places)('$name:', (place) => {
  /** A vault of people and sign-ins under way, all sealed with the old key, opened with both. */
  async function sealedWithOld() {
    const { vault, storage } = await vaultAt(place, { keyRing: old });
    const states = await Promise.all(
      Array.from({ length: PEOPLE }, (_, person) =>
        vault.connections.saveSignIn({ ...alice, subject: `person-${person}` }, tokens(`${person}`)),
      ),
    );
    for (const name of ['a', 'b']) {
      await vault.transactions.put({ browserId: name, transaction: transaction(name), returnTo: '/' });
    }
    const { vault: rotating } = await vaultAt(storage, { keyRing: both });
    return { states, storage, rotating };
  }

  test('[S34] after everything is sealed anew the old key may go, and everybody is still signed in', async () => {
    const { states, storage, rotating } = await sealedWithOld();
    const sessionId = await rotating.sessions.create({ connectionId: states[0]?.id ?? '' });
    const progress: object[] = [];
    expect(await rotating.keysInUse()).toEqual({ old: PEOPLE + 2 });
    const rotation = await rotating.rotateKeys({ batch: 10, onProgress: (step) => progress.push(step) });
    expect(rotation).toEqual({ resealed: PEOPLE + 2, remaining: {}, missingKeys: [], damaged: [] });
    expect(progress).toEqual([10, 20, 25, 27].map((done) => ({ done, total: PEOPLE + 2 })));
    expect(await rotating.keysInUse()).toEqual({ new: PEOPLE + 2 });

    const { vault: fresh } = await vaultAt(storage, { keyRing: renewed });
    for (const [person, { id, generation }] of states.entries()) {
      const connection = await fresh.connections.read(id);
      expect([connection?.tokenSet.accessToken, connection?.generation]).toEqual([`access-${person}`, generation]);
      expect(await fresh.connections.replace(id, { generation, tokenSet: tokens('next') })).toBeDefined();
    }
    expect((await fresh.sessions.read(sessionId))?.connectionId).toBe(states[0]?.id);
    expect((await fresh.transactions.consume('state-a'))?.transaction).toEqual(transaction('a'));
  });

  test('[S34] done twice it does nothing, and states stay as they were', async () => {
    const { states, rotating } = await sealedWithOld();
    await rotating.rotateKeys();
    expect(await rotating.rotateKeys()).toMatchObject({ resealed: 0, remaining: {} });
    const [before] = states;
    const [after] = await rotating.connections.readStates([before?.id ?? '']);
    expect({ ...after, observedAt: 0 }).toEqual({ ...before, observedAt: 0 });
  });

  test('stopped in the middle it goes on where it was', async () => {
    const { rotating } = await sealedWithOld();
    const stop = new AbortController();
    const first = await rotating.rotateKeys({ batch: 5, signal: stop.signal, onProgress: () => stop.abort() });
    expect(first).toMatchObject({ resealed: 5, remaining: { old: PEOPLE + 2 - 5 } });
    const totals: number[] = [];
    const second = await rotating.rotateKeys({ onProgress: ({ total }) => totals.push(total) });
    expect(second).toMatchObject({ resealed: PEOPLE + 2 - 5, remaining: {} });
    expect(new Set(totals)).toEqual(new Set([PEOPLE + 2 - 5]));
  });

  test('[S34] while servers rotate, sign in and sign out, nobody loses anything', async () => {
    const { states, storage, rotating } = await sealedWithOld();
    const { vault: server } = await vaultAt(storage, { keyRing: both });
    const [removed, ...others] = states;
    const work = others.map(({ id, generation }, index) =>
      server.connections.replace(id, { generation, tokenSet: tokens(`rotated-${index}`) }),
    );
    const [rotation] = await Promise.all([
      rotating.rotateKeys({ batch: 3 }),
      server.connections.remove(removed?.id ?? ''),
      ...work,
    ]);
    expect(rotation).toMatchObject({ remaining: {}, damaged: [] });
    const { vault: fresh } = await vaultAt(storage, { keyRing: renewed });
    for (const [index, { id, generation }] of others.entries()) {
      const connection = await fresh.connections.read(id);
      expect(connection?.tokenSet.accessToken).toBe(`access-rotated-${index}`);
      expect(connection?.generation).toBe(generation + 1);
    }
    expect(await fresh.connections.read(removed?.id ?? '')).toBeUndefined();
  });

  test('what an instance still seals with the old key is reported by that key', async () => {
    const { states, storage, rotating } = await sealedWithOld();
    const { vault: late } = await vaultAt(storage, { keyRing: oldFirst });
    await rotating.rotateKeys();
    const [one] = states;
    await late.connections.replace(one?.id ?? '', { generation: one?.generation ?? 0, tokenSet: tokens('late') });
    expect(await rotating.keysInUse()).toEqual({ new: PEOPLE + 1, old: 1 });
    expect(await rotating.rotateKeys()).toMatchObject({ resealed: 1, remaining: {} });
  });

  test('a missing key is named, with what it has sealed; the rest is sealed anew', async () => {
    const { states, storage, rotating } = await sealedWithOld();
    const { vault: other } = await vaultAt(storage, { keyRing: KeyRing.generate('lost') });
    await other.connections.saveSignIn({ ...alice, subject: 'of the lost key' }, tokens('lost'));
    const rotation = await rotating.rotateKeys();
    expect(rotation).toEqual({
      resealed: PEOPLE + 2,
      remaining: { lost: 1 },
      missingKeys: ['lost'],
      damaged: [],
    });
    expect(await rotating.connections.read(states[0]?.id ?? '')).toBeDefined();
  });

  test('a connection that does not open is named, and left as it is', async () => {
    const { states, storage, rotating } = await sealedWithOld();
    const id = states[0]?.id ?? '';
    await storage.sql(`update vault_connections set subject = 'somebody else' where id = '${id}'`);
    expect(await rotating.rotateKeys()).toEqual({
      resealed: PEOPLE + 1,
      remaining: { old: 1 },
      missingKeys: [],
      damaged: [id],
    });
  });

  test('what was sealed before the vault knew of key ids is found, and sealed anew', async () => {
    const { storage, rotating } = await sealedWithOld();
    await storage.sql("update vault_connections set key_id = ''");
    expect(await rotating.keysInUse()).toEqual({ '': PEOPLE, old: 2 });
    expect(await rotating.rotateKeys()).toMatchObject({ resealed: PEOPLE + 2, remaining: {}, missingKeys: [] });
    const { vault: without } = await vaultAt(storage, { keyRing: KeyRing.generate('third') });
    await storage.sql("update vault_connections set key_id = ''");
    expect(await without.rotateKeys()).toMatchObject({
      resealed: 0,
      remaining: { '': PEOPLE, new: 2 },
      missingKeys: ['new'],
    });
  });
});
