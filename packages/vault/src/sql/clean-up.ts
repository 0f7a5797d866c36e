import type { Clock } from '@sipgate-kit/core';
import { readLeaseClock, type VaultDatabase } from './database.ts';
import { sweepExpired } from './transactions.ts';

/** Rows of each table that one call deletes, at most: short enough not to hold up a refresh. */
const PER_CALL = 500;
/** Much longer than any request of a refresh can be under way. */
const TOMBSTONE_LIFETIME_MS = 24 * 60 * 60_000;

/** Deletes what has expired, by index and a bounded number at a time: call it every few minutes. */
export async function cleanUp(database: VaultDatabase, now: Clock): Promise<void> {
  await database.run((db) => sweepExpired(db, now(), PER_CALL));
  await database.run((db) =>
    db
      .deleteFrom('vault_sessions')
      .where('id', 'in', (query) =>
        query
          .selectFrom('vault_sessions')
          .select('id')
          .where('expires_at', '<=', now())
          .orderBy('expires_at')
          .limit(PER_CALL),
      )
      .execute(),
  );
  const buriedBefore = (await readLeaseClock(database)) - TOMBSTONE_LIFETIME_MS;
  await database.run((db) =>
    db
      .deleteFrom('vault_connections')
      .where('id', 'in', (query) =>
        query
          .selectFrom('vault_connections')
          .select('id')
          .where('removed_at', '<=', buriedBefore)
          .orderBy('removed_at')
          .limit(PER_CALL),
      )
      .execute(),
  );
}
