/**
 * The stores under test. One entry makes a store part of the storm.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openFileStore } from '@sipgate-kit/vault/file';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import Libsql from 'libsql';
import { startChild } from './orders.mjs';

/** @typedef {import('@sipgate-kit/core').TokenStore} TokenStore */

/**
 * Where one cell's connection lives; plain data, since it is told to other processes.
 * @typedef {{ kind: string, keys: string, file?: string, url?: string }} Place `file` is a folder where the store has one
 */

/** @typedef {{ store: TokenStore, close: () => Promise<void> }} OpenStore */

/**
 * @typedef {object} StoreKind
 * @property {(folder: string, needs: { ownServer: boolean }) => Promise<Place>} make a new, empty place
 * @property {(place: Place, clock?: () => number) => Promise<OpenStore>} open with another clock for a store that lives in the past
 * @property {(place: Place) => Promise<void>} [remove] what is not in the folder
 * @property {number} downMs how long {@link StoreKind.breakDown} lasts
 * @property {(place: Place) => Promise<() => Promise<void>>} breakDown makes it unavailable; gives back what repairs it
 */

const newKeys = () => KeyRing.generate().serialize();

/** @typedef {import('./postgres-server.mjs').PostgresServer} PostgresServer */

/** Every cell that does not break it has a database in this one. @type {Promise<PostgresServer> | undefined} */
let sharedServer;
/** The others have a server each, by the address of their database. @type {Map<string, PostgresServer>} */
const ownServers = new Map();

/** @type {Record<string, StoreKind>} */
export const stores = {
  file: {
    make: async (folder) => ({ kind: 'file', keys: newKeys(), file: join(folder, 'store') }),
    async open({ file = '', keys }) {
      return {
        store: await openFileStore({ folder: file, keyRing: KeyRing.parse(keys) }),
        close: async () => undefined,
      };
    },
    /** Nor is there a server here: a process stalls with the lock in hand, for longer than the store's patience. */
    downMs: 7_000,
    async breakDown(place) {
      const holder = startChild('./lock-holder.mjs');
      const held = holder.ask('hold', { place, forMs: 7_000 });
      const lock = join(place.file ?? '', 'connections.lock');
      while (!(await readFile(lock, 'utf8').catch(() => '')).includes(String(holder.pid))) await sleep(5);
      return async () => {
        await held;
        await holder.kill();
      };
    },
  },
  sqlite: {
    make: async (folder) => ({ kind: 'sqlite', keys: newKeys(), file: join(folder, 'vault.db') }),
    async open({ file = '', keys }, leaseClock) {
      const vault = await openVault({ file, keyRing: KeyRing.parse(keys), ...(leaseClock && { leaseClock }) });
      return { store: vault.connections, close: vault.close };
    },
    /** There is no server to restart; a writer that does not let go for longer than the vault's patience is as bad. */
    downMs: 7_000,
    async breakDown({ file = '' }) {
      const writer = new Libsql(file, { timeout: 2_000 });
      writer.exec('begin immediate');
      return async () => {
        writer.exec('rollback');
        writer.close();
      };
    },
  },
  postgresql: {
    async make(_folder, { ownServer }) {
      const { startPostgres } = await import('./postgres-server.mjs');
      if (!ownServer) sharedServer ??= startPostgres();
      const server = await (ownServer ? startPostgres() : sharedServer);
      const url = (await server?.newDatabase()) ?? '';
      if (ownServer && server !== undefined) ownServers.set(url, server);
      return { kind: 'postgresql', keys: newKeys(), url };
    },
    async open({ url = '', keys }, leaseClock) {
      const vault = await openVault({ url, keyRing: KeyRing.parse(keys), ...(leaseClock && { leaseClock }) });
      return { store: vault.connections, close: vault.close };
    },
    async remove({ url = '' }) {
      await ownServers.get(url)?.remove();
      ownServers.delete(url);
    },
    downMs: 3_000,
    async breakDown({ url = '' }) {
      const server = ownServers.get(url);
      await server?.stop();
      return async () => server?.start();
    },
  },
};

/** Ends what the stores share. */
export async function closeStores() {
  await (await sharedServer)?.remove();
  sharedServer = undefined;
}

/** @param {Place} place @param {() => number} [clock] @returns {Promise<OpenStore>} */
export function openStore(place, clock) {
  const kind = stores[place.kind];
  if (kind === undefined) throw new Error(`There is no store ${place.kind}.`);
  return kind.open(place, clock);
}
