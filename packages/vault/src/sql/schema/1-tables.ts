import { type Expression, type Kysely, sql } from 'kysely';
import type { VaultTables } from '../tables.ts';

/** Connections, sign-ins under way and sessions. */
export async function createTables(db: Kysely<VaultTables>, exactText: Expression<unknown>): Promise<void> {
  await db.schema
    .createTable('vault_connections')
    .addColumn('id', exactText, (column) => column.primaryKey())
    .addColumn('issuer', exactText, (column) => column.notNull())
    .addColumn('client_id', exactText, (column) => column.notNull())
    .addColumn('subject', exactText, (column) => column.notNull())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('lease_mark', 'text')
    .addColumn('send_deadline', 'bigint')
    .addColumn('retried_generation', 'bigint')
    .addColumn('retry_at', 'bigint')
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('issued_at', 'bigint', (column) => column.notNull())
    .addColumn('authenticated_at', 'bigint')
    .addColumn('refresh_token_expires_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('removed_at', 'bigint')
    .execute();
  await db.schema
    .createIndex('vault_connections_key')
    .on('vault_connections')
    .columns(['issuer', 'client_id', 'subject'])
    .unique()
    .where(sql.ref('removed_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('vault_connections_removed')
    .on('vault_connections')
    .column('removed_at')
    .where('removed_at', 'is not', null)
    .execute();
  await db.schema
    .createTable('vault_transactions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('browser', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('vault_sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const [table, ...columns] of [
    ['vault_connections', 'status', 'id'],
    ['vault_connections', 'subject', 'id'],
    ['vault_transactions', 'browser', 'created_at'],
    ['vault_transactions', 'expires_at'],
    ['vault_sessions', 'connection_id'],
    ['vault_sessions', 'expires_at'],
  ] as const) {
    await db.schema.createIndex(`${table}_by_${columns[0]}`).on(table).columns(columns).execute();
  }
}
