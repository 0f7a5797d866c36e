import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import Libsql from 'libsql';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { KeyRing } from '../src/sealing/index.ts';
import { openVault, type SqliteVaultOptions, type Vault } from '../src/sql/index.ts';
import { bytesBelow, temporaryDirectory } from './vault-fixture.ts';

/** An empty place of its own where a vault may live, and a way to it that the vault knows nothing of. */
export interface Storage {
  readonly at: { readonly file: string } | { readonly url: string };
  /** Runs statements behind the vault's back. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  /** Everything kept there, as one text. */
  dump(): Promise<string>;
}

/** A kind of database. */
export interface Place {
  readonly name: string;
  make(): Promise<Storage>;
}

const sqlite: Place = {
  name: 'SQLite',
  async make() {
    const file = join(await temporaryDirectory(), 'vault.db');
    return {
      at: { file },
      async sql(text) {
        const raw = new Libsql(file);
        try {
          if (/^select/.test(text)) return raw.prepare(text).all() as Record<string, unknown>[];
          raw.exec(text);
          return [];
        } finally {
          raw.close();
        }
      },
      dump: () => bytesBelow(dirname(file)),
    };
  },
};

const TABLES = ['vault_connections', 'vault_transactions', 'vault_sessions', 'vault_migrations'];

const postgres: Place = {
  name: 'PostgreSQL',
  async make() {
    const schema = `vault_${randomBytes(8).toString('hex')}`;
    const shared = inject('postgresUrl');
    const url = `${shared}?options=-csearch_path%3D${schema}`;
    await queryPostgres(shared, `create schema ${schema}`);
    return {
      at: { url },
      sql: (text) => queryPostgres(url, text),
      async dump() {
        const tables = await Promise.all(
          TABLES.map((table) => queryPostgres(url, `select ${table}::text as row from ${table}`)),
        );
        return JSON.stringify(tables);
      },
    };
  },
};

/** Every kind of database the vault lives in. */
export const places: readonly Place[] = [sqlite, postgres];

/** Sends statements over a connection of their own. */
export async function queryPostgres(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows ?? [];
  } finally {
    await client.end();
  }
}

type Handle = { readonly vault: Vault; readonly storage: Storage; readonly keyRing: KeyRing };
type Options = Omit<Partial<SqliteVaultOptions>, 'file' | 'url'>;

/** An open vault in a place, or in a storage that has one already, closed when the test is over. */
export async function vaultAt(where: Place | Storage, options: Options = {}): Promise<Handle> {
  const storage = 'make' in where ? await where.make() : where;
  const { keyRing = KeyRing.generate() } = options;
  const small = 'url' in storage.at ? { poolSize: 4 } : {};
  const vault = await openVault({ ...options, ...small, ...storage.at, keyRing });
  onTestFinished(() => vault.close());
  return { vault, storage, keyRing };
}
