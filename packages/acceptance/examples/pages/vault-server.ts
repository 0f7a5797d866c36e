import { createTokenManager } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openSpillFile } from '@sipgate-kit/vault/spill';
import { openVault } from '@sipgate-kit/vault/sql';
import { client, provider, signIn } from './signed-in.ts';

/** What the README of the vault shows for a server. */
const keyRing = KeyRing.parse(process.env.VAULT_KEYS ?? '');
const vault = await openVault({
  url: process.env.DATABASE_URL ?? '', // or: file: '/var/lib/my-app/vault.db'
  keyRing,
  onWaiting: ({ host, port, reason }) => console.warn(`waiting for ${host}:${port} (${reason})`),
});
const spill = openSpillFile({ path: '/var/lib/my-app/answers.spill', keyRing });
await spill.replay(vault.connections);

// After a sign-in: keep the connection, give the browser a session.
const { id } = await vault.connections.saveSignIn(signIn.key, signIn.tokenSet);
const sessionId = await vault.sessions.create({ connectionId: id });

// Later, in any process: one token manager for all connections, each refreshed exactly once.
const manager = createTokenManager({ provider, client, store: vault.connections, spill: spill.write });
const account = await manager.forConnection(id).fetch('https://api.sipgate.com/v2/account');

setInterval(() => vault.cleanUp(), 5 * 60_000);

export const shown = { account, sessionId };

/** And after a backup was put back. */
export async function afterABackup() {
  await vault.pause({ reason: 'restored from the backup of last night' });
}
