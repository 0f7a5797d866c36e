import { SipgateKitError } from '@sipgate-kit/core';
import type { VaultDatabase } from './database.ts';

/** The pause of a whole vault. */
export interface VaultPause {
  /** In words fit for a log. */
  readonly reason: string;
  /** Instant, milliseconds since the epoch, of the store's clock. */
  readonly since: number;
}

/** Pausing and resuming a whole vault; one row, however many connections there are. */
export interface Pauses {
  pause(request: { readonly reason: string }): Promise<void>;
  resume(request: { readonly acceptLoss: true }): Promise<void>;
  paused(): Promise<VaultPause | undefined>;
}

const WHOLE_VAULT = 'vault';

export function createPauses(database: VaultDatabase): Pauses {
  return {
    async pause({ reason }) {
      await database.run((db) => {
        const pause = { reason, paused_at: database.leaseNow() };
        return db
          .insertInto('vault_pauses')
          .values({ name: WHOLE_VAULT, ...pause })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(pause))
          .execute();
      });
    },

    async resume({ acceptLoss }) {
      if (acceptLoss !== true) throw lossNotAccepted();
      await database.run((db) => db.deleteFrom('vault_pauses').where('name', '=', WHOLE_VAULT).execute());
    },

    async paused() {
      const row = await database.run((db) =>
        db
          .selectFrom('vault_pauses')
          .select(['reason', 'paused_at'])
          .where('name', '=', WHOLE_VAULT)
          .executeTakeFirst(),
      );
      return row && { reason: row.reason, since: row.paused_at };
    },
  };
}

function lossNotAccepted(): SipgateKitError {
  return new SipgateKitError('invalid_input', 'Whoever resumes a paused vault has to accept what may be lost.', {
    hint: 'If the vault was restored from a backup, people whose tokens were refreshed after it was made have to sign in again: resume with `acceptLoss: true`.',
  });
}
