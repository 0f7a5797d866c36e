import { type ConnectionState, type ConnectionStatus, SipgateKitError } from '@sipgate-kit/core';
import { sql } from 'kysely';
import { observations, stateColumns, stateOf } from './connection-row.ts';
import type { VaultDatabase } from './database.ts';

/** Which connections to list. */
export interface ConnectionQuery {
  /** Of one status of their own: a pause of the whole vault does not count here. */
  readonly status?: ConnectionStatus;
  /** Of one person. */
  readonly subject?: string;
  /** Of persons whose subject begins like this; byte by byte, so upper and lower case differ. */
  readonly subjectPrefix?: string;
  /** `next` of the page before. */
  readonly after?: string;
  /** At most this many, 1 to 1,000. */
  readonly limit: number;
}

/** A part of the list: in the order of subjects where a beginning was asked for, else in the order of ids. */
export interface ConnectionPage {
  readonly connections: readonly ConnectionState[];
  /** What to ask for as `after`; absent on the last page. */
  readonly next?: string;
}

/** Comes after everything that begins alike. */
const HIGHEST = '\u{10FFFF}';

/** States page by page, each by an index; tokens are not opened. */
export async function listConnections(database: VaultDatabase, query: ConnectionQuery): Promise<ConnectionPage> {
  const { status, subject, subjectPrefix = '', after, limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new SipgateKitError('invalid_input', 'A page of connections holds 1 to 1,000 of them.', {
      hint: 'Give a limit in that range, and ask for the rest with `after`.',
    });
  }
  const bySubject = subjectPrefix !== '';
  const rows = await database.run((db) => {
    let select = db
      .selectFrom('vault_connections')
      .select(stateColumns)
      .select(observations(database))
      .where('removed_at', 'is', null)
      .limit(limit + 1);
    if (status !== undefined) select = select.where('status', '=', status);
    if (subject !== undefined) select = select.where('subject', '=', subject);
    if (!bySubject) {
      if (after !== undefined) select = select.where('id', '>', after);
      return select.orderBy('id').execute();
    }
    select = select.where('subject', '>=', subjectPrefix).where('subject', '<', `${subjectPrefix}${HIGHEST}`);
    if (after !== undefined) {
      const place = placeOf(after);
      select = select.where(sql<boolean>`(subject, id) > (${place.subject}, ${place.id})`);
    }
    return select.orderBy('subject').orderBy('id').execute();
  });
  const connections = rows.slice(0, limit).map(stateOf);
  const last = connections.at(-1);
  if (rows.length <= limit || last === undefined) return { connections };
  return { connections, next: bySubject ? `${last.id} ${last.key.subject}` : last.id };
}

/** Ids have no space. */
function placeOf(after: string): { readonly id: string; readonly subject: string } {
  const space = after.indexOf(' ');
  return { id: after.slice(0, space), subject: after.slice(space + 1) };
}

/** How many connections have each status of their own. Reads an index of all of them. */
export async function countConnections(database: VaultDatabase): Promise<Record<ConnectionStatus, number>> {
  const rows = await database.run((db) =>
    db
      .selectFrom('vault_connections')
      .select(['status', ({ fn }) => fn.countAll<number>().as('count')])
      .groupBy('status')
      .execute(),
  );
  const countOf = (status: ConnectionStatus): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return { active: countOf('active'), needs_login: countOf('needs_login'), paused: countOf('paused') };
}
