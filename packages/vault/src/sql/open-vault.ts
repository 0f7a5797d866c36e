import { type ConnectionStatus, SipgateKitError, type TokenStore } from '@sipgate-kit/core';
import type { KeyRotation, KeyRotationOptions } from '../token-sets/key-rotation.ts';
import { createTokenSetCache } from '../token-sets/token-set-cache.ts';
import { cleanUp } from './clean-up.ts';
import { type ConnectionPage, type ConnectionQuery, countConnections, listConnections } from './connection-list.ts';
import { createConnectionKeeping } from './connections.ts';
import type { VaultDatabase } from './database.ts';
import { withDriver } from './driver.ts';
import { listDue } from './due.ts';
import { entriesByKey, rotateKeys } from './key-rotation.ts';
import { createLeases } from './leases.ts';
import { migrate } from './migrations.ts';
import { createPauses, type VaultPause } from './pauses.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTransactions, type Transactions } from './transactions.ts';
import type { VaultOptions } from './vault-options.ts';

/** The connections of a vault: the store that token managers work with, and a list for operators. */
export interface VaultConnections extends TokenStore {
  /** States page by page, without opening tokens. */
  list(query: ConnectionQuery): Promise<ConnectionPage>;

  /** How many there are of each status. Reads an index of all of them: for a dashboard, not for every request. */
  count(): Promise<Readonly<Record<ConnectionStatus, number>>>;
}

/** Where connections, sign-ins under way and browser sessions live. */
export interface Vault {
  readonly connections: VaultConnections;
  readonly transactions: Transactions;
  readonly sessions: Sessions;
  /**
   * Pauses every connection that was not refreshed since: nothing is sent for them, their tokens are kept, and they show
   * the reason. Sign-ins go on, and answers of requests under way are stored. In force for all processes at once.
   *
   * For a vault that was restored from a backup, **before any server opens it**: nothing in it can tell that it is an
   * older state, and a refresh token that was used after the backup was made must not be sent again.
   */
  pause(request: { readonly reason: string }): Promise<void>;
  /**
   * Ends the pause. `acceptLoss` says it in so many words: tokens that were refreshed after the backup was made are dead,
   * and the provider ends the sessions of those people when they are sent again; they have to sign in once more.
   */
  resume(request: { readonly acceptLoss: true }): Promise<void>;
  /** The pause in force, if there is one. */
  paused(): Promise<VaultPause | undefined>;
  /**
   * Seals everything with the primary key of the key ring that another one sealed, while servers run: give the new key
   * to all of them first, then make it primary everywhere, then call this once. May be stopped and called again.
   */
  rotateKeys(options?: KeyRotationOptions): Promise<KeyRotation>;
  /** How many entries each key has sealed, by its id. A key that is not among them may go. */
  keysInUse(): Promise<Readonly<Record<string, number>>>;
  /** Deletes what has expired, a bounded number of rows at a time: call it every few minutes. */
  cleanUp(): Promise<void>;
  /** Throws `store_unavailable` when the database does not answer. */
  ping(): Promise<void>;
  /** Lets go of file or connections; a file has its log written back. The vault cannot be used afterwards. */
  close(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Opens the vault in a SQLite file or a PostgreSQL database. Tables are made on the spot; an existing vault is never
 * overwritten.
 *
 * A file is made where there is none: 0600, in a directory of 0700. Any number of processes on one machine may open the
 * same file; a network file system will not do. A database is shared by any number of processes on any number of
 * machines; one that does not answer yet is waited for.
 *
 * Throws `vault_unwritable` when the file cannot be made or written, `store_unavailable` when the server does not answer
 * in time, `vault_damaged` when there is no readable vault, `invalid_configuration` when a newer release wrote it, the
 * server turns this user away, or the driver's package is not installed.
 *
 * @example
 * const keyRing = await readOrCreateKeyFile('/var/lib/my-app/vault.key');
 * const vault = await openVault({ file: '/var/lib/my-app/vault.db', keyRing });
 * const manager = createTokenManager({ provider, client, store: vault.connections });
 *
 * @example
 * const vault = await openVault({ url: process.env.DATABASE_URL, keyRing: KeyRing.parse(process.env.VAULT_KEYS) });
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const database = await openDatabase(options);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return assemble(database, options);
}

async function openDatabase(options: VaultOptions): Promise<VaultDatabase> {
  const { leaseClock, patienceMs = 5_000 } = options;
  if (options.file !== undefined && options.url !== undefined) throw eitherOr();
  if (options.file !== undefined) {
    const { openSqlite } = await withDriver('libsql', () => import('./sqlite.ts'));
    return openSqlite({ file: options.file, leaseClock, patienceMs });
  }
  const { url, poolSize = 10, preparedStatements = true, startPatienceMs = 30_000, onWaiting } = options;
  if (url === undefined) throw eitherOr();
  const { default: driver } = await withDriver('pg', () => import('pg'));
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(driver, {
    url,
    leaseClock,
    poolSize,
    preparedStatements,
    patienceMs,
    startPatienceMs,
    onWaiting,
  });
}

function eitherOr(): SipgateKitError {
  return new SipgateKitError(
    'invalid_configuration',
    'A vault lives either in a file or at the address of a database.',
    {
      hint: 'Give openVault one of `file` and `url`.',
    },
  );
}

function assemble(database: VaultDatabase, options: VaultOptions): Vault {
  const { keyRing, now = Date.now, pendingSignIns = 10_000, cachedTokenSets = 1_000 } = options;
  const lifetimes = { idleMs: 7 * DAY_MS, absoluteMs: 30 * DAY_MS, ...options.sessionLifetimes };
  const cache = createTokenSetCache(cachedTokenSets);
  return {
    connections: {
      ...createConnectionKeeping({ database, keyRing, cache }),
      ...createLeases(database),
      listDue: (query) => listDue(database, query),
      list: (query) => listConnections(database, query),
      count: () => countConnections(database),
    },
    transactions: createTransactions({ database, keyRing, now, capacity: pendingSignIns }),
    sessions: createSessions({ database, now, lifetimes }),
    ...createPauses(database),
    rotateKeys: (rotation) => rotateKeys({ database, keyRing }, rotation),
    keysInUse: () => entriesByKey(database),
    cleanUp: () => cleanUp(database, now),
    async ping() {
      await database.run((db) => db.selectFrom('vault_migrations').select('version').limit(1).execute());
    },
    async close() {
      cache.clear();
      await database.close();
    },
  };
}
