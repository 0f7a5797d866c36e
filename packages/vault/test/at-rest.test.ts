import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { places, vaultAt } from './places.ts';
import { alice, bob, tokens, transaction } from './vault-fixture.ts';

describe.each(places)('$name:', (place) => {
  test('[S33] what a vault keeps holds no token, verifier, nonce, state, browser id or session id', async () => {
    const { vault, storage } = await vaultAt(place);
    const { id, generation } = await vault.connections.saveSignIn(
      alice,
      tokens('CANARY-1', { idToken: 'id-CANARY-1' }),
    );
    await vault.connections.replace(id, { generation, tokenSet: tokens('CANARY-2') });
    await vault.transactions.put({
      browserId: 'browser-CANARY',
      transaction: transaction('CANARY'),
      returnTo: '/CANARY',
    });
    const sessionId = await vault.sessions.create({ connectionId: id });
    await vault.sessions.read(sessionId);

    for (const moment of ['open', 'closed']) {
      if (moment === 'closed') await vault.close();
      const bytes = await storage.dump();
      expect(bytes, 'the dump is the real thing').toContain(id);
      for (const secret of ['CANARY', sessionId, Buffer.from('CANARY').toString('base64').slice(0, 7)]) {
        expect(bytes.includes(secret), `${secret}, ${moment}`).toBe(false);
      }
    }
  });

  test('[S33] a token set moved to another row does not open, and the error names the connection', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const one = await vault.connections.saveSignIn(alice, tokens('alice'));
    const two = await vault.connections.saveSignIn(bob, tokens('bob'));
    await storage.sql(
      'update vault_connections set sealed = other.sealed from vault_connections other where other.id <> vault_connections.id',
    );

    const { vault: fresh } = await vaultAt(storage, { keyRing });
    for (const { id } of [one, two]) {
      await expect(fresh.connections.read(id)).rejects.toMatchObject({
        code: 'vault_entry_damaged',
        message: expect.stringContaining(id),
      });
    }
  });

  test('[S33] an older token set of the same row does not open', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const { id, generation } = await vault.connections.saveSignIn(alice, tokens('old'));
    const [older] = await storage.sql('select sealed from vault_connections');
    await vault.connections.replace(id, { generation, tokenSet: tokens('new') });
    await storage.sql(`update vault_connections set sealed = '${older?.['sealed']}'`);

    const { vault: fresh } = await vaultAt(storage, { keyRing });
    await expect(fresh.connections.read(id)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  });

  test('[S33] rows of two people cannot be exchanged by exchanging whose they are', async () => {
    const { vault, storage, keyRing } = await vaultAt(place);
    const { id } = await vault.connections.saveSignIn(alice, tokens('alice'));
    await storage.sql("update vault_connections set subject = 'bob'");

    const { vault: fresh } = await vaultAt(storage, { keyRing });
    expect((await fresh.connections.findByKey(bob))?.id).toBe(id);
    await expect(fresh.connections.read(id)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  });

  test('[S33] a sign-in under way that was moved to another browser or prolonged does not open', async () => {
    const { vault, storage } = await vaultAt(place);
    for (const change of ["browser = 'other'", 'expires_at = expires_at + 1']) {
      await vault.transactions.put({ browserId: 'mine', transaction: transaction(change), returnTo: '/' });
      await storage.sql(`update vault_transactions set ${change}`);
      await expect(vault.transactions.consume(`state-${change}`)).rejects.toMatchObject({
        code: 'vault_entry_damaged',
      });
    }
  });

  test('[S22] a vault in use prints nothing it keeps, nor the password of its database', async () => {
    const { vault, keyRing } = await vaultAt(place);
    const state = await vault.connections.saveSignIn(alice, tokens('CANARY'));
    const connection = await vault.connections.read(state.id);
    for (const shown of [vault, state, connection]) {
      const text = inspect(shown, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(shown);
      expect(text).not.toContain('CANARY');
      expect(text).not.toContain(keyRing.serialize().split(':')[1]);
    }
  });
});
