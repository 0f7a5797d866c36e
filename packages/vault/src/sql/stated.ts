import type { CompiledQuery, Kysely } from 'kysely';
import type { Queries, VaultDatabase } from './database.ts';
import type { VaultTables } from './tables.ts';

/** Part of a query: what {@link stated} needs of it. */
interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

/** Stands in a statement for a value that each call has its own of. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * One statement with values, for those so frequent that putting it together costs more than the database takes for it:
 * that is done once for each set of names. `build` therefore may not decide by a value, only by whether it is there.
 *
 * Where a test holds the clock, its instant is part of the statement, which is then made anew each time.
 *
 * @param queries where it runs; the database's own unless another is given
 * @returns what runs it and gives the first row, if there is one
 */
export function stated<Values extends object, Row>(
  database: VaultDatabase,
  build: (db: Kysely<VaultTables>, values: Values) => Query<Row>,
  queries: Queries = database,
): (values: Values) => Promise<Row | undefined> {
  const known = new Map<string, CompiledQuery<Row>>();

  function compiled(db: Kysely<VaultTables>, values: Values): CompiledQuery<Row> {
    if (!database.ownClock) return build(db, values).compile();
    const names = Object.keys(values);
    const key = names.join(' ');
    let statement = known.get(key);
    if (statement === undefined) {
      const places = Object.fromEntries(names.map((name) => [name, new Place(name)]));
      // The query builder looks into no value.
      statement = build(db, places as unknown as Values).compile();
      known.set(key, statement);
    }
    const parameters = statement.parameters.map((parameter) =>
      parameter instanceof Place ? values[parameter.name as keyof Values] : parameter,
    );
    return { ...statement, parameters };
  }

  return (values) =>
    queries.run(async (db) => {
      const { rows } = await db.executeQuery(compiled(db, values));
      return rows[0];
    });
}
