import { SipgateKitError } from '@sipgate-kit/core';
import { type Expression, type Kysely, sql } from 'kysely';
import type { VaultDatabase } from './database.ts';
import type { VaultTables } from './tables.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Kysely<VaultTables>, exactText: Expression<unknown>): Promise<void>;
}

/** Every step of the schema, oldest first. A step that was released is never changed: add another. */
const migrations: readonly Migration[] = [
  { version: 1, name: 'connections, transactions, sessions', up: createTables },
];

const latest = Math.max(...migrations.map(({ version }) => version));

/**
 * Brings the schema up to date, each step in a transaction of its own; processes that start together do it once.
 *
 * Throws `invalid_configuration`, having touched nothing, when a newer release of the kit wrote this database.
 */
export async function migrate(database: VaultDatabase): Promise<void> {
  const present = await database.run((db) => schemaVersion(database, db));
  if (present === latest) return;
  if (present > latest) throw tooNew(present);
  for (const { version, name, up } of migrations) {
    await database.transaction(async (db) => {
      await database.lockSchema(db);
      if ((await schemaVersion(database, db)) >= version) return;
      if (version === 1) await createMigrationsTable(db);
      await up(db, database.exactText);
      await db.insertInto('vault_migrations').values({ version, name, applied_at: database.leaseNow() }).execute();
    });
  }
}

/** 0 = nothing there yet. */
async function schemaVersion(database: VaultDatabase, db: Kysely<VaultTables>): Promise<number> {
  if (!(await database.hasTable(db, 'vault_migrations'))) return 0;
  const { version } = await db
    .selectFrom('vault_migrations')
    .select(({ fn }) => fn.max('version').as('version'))
    .executeTakeFirstOrThrow();
  return Number(version ?? 0);
}

async function createMigrationsTable(db: Kysely<VaultTables>): Promise<void> {
  await db.schema
    .createTable('vault_migrations')
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function createTables(db: Kysely<VaultTables>, exactText: Expression<unknown>): Promise<void> {
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

function tooNew(version: number): SipgateKitError {
  return new SipgateKitError(
    'invalid_configuration',
    `The vault has schema version ${version}; this release of @sipgate-kit/vault knows versions up to ${latest}.`,
    { hint: 'Run the newer release that wrote it, or give this one a vault of its own. Nothing was changed.' },
  );
}
