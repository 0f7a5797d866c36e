import type { TokenStore } from '@sipgate-kit/core';
import { notPaused } from './connection-row.ts';
import type { VaultDatabase } from './database.ts';

/** Who may refresh, and what is known of the request under way; each step is one statement that compares and sets. */
export type Leases = Pick<TokenStore, 'acquireLease' | 'renewLease' | 'markSending' | 'releaseLease' | 'setStatus'>;

export function createLeases(database: VaultDatabase): Leases {
  /** Runs an update that gives back the ids it changed; `true` when it changed one. */
  const changed = async (update: { execute(): Promise<readonly unknown[]> }): Promise<boolean> =>
    (await update.execute()).length > 0;

  return {
    async acquireLease(id, { owner, generation, ttlMs }) {
      const now = database.leaseNow();
      const granted = await database.run((db) =>
        changed(
          db
            .updateTable('vault_connections')
            .set(({ eb }) => ({ lease_owner: owner, lease_until: eb(now, '+', wholeMs(ttlMs)), lease_mark: null }))
            .where('id', '=', id)
            .where('generation', '=', generation)
            .where('status', '=', 'active')
            .where(notPaused())
            .where('removed_at', 'is', null)
            .where(({ eb, or }) =>
              or([eb('lease_owner', 'is', null), eb('lease_owner', '=', owner), eb('lease_until', '<=', now)]),
            )
            .where(({ eb, or }) => or([eb('send_deadline', 'is', null), eb('send_deadline', '<=', now)]))
            .where(({ eb, or }) => or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
            .returning('id'),
        ),
      );
      if (granted) return 'granted';
      const row = await database.run((db) =>
        db
          .selectFrom('vault_connections')
          .select(['generation', 'status'])
          .where(notPaused())
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .executeTakeFirst(),
      );
      return row?.generation === generation && row.status === 'active' ? 'held' : 'moved';
    },

    renewLease(id, { owner, ttlMs }) {
      const now = database.leaseNow();
      return database.run((db) =>
        changed(
          db
            .updateTable('vault_connections')
            .set(({ eb }) => ({ lease_until: eb(now, '+', wholeMs(ttlMs)) }))
            .where('id', '=', id)
            .where('lease_owner', '=', owner)
            .where('lease_until', '>', now)
            .returning('id'),
        ),
      );
    },

    markSending(id, { owner, generation, deadlineMs, retry }) {
      const now = database.leaseNow();
      return database.run((db) =>
        changed(
          db
            .updateTable('vault_connections')
            .set(({ eb }) => ({
              send_deadline: eb(now, '+', wholeMs(deadlineMs)),
              lease_mark: retry ? 'retry' : 'first',
            }))
            .$if(retry, (update) => update.set({ retried_generation: generation }))
            .where('id', '=', id)
            .where('generation', '=', generation)
            .where('status', '=', 'active')
            .where(notPaused())
            .where('lease_owner', '=', owner)
            .where('lease_until', '>', now)
            .where(({ eb, or }) =>
              or([eb('send_deadline', 'is', null), ...(retry ? [eb('send_deadline', '<=', now)] : [])]),
            )
            .returning('id'),
        ),
      );
    },

    async releaseLease(id, { owner, sent, retryAfterMs }) {
      const now = database.leaseNow();
      await database.run((db) =>
        db
          .updateTable('vault_connections')
          .set({ lease_owner: null, lease_until: null, lease_mark: null })
          .$if(!sent, (update) =>
            update.set(({ eb, ref }) => ({
              send_deadline: eb
                .case()
                .when('lease_mark', '=', 'first')
                .then(null)
                .when('lease_mark', '=', 'retry')
                .then(now)
                .else(ref('send_deadline'))
                .end(),
              retried_generation: eb
                .case()
                .when('lease_mark', '=', 'retry')
                .then(null)
                .else(ref('retried_generation'))
                .end(),
            })),
          )
          .$if(retryAfterMs !== undefined, (update) =>
            update.set(({ eb }) => ({
              retry_at: eb(now, '+', wholeMs(retryAfterMs ?? 0)),
              failures: eb('failures', '+', 1),
            })),
          )
          .where('id', '=', id)
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },

    setStatus(id, { generation, status, reason }) {
      const freed = { lease_owner: null, lease_until: null, lease_mark: null, send_deadline: null };
      const backOff = status === 'active' ? { retry_at: null, failures: 0 } : {};
      return database.run((db) =>
        changed(
          db
            .updateTable('vault_connections')
            .set({ ...freed, ...backOff, status, reason: reason ?? null, updated_at: database.leaseNow() })
            .where('id', '=', id)
            .where('generation', '=', generation)
            .where('removed_at', 'is', null)
            .returning('id'),
        ),
      );
    },
  };
}

/** Durations with jitter have fractions, which a column of whole numbers refuses. */
const wholeMs = (duration: number): number => Math.ceil(duration);
