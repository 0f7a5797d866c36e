import { createHash } from 'node:crypto';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { isOvertaken } from './postgres-errors.ts';

/** A failure of the driver or the server, as it came; told apart by this from what our own code throws. */
export class PostgresFailure extends Error {
  override readonly name = 'PostgresFailure';
}

/** What the pool needs to know. */
export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  /** How long to wait for a connection, and for a statement. */
  readonly patienceMs: number;
  /** Whether the server keeps the plan of each statement, which halves the time of a read. */
  readonly preparedStatements: boolean;
}

/** A statement that the server ended by itself leaves the connection fit for the next one; this is the time it needs for that. */
const SERVER_FIRST_MS = 1_000;

/** The oid of `bigint`, which the driver gives as a text: all of ours are instants and counters, far below 2^53. */
const BIGINT = 20;
/** What a plan can be kept of. */
const PLANNED = /^(select|insert|update|delete)\b/;

/**
 * The driver's pool as the query builder wants it, in which a lost connection never ends the process, and never serves
 * a second time.
 *
 * The driver has a client tell of its lost connection by an `error` event that ends the process unless somebody listens,
 * and takes its own listener away while the client is lent out. A statement that was given up is still on its way in
 * its connection, so that one is closed.
 */
export function createPostgresPool(driver: typeof pg, options: PoolOptions): PostgresPool {
  const { url, size, patienceMs } = options;
  const pool = new driver.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: patienceMs,
    statement_timeout: patienceMs,
    query_timeout: patienceMs + SERVER_FIRST_MS,
    keepAlive: true,
    application_name: 'sipgate-kit',
    types: {
      getTypeParser: (oid, format) => (oid === BIGINT ? Number : driver.types.getTypeParser(oid, format)),
    },
  });
  pool.on('error', () => undefined);
  const names = new Map<string, string>();
  /** Statements differ by a few words only, so they are few. */
  function named(text: string): { readonly text: string; readonly name?: string } {
    if (!options.preparedStatements || !PLANNED.test(text)) return { text };
    const name = names.get(text) ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
    names.set(text, name);
    return { text, name };
  }
  // From the first moment of its life on: a server that stops may say so in the same breath as its welcome.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    async connect() {
      return lent(await pool.connect().catch(failed), named);
    },
    end: () => pool.end(),
  };
}

function lent(client: pg.PoolClient, named: (text: string) => pg.QueryConfig): PostgresPoolClient {
  let broken = false;
  const lost = () => {
    broken = true;
  };
  client.on('error', lost);
  async function query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    try {
      const { command, rowCount, rows } = await client.query({ ...named(text), values: [...parameters] });
      return { command: command as PostgresQueryResult<Row>['command'], rowCount: rowCount ?? 0, rows };
    } catch (error) {
      // An ERROR is about the statement; FATAL, or what the server did not say, about the connection. A plan overtaken by a
      // change of the schema stays in its connection.
      const said = error instanceof Error && 'severity' in error && error.severity === 'ERROR';
      if (!said || isOvertaken(error)) lost();
      return failed(error);
    }
  }
  return {
    query: query as PostgresPoolClient['query'] & (<Row>(cursor: PostgresCursor<Row>) => PostgresCursor<Row>),
    release() {
      client.off('error', lost);
      client.release(broken);
    },
  };
}

function failed(error: unknown): never {
  throw new PostgresFailure('PostgreSQL failed', { cause: error });
}
