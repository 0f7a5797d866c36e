import { SipgateKitError } from '@sipgate-kit/core';
import type { Expression, Kysely } from 'kysely';
import type { VaultDatabase } from './database.ts';
import { createTables } from './schema/1-tables.ts';
import { addKeysAndPauses } from './schema/2-keys-and-pauses.ts';
import type { VaultTables } from './tables.ts';

interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: Kysely<VaultTables>, exactText: Expression<unknown>): Promise<void>;
}

/** Every step of the schema, oldest first. A step that was released is never changed: add another. */
const migrations: readonly Migration[] = [
  { version: 1, name: 'connections, transactions, sessions', up: createTables },
  { version: 2, name: 'ids of keys, last refresh, pauses', up: addKeysAndPauses },
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

function tooNew(version: number): SipgateKitError {
  return new SipgateKitError(
    'invalid_configuration',
    `The vault has schema version ${version}; this release of @sipgate-kit/vault knows versions up to ${latest}.`,
    { hint: 'Run the newer release that wrote it, or give this one a vault of its own. Nothing was changed.' },
  );
}
