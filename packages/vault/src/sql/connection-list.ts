import { type ConnectionState, type ConnectionStatus, SipgateKitError } from '@sipgate-kit/core';
import { stateColumns, stateOf } from './connection-row.ts';
import type { VaultDatabase } from './database.ts';

/** Which connections to list. */
export interface ConnectionQuery {
  readonly status?: ConnectionStatus;
  readonly subject?: string;
  /** `next` of the page before. */
  readonly after?: string;
  /** At most this many, 1 to 1,000. */
  readonly limit: number;
}

/** A part of the list, in the order of ids. */
export interface ConnectionPage {
  readonly connections: readonly ConnectionState[];
  /** What to ask for as `after`; absent on the last page. */
  readonly next?: string;
}

/** States page by page, each by an index; tokens are not opened. */
export async function listConnections(database: VaultDatabase, query: ConnectionQuery): Promise<ConnectionPage> {
  const { status, subject, after, limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new SipgateKitError('invalid_input', 'A page of connections holds 1 to 1,000 of them.', {
      hint: 'Give a limit in that range, and ask for the rest with `after`.',
    });
  }
  const rows = await database.run((db) => {
    let select = db
      .selectFrom('vault_connections')
      .select(stateColumns)
      .select(database.leaseNow().as('observed_at'))
      .where('removed_at', 'is', null)
      .orderBy('id')
      .limit(limit + 1);
    if (status !== undefined) select = select.where('status', '=', status);
    if (subject !== undefined) select = select.where('subject', '=', subject);
    if (after !== undefined) select = select.where('id', '>', after);
    return select.execute();
  });
  const connections = rows.slice(0, limit).map(stateOf);
  const last = connections.at(-1);
  return rows.length > limit && last ? { connections, next: last.id } : { connections };
}
