// Works with a file store in a process of its own, and can be told to stop dead at one of its steps on the disk. Runs
// the built package.
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { TokenSet } from '@sipgate-kit/core';
import { openFileStore } from '@sipgate-kit/vault/file';

const STEPS = ['open', 'link', 'unlink', 'rename', 'readFile', 'readdir'];

const tokensOf = (name) =>
  new TokenSet({ accessToken: `access-${name}`, refreshToken: `refresh-${name}`, scopes: [], issuedAt: Date.now() });

/** From now on every step of the disk is counted; before step `at` the process says so, and goes no further. */
function stopBefore(at) {
  let taken = 0;
  for (const name of STEPS) {
    const step = promises[name];
    promises[name] = (...parameters) => {
      taken += 1;
      if (taken !== at) return step(...parameters);
      process.send({ stoppedBefore: `${taken} ${name}` });
      return new Promise(() => setInterval(() => undefined, 60_000));
    };
  }
  syncBuiltinESMExports();
}

let store;

const orders = {
  async open(options) {
    store = await openFileStore(options);
  },

  /** Ten attempts at once; whoever is granted the lease goes all the way. */
  async refresh({ id, generation }) {
    const owners = Array.from({ length: 10 }, (_, index) => `${process.pid}-${index}`);
    const outcomes = await Promise.all(
      owners.map((owner) => store.acquireLease(id, { owner, generation, ttlMs: 5_000 })),
    );
    const owner = owners[outcomes.indexOf('granted')];
    if (owner === undefined) return { granted: 0 };
    const marked = await store.markSending(id, { owner, generation, deadlineMs: 35_000, retry: false });
    const state = await store.replace(id, { generation, tokenSet: tokensOf(owner) });
    const granted = outcomes.filter((outcome) => outcome === 'granted').length;
    return { granted, marked, replaced: state?.generation, owner };
  },

  async replace({ id, generation, name, at }) {
    if (at !== undefined) stopBefore(at);
    return { replaced: (await store.replace(id, { generation, tokenSet: tokensOf(name) }))?.generation };
  },
};

process.on('message', async ({ order, ...request }) => process.send((await orders[order](request)) ?? 'done'));
process.send('ready');
