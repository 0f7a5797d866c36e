// Opens a vault and competes for the right to refresh. Runs the built package.
import { TokenSet } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';

const orders = {
  async open({ keys, ...where }) {
    const { connections } = await openVault({ ...where, keyRing: KeyRing.parse(keys) });
    orders.connections = connections;
  },

  /** Ten attempts at once; whoever is granted the lease goes all the way. */
  async refresh({ id, generation }) {
    const { connections } = orders;
    const owners = Array.from({ length: 10 }, (_, index) => `${process.pid}-${index}`);
    const outcomes = await Promise.all(
      owners.map((owner) => connections.acquireLease(id, { owner, generation, ttlMs: 5_000 })),
    );
    const owner = owners[outcomes.indexOf('granted')];
    if (owner === undefined) return { granted: 0 };
    const marked = await connections.markSending(id, { owner, generation, deadlineMs: 35_000, retry: false });
    const tokenSet = new TokenSet({ accessToken: `access-${owner}`, scopes: [], issuedAt: Date.now() });
    const state = await connections.replace(id, { generation, tokenSet });
    return {
      granted: outcomes.filter((outcome) => outcome === 'granted').length,
      marked,
      replaced: state?.generation,
      owner,
    };
  },

  /** Everything up to the request, which never gets an answer. */
  async send({ id, generation }) {
    const { connections } = orders;
    const owner = `${process.pid}`;
    await connections.acquireLease(id, { owner, generation, ttlMs: 5_000 });
    return connections.markSending(id, { owner, generation, deadlineMs: 35_000, retry: false });
  },
};

process.on('message', async ({ order, ...request }) => process.send((await orders[order](request)) ?? 'done'));
process.send('ready');
