import { type AuthorizationTransaction, type Clock, SipgateKitError, TRANSACTION_LIFETIME_MS } from '@sipgate-kit/core';
import type { Insertable, Kysely } from 'kysely';
import type { KeyRing } from '../sealing/key-ring.ts';
import { open, seal } from '../sealing/seal.ts';
import type { VaultDatabase } from './database.ts';
import { digest } from './digest.ts';
import { stated } from './stated.ts';
import type { TransactionsTable, VaultTables } from './tables.ts';

/** A sign-in under way, and where the browser wanted to go. */
export interface PendingSignIn {
  readonly transaction: AuthorizationTransaction;
  readonly returnTo: string;
}

/** Sign-ins under way, sealed; of state and browser id only the SHA-256 is kept. */
export interface Transactions {
  /**
   * Remembers a sign-in until its callback. A browser keeps its five latest, and loses the oldest beyond that.
   *
   * Throws `rate_limited` (retryable) when the vault holds as many as it may: a flood keeps new sign-ins out for
   * minutes, but never takes away one that another browser has started. (PostgreSQL lets in as many more as are being
   * put at the very moment, and each process counts anew once a second, or when it has put there an eighth of what was free.)
   *
   * `firstOfBrowser` spares the look for older ones, where the caller has just made up the browser's id. Default false.
   */
  put(pending: PendingSignIn & { readonly browserId: string; readonly firstOfBrowser?: boolean }): Promise<void>;

  /**
   * Takes the sign-in of a state out of the vault: once, whoever asks first; afterwards, and for a state nobody put
   * there, `undefined`. One that has expired is still given back for ten minutes, so that the caller can say so.
   */
  consume(state: string): Promise<PendingSignIn | undefined>;
}

interface Dependencies {
  readonly database: VaultDatabase;
  readonly keyRing: KeyRing;
  readonly now: Clock;
  /** How many sign-ins may be under way in all. */
  readonly capacity: number;
}

const PER_BROWSER = 5;
/** How long an expired sign-in can still be told apart from an unknown one. */
const GRACE_MS = 10 * 60_000;
/** Sign-ins under way are counted no more often than this, as long as they are few. Duration in milliseconds. */
const COUNTED_EVERY_MS = 1_000;
/** So many processes may share the room that one of them has counted, and together take no more than there is. */
const OTHERS = 8;
/** Expired rows that each new sign-in sweeps away, at most: more than it adds, so that they run out. */
const SWEPT_PER_PUT = 20;
/** Expired rows that are swept away at once, at most. */
const SWEPT_AT_ONCE = 1_000;

type Row = Insertable<TransactionsTable>;

export function createTransactions({ database, keyRing, now, capacity }: Dependencies): Transactions {
  /** When there were how many, and how many this process has put there since. */
  let counted = { at: Number.NEGATIVE_INFINITY, count: 0, since: 0 };

  const insert = stated(database, (db, row: Row) => db.insertInto('vault_transactions').values(row), database.unsynced);

  const take = stated(
    database,
    (db, { id }: { readonly id: string }) =>
      db.deleteFrom('vault_transactions').where('id', '=', id).returning(['id', 'browser', 'expires_at', 'sealed']),
    database.unsynced,
  );

  /** Whether there is room though other processes may have put as much there since this one has counted. */
  const hasPlenty = (at: number): boolean =>
    Math.abs(at - counted.at) < COUNTED_EVERY_MS && counted.since < (capacity - counted.count) / OTHERS;

  /** Counts what is there, without what it sweeps away; throws when there is no room for one more. */
  async function count(db: Kysely<VaultTables>, at: number): Promise<number> {
    const { count, firstEnd } = await db
      .selectFrom('vault_transactions')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('expires_at').as('firstEnd')])
      .executeTakeFirstOrThrow();
    const sweepable = Math.min(SWEPT_PER_PUT * (counted.since + 1), SWEPT_AT_ONCE);
    const swept = firstEnd !== null && Number(firstEnd) <= at ? await sweepExpired(db, at, sweepable) : 0;
    const kept = Number(count) - swept;
    if (kept >= capacity) throw full();
    return kept;
  }

  /** Puts a row there with a look at the others: those of its browser, and, unless there is plenty of room, all of them. */
  async function putAmongOthers(row: Row, at: number, isPlenty: boolean): Promise<void> {
    const kept = await database.unsynced.transaction(async (db) => {
      await dropOldest(database, db, row.browser);
      const kept = isPlenty ? undefined : await count(db, at);
      await db.insertInto('vault_transactions').values(row).execute();
      return kept;
    });
    if (kept !== undefined) counted = { at, count: kept + 1, since: 0 };
  }

  return {
    async put({ browserId, firstOfBrowser = false, transaction, returnTo }) {
      const at = now();
      const place = {
        id: digest(transaction.state),
        browser: digest(browserId),
        created_at: at,
        expires_at: at + TRANSACTION_LIFETIME_MS + GRACE_MS,
      };
      const sealed = await seal(keyRing, JSON.stringify({ transaction, returnTo }), transactionBelongsTo(place));
      const row = { ...place, sealed, key_id: keyRing.primaryId };
      const isPlenty = hasPlenty(at);
      if (isPlenty) counted.since += 1;
      await (isPlenty && firstOfBrowser ? insert(row) : putAmongOthers(row, at, isPlenty));
    },

    async consume(state) {
      const row = await take({ id: digest(state) });
      // What opens was sealed by this code: no need to doubt its shape.
      return row && (JSON.parse(await open(keyRing, row.sealed, transactionBelongsTo(row))) as PendingSignIn);
    },
  };
}

/** What a sign-in is sealed to: its state, its browser and its end. */
export const transactionBelongsTo = (row: { id: string; browser: string; expires_at: number }) => ({
  id: row.id,
  browser: row.browser,
  expiresAt: row.expires_at,
});

/** Deletes sign-ins nobody will come back for, at most `limit`, and says how many. */
export async function sweepExpired(db: Kysely<VaultTables>, now: number, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('vault_transactions')
    .where('id', 'in', (query) =>
      query
        .selectFrom('vault_transactions')
        .select('id')
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .limit(limit),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Makes room for one more sign-in of a browser. */
async function dropOldest(database: VaultDatabase, db: Kysely<VaultTables>, browser: string): Promise<void> {
  const surplus = await db
    .selectFrom('vault_transactions')
    .select('id')
    .where('browser', '=', browser)
    .orderBy('created_at', 'desc')
    .offset(PER_BROWSER - 1)
    .limit(100)
    .execute();
  if (surplus.length === 0) return;
  const ids = surplus.map(({ id }) => id);
  await db
    .deleteFrom('vault_transactions')
    .where(({ ref }) => database.isOneOf(ref('id'), ids))
    .execute();
}

function full(): SipgateKitError {
  return new SipgateKitError('rate_limited', 'Too many sign-ins are under way.', {
    hint: 'Try again in a few minutes. If this is no flood but your custom, raise the number of pending sign-ins.',
    retryable: true,
  });
}
