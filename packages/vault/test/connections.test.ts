import { describe, expect, test } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { places, vaultAt } from './places.ts';
import { alice, bob, heldClock, MINUTE, START, tokens } from './vault-fixture.ts';

describe.each(places)('$name:', (place) => {
  describe('list', () => {
    test('goes through all connections in pages, each once', async () => {
      const { vault } = await vaultAt(place);
      const people = Array.from({ length: 25 }, (_, index) => ({ ...alice, subject: `person-${index}` }));
      for (const key of people) await vault.connections.saveSignIn(key, tokens(key.subject));
      const sizes: number[] = [];
      const subjects: string[] = [];
      let after: string | undefined;
      do {
        const page = await vault.connections.list({ limit: 10, ...(after === undefined ? {} : { after }) });
        sizes.push(page.connections.length);
        subjects.push(...page.connections.map(({ key }) => key.subject));
        after = page.next;
      } while (after !== undefined);
      expect(sizes).toEqual([10, 10, 5]);
      expect(subjects.sort()).toEqual(people.map(({ subject }) => subject).sort());
    });

    test('picks by status and by person, and leaves removed connections out', async () => {
      const { vault } = await vaultAt(place);
      const one = await vault.connections.saveSignIn(alice, tokens('alice'));
      const two = await vault.connections.saveSignIn(bob, tokens('bob'));
      const gone = await vault.connections.saveSignIn({ ...alice, subject: 'carol' }, tokens('carol'));
      await vault.connections.setStatus(two.id, {
        generation: two.generation,
        status: 'needs_login',
        reason: 'refused',
      });
      await vault.connections.remove(gone.id);
      const ids = async (query: object) =>
        (await vault.connections.list({ limit: 10, ...query })).connections.map(({ id }) => id);
      expect(await ids({ status: 'active' })).toEqual([one.id]);
      expect(await ids({ status: 'needs_login' })).toEqual([two.id]);
      expect(await ids({ subject: 'bob' })).toEqual([two.id]);
      expect(await ids({ subject: 'bob', status: 'active' })).toEqual([]);
      expect((await ids({})).sort()).toEqual([one.id, two.id].sort());
    });

    test('searches by the beginning of a subject, in the order of subjects, in pages', async () => {
      const { vault } = await vaultAt(place);
      const subjects = ['al', 'alan', 'albert', 'Alice', 'ali%', 'ali_e', 'alice', 'alice bob', 'älice', 'b', '%', '_'];
      for (const subject of subjects) {
        await vault.connections.saveSignIn({ ...alice, subject }, tokens(subject));
        await vault.connections.saveSignIn({ ...alice, subject, clientId: 'other' }, tokens(subject));
      }
      const search = async (subjectPrefix: string, limit = 100) => {
        const found: string[] = [];
        let after: string | undefined;
        do {
          const page = await vault.connections.list({
            limit,
            subjectPrefix,
            ...(after === undefined ? {} : { after }),
          });
          found.push(...page.connections.map(({ key }) => key.subject));
          after = page.next;
        } while (after !== undefined);
        return found;
      };
      const twice = (...names: string[]) => names.flatMap((name) => [name, name]);
      expect(await search('al')).toEqual(twice('al', 'alan', 'albert', 'ali%', 'ali_e', 'alice', 'alice bob'));
      expect(await search('al', 3)).toEqual(await search('al'));
      expect(await search('ali_')).toEqual(twice('ali_e'));
      expect(await search('%')).toEqual(twice('%'));
      expect(await search('ä')).toEqual(twice('älice'));
      expect(await search('zoe')).toEqual([]);
    });

    test('counts by status, without those removed', async () => {
      const { vault } = await vaultAt(place);
      expect(await vault.connections.count()).toEqual({ active: 0, needs_login: 0, paused: 0 });
      const states = await Promise.all(
        ['a', 'b', 'c', 'd'].map((subject) => vault.connections.saveSignIn({ ...alice, subject }, tokens(subject))),
      );
      const [refused, gone, both] = states;
      for (const state of [refused, both]) {
        if (state) await vault.connections.setStatus(state.id, { generation: 1, status: 'needs_login' });
      }
      for (const state of [gone, both]) if (state) await vault.connections.remove(state.id);
      expect(await vault.connections.count()).toEqual({ active: 1, needs_login: 1, paused: 0 });
    });

    test.each([0, -1, 1.5, 1_001, Number.NaN])('refuses a page of %d', async (limit) => {
      const { vault } = await vaultAt(place);
      await expect(vault.connections.list({ limit })).rejects.toMatchObject({ code: 'invalid_input' });
    });
  });

  describe('a key that is not in the ring', () => {
    async function sealedByLostKey() {
      const { vault, storage } = await vaultAt(place, { keyRing: KeyRing.generate('lost') });
      const { id } = await vault.connections.saveSignIn(alice, tokens('first'));
      return { id, other: (await vaultAt(storage, { keyRing: KeyRing.generate('present') })).vault };
    }

    test("is the operator's error: it names key and connection, and the connection stays active", async () => {
      const { id, other } = await sealedByLostKey();
      for (const call of [other.connections.read(id), other.connections.remove(id)]) {
        await expect(call).rejects.toMatchObject({
          code: 'vault_key_missing',
          message: expect.stringMatching(`${id}.*"lost"`),
        });
      }
      expect(await other.connections.findByKey(alice)).toMatchObject({ id, status: 'active' });
    });

    test('does not keep the person from signing in again', async () => {
      const { id, other } = await sealedByLostKey();
      expect((await other.connections.saveSignIn(alice, tokens('again', { issuedAt: START + 1 }))).id).toBe(id);
      expect((await other.connections.read(id))?.tokenSet.accessToken).toBe('access-again');
    });
  });

  test('a vault that is put back to an older state under an open handle shows what it holds then', async () => {
    const clock = heldClock();
    const { vault, storage, keyRing } = await vaultAt(place, { leaseClock: clock.now });
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    const [backup] = await storage.sql('select generation, sealed from vault_connections');
    await vault.connections.replace(id, { generation, tokenSet: tokens('second') });
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-second');
    await storage.sql(
      `update vault_connections set generation = ${backup?.['generation']}, sealed = '${backup?.['sealed']}'`,
    );
    clock.advance(1);
    const { vault: other } = await vaultAt(storage, { keyRing, leaseClock: clock.now });
    expect(await other.connections.replace(id, { generation, tokenSet: tokens('other second') })).toBeDefined();
    expect((await vault.connections.read(id))?.tokenSet.accessToken).toBe('access-other second');
  });

  test("leases live by the database's clock, whatever the application's clock says", async () => {
    const { vault } = await vaultAt(place, { now: () => 0 });
    const before = Date.now();
    const { id, generation, observedAt } = await vault.connections.saveSignIn(alice, tokens('first'));
    await vault.connections.acquireLease(id, { owner: 'first', generation, ttlMs: 60_000 });
    const [state] = await vault.connections.readStates([id]);
    const after = Date.now();
    expect(observedAt).toBeGreaterThanOrEqual(before);
    expect(state?.lease?.until).toBeGreaterThanOrEqual(before + 60_000);
    expect(state?.lease?.until).toBeLessThanOrEqual(after + 60_000);
  });

  test('cleaning up sweeps tombstones away after a day, and nothing that lives', async () => {
    const clock = heldClock();
    const { vault } = await vaultAt(place, { leaseClock: clock.now });
    const kept = await vault.connections.saveSignIn(bob, tokens('bob'));
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('first'));
    await vault.connections.remove(id);
    for (const wait of [0, 24 * 60 * MINUTE]) {
      clock.advance(wait);
      await vault.cleanUp();
      expect(await vault.connections.replace(id, { generation, tokenSet: tokens('late') })).toBeUndefined();
      expect((await vault.connections.list({ limit: 10 })).connections.map((state) => state.id)).toEqual([kept.id]);
    }
  });
});
