/**
 * Rows that make a vault large. Each is a copy of a real one under an id and a subject of its own; nobody reads them, and
 * nobody could open them, since what is sealed is bound to its row.
 * @module
 */
import Libsql from 'libsql';
import pg from 'pg';

const COLUMNS = [
  'generation',
  'status',
  'sealed',
  'failures',
  'issued_at',
  'authenticated_at',
  'refresh_token_expires_at',
  'created_at',
  'updated_at',
].join(', ');

/** @param {string} file @param {number} count */
export async function fillSqlite(file, count) {
  const database = new Libsql(file, { timeout: 5_000 });
  database.exec('pragma synchronous = off');
  database
    .prepare(
      `insert into vault_connections (id, issuer, client_id, subject, ${COLUMNS})
       with recursive number(n) as (select 1 union all select n + 1 from number where n < ?)
       select lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' ||
              hex(randomblob(2)) || '-' || hex(randomblob(6))),
              issuer, client_id, 'copy:' || lower(hex(randomblob(12))), ${COLUMNS}
       from number, (select * from vault_connections limit 1)`,
    )
    .run([count]);
  database.close();
}

/** @param {string} url @param {number} count */
export async function fillPostgres(url, count) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('set synchronous_commit = off');
  await client.query(
    `insert into vault_connections (id, issuer, client_id, subject, ${COLUMNS})
     select gen_random_uuid()::text, issuer, client_id, 'copy:' || gen_random_uuid()::text, ${COLUMNS}
     from generate_series(1, $1), (select * from vault_connections limit 1) as one`,
    [count],
  );
  await client.end();
}
