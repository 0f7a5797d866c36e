import type { ConnectionState, DueQuery } from '@sipgate-kit/core';
import { notPaused, observations, type StateRow, stateColumns, stateOf } from './connection-row.ts';
import type { VaultDatabase } from './database.ts';

/** Connections that a keep-alive has to refresh: those with a known end by one index, then the others by another. */
export async function listDue(
  database: VaultDatabase,
  { endsBefore, refreshedBefore, unusedSince, limit }: DueQuery,
): Promise<readonly ConnectionState[]> {
  const select = (known: boolean, atMost: number): Promise<StateRow[]> =>
    database.run((db) => {
      const now = database.leaseNow();
      const free = db
        .selectFrom('vault_connections')
        .select(stateColumns)
        .select(observations(database))
        .where('status', '=', 'active')
        .where('removed_at', 'is', null)
        .where(({ eb, or }) => or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
        .where(({ eb, or }) => or([eb('send_deadline', 'is', null), eb('send_deadline', '<=', now)]))
        .where(({ eb, or }) => or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
        .where(notPaused())
        .limit(atMost);
      const due = known
        ? free
            .where('refresh_token_expires_at', '<', Math.ceil(endsBefore))
            .$if(refreshedBefore !== undefined, (query) =>
              query.where('refreshed_at', '<', Math.ceil(refreshedBefore ?? 0)),
            )
            .orderBy('refresh_token_expires_at')
            .orderBy('id')
        : free
            .where('refresh_token_expires_at', 'is', null)
            .where('refreshed_at', '<', Math.ceil(unusedSince))
            .orderBy('refreshed_at')
            .orderBy('id');
      return due.execute();
    });
  const ending = await select(true, limit);
  const others = ending.length < limit ? await select(false, limit - ending.length) : [];
  return [...ending, ...others].map(stateOf);
}
