import { describe, expect, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { alice, bob, tokens, transaction } from './vault-fixture.ts';

/** Takes a vault back to what it was before schema version 2. */
const VERSION_1 = `
  drop table vault_pauses;
  drop index vault_connections_by_key;
  drop index vault_transactions_by_key;
  drop index vault_connections_due_by_end;
  drop index vault_connections_due_by_age;
  alter table vault_connections drop column key_id;
  alter table vault_transactions drop column key_id;
  alter table vault_connections drop column refreshed_at;
  update vault_connections set status = 'active' where removed_at is not null;
  delete from vault_migrations where version > 1`;

describe.each(places)('$name:', (place) => {
  test('a vault of schema version 1 is brought up to date with everything in it, by one of many', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const { id, generation, updatedAt } = await vault.connections.saveSignIn(alice, tokens('first'));
    const gone = await vault.connections.saveSignIn(bob, tokens('bob'));
    await vault.connections.remove(gone.id);
    await vault.transactions.put({ browserId: 'b', transaction: transaction('a'), returnTo: '/' });
    const sessionId = await vault.sessions.create({ connectionId: id });
    await vault.close();
    await storage.sql(VERSION_1);

    const handles = await Promise.all(Array.from({ length: 5 }, () => vaultAt(storage, { keyRing })));
    const upgraded = handles[0]?.vault ?? expect.unreachable();
    const connection = await upgraded.connections.read(id);
    expect(connection).toMatchObject({ generation, status: 'active', updatedAt, refreshedAt: updatedAt });
    expect(connection?.tokenSet.accessToken).toBe('access-first');
    expect(await upgraded.connections.count()).toEqual({ active: 1, needs_login: 0, paused: 0 });
    expect((await upgraded.sessions.read(sessionId))?.connectionId).toBe(id);
    expect(await upgraded.keysInUse()).toEqual({ '': 2 });
    expect(await upgraded.rotateKeys()).toMatchObject({ resealed: 2, remaining: {} });
    expect((await upgraded.transactions.consume('state-a'))?.transaction).toEqual(transaction('a'));
    expect(await storage.sql('select version from vault_migrations order by version')).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
  });
});
