import { dirname } from 'node:path';
import { inspect } from 'node:util';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { openVault } from '../src/sql/index.ts';
import { alice, bob, bytesBelow, tokens, transaction, vaultFor } from './vault-fixture.ts';

test('[S33] the files of a vault hold no token, verifier, nonce, state, browser id or session id', async () => {
  const { vault, file } = await vaultFor();
  const { id, generation } = await vault.connections.saveSignIn(alice, tokens('CANARY-1', { idToken: 'id-CANARY-1' }));
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
    const bytes = await bytesBelow(dirname(file));
    expect(bytes, 'the dump is the real thing').toContain(id);
    for (const secret of ['CANARY', sessionId, Buffer.from('CANARY').toString('base64').slice(0, 7)]) {
      expect(bytes.includes(secret), `${secret}, ${moment}`).toBe(false);
    }
  }
});

test('[S33] a token set moved to another row does not open, and the error names the connection', async () => {
  const { vault, file, keyRing } = await vaultFor();
  const one = await vault.connections.saveSignIn(alice, tokens('alice'));
  const two = await vault.connections.saveSignIn(bob, tokens('bob'));
  const raw = new Libsql(file);
  const sealedOf = (id: string) =>
    raw.prepare('select sealed from vault_connections where id = ?').all(id)[0] as { sealed: string };
  const [a, b] = [sealedOf(one.id), sealedOf(two.id)];
  const put = raw.prepare('update vault_connections set sealed = ? where id = ?');
  put.run(b.sealed, one.id);
  put.run(a.sealed, two.id);
  raw.close();

  const fresh = await openVault({ file, keyRing });
  for (const { id } of [one, two]) {
    await expect(fresh.connections.read(id)).rejects.toMatchObject({
      code: 'vault_entry_damaged',
      message: expect.stringContaining(id),
    });
  }
  await fresh.close();
});

test('[S33] an older token set of the same row does not open', async () => {
  const { vault, file, keyRing } = await vaultFor();
  const { id, generation } = await vault.connections.saveSignIn(alice, tokens('old'));
  const raw = new Libsql(file);
  const [older] = raw.prepare('select sealed from vault_connections').all() as { sealed: string }[];
  await vault.connections.replace(id, { generation, tokenSet: tokens('new') });
  raw.prepare('update vault_connections set sealed = ?').run(older?.sealed);
  raw.close();

  const fresh = await openVault({ file, keyRing });
  await expect(fresh.connections.read(id)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  await fresh.close();
});

test('[S33] rows of two people cannot be exchanged by exchanging whose they are', async () => {
  const { vault, file, keyRing } = await vaultFor();
  const { id } = await vault.connections.saveSignIn(alice, tokens('alice'));
  const raw = new Libsql(file);
  raw.prepare('update vault_connections set subject = ?').run('bob');
  raw.close();

  const fresh = await openVault({ file, keyRing });
  expect((await fresh.connections.findByKey(bob))?.id).toBe(id);
  await expect(fresh.connections.read(id)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  await fresh.close();
});

test('[S33] a sign-in under way that was moved to another browser or prolonged does not open', async () => {
  const { vault, file } = await vaultFor();
  const raw = new Libsql(file);
  for (const change of ["browser = 'other'", 'expires_at = expires_at + 1']) {
    await vault.transactions.put({ browserId: 'mine', transaction: transaction(change), returnTo: '/' });
    raw.exec(`update vault_transactions set ${change}`);
    await expect(vault.transactions.consume(`state-${change}`)).rejects.toMatchObject({ code: 'vault_entry_damaged' });
  }
  raw.close();
});

test('[S22] a vault in use prints nothing it keeps', async () => {
  const { vault, keyRing } = await vaultFor();
  const state = await vault.connections.saveSignIn(alice, tokens('CANARY'));
  const connection = await vault.connections.read(state.id);
  for (const shown of [vault, state, connection]) {
    const text = inspect(shown, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(shown);
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain(keyRing.serialize().split(':')[1]);
  }
});
