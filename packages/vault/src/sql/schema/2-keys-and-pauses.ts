import { type Kysely, sql } from 'kysely';
import type { VaultTables } from '../tables.ts';

/** Which key sealed what, when a connection was last refreshed, and the pause of a whole vault. */
export async function addKeysAndPauses(db: Kysely<VaultTables>): Promise<void> {
  // What was sealed before this step has an empty id: it names its key inside only.
  for (const table of ['vault_connections', 'vault_transactions'] as const) {
    await db.schema
      .alterTable(table)
      .addColumn('key_id', 'text', (column) => column.defaultTo(''))
      .execute();
    await db.schema.createIndex(`${table}_by_key`).on(table).columns(['key_id', 'id']).execute();
  }
  await db
    .updateTable('vault_connections')
    .set({ key_id: null, status: 'removed' })
    .where('removed_at', 'is not', null)
    .execute();

  await db.schema
    .alterTable('vault_connections')
    .addColumn('refreshed_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db
    .updateTable('vault_connections')
    .set(({ ref }) => ({ refreshed_at: ref('updated_at') }))
    .execute();
  await db.schema
    .createIndex('vault_connections_due_by_end')
    .on('vault_connections')
    .columns(['status', 'refresh_token_expires_at', 'id'])
    .execute();
  await db.schema
    .createIndex('vault_connections_due_by_age')
    .on('vault_connections')
    .columns(['status', 'refreshed_at', 'id'])
    .where(sql.ref('refresh_token_expires_at'), 'is', null)
    .execute();

  await db.schema
    .createTable('vault_pauses')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('paused_at', 'bigint', (column) => column.notNull())
    .execute();
}
