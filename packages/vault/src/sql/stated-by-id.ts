import type { CompiledQuery, Kysely } from 'kysely';
import type { VaultDatabase } from './database.ts';
import type { VaultTables } from './tables.ts';

/** Part of a query: what {@link statedById} needs of it. */
interface Query<Row> {
  compile(): CompiledQuery<Row>;
  executeTakeFirst(): Promise<Row | undefined>;
}

/**
 * Reads one row by an id, for reads so frequent that putting their statement together would cost more than the
 * database takes for it: that is done once. Where a test holds the clock, its instant is part of the statement, which is
 * then made anew each time.
 */
export function statedById<Row>(
  database: VaultDatabase,
  query: (db: Kysely<VaultTables>, id: string) => Query<Row>,
): (id: string) => Promise<Row | undefined> {
  const PLACE = ' id ';
  let stated: CompiledQuery<Row> | undefined;
  return (id) =>
    database.run(async (db) => {
      if (!database.ownClock) return query(db, id).executeTakeFirst();
      stated ??= query(db, PLACE).compile();
      const parameters = stated.parameters.map((parameter) => (parameter === PLACE ? id : parameter));
      const { rows } = await db.executeQuery<Row>({ ...stated, parameters });
      return rows[0];
    });
}
