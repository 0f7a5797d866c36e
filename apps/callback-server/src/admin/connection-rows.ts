import { type ConnectionState, SipgateKitError } from '@sipgate-kit/core';
import type { ConnectionQuery, Vault } from '@sipgate-kit/vault/sql';

/** One connection as operators see it. Instants are milliseconds since the epoch, by the provider's clock. */
export interface ConnectionRow {
  readonly state: ConnectionState;
  readonly refreshedAt?: number;
  readonly accessTokenExpiresAt?: number;
  readonly refreshTokenExpiresAt?: number;
  /** Why its tokens cannot be opened: a missing key, damage. */
  readonly trouble?: string;
}

/** A page of them. */
export interface ConnectionRows {
  readonly rows: readonly ConnectionRow[];
  readonly next?: string;
}

/** Reads a page of connections, with the instants of their tokens. One that cannot be opened hides none of the others. */
export async function connectionRows(vault: Vault, query: ConnectionQuery): Promise<ConnectionRows> {
  const { connections, next } = await vault.connections.list(query);
  const rows = await Promise.all(connections.map((state) => rowOf(vault, state)));
  return { rows, ...(next !== undefined && { next }) };
}

async function rowOf(vault: Vault, state: ConnectionState): Promise<ConnectionRow> {
  try {
    const tokenSet = (await vault.connections.read(state.id))?.tokenSet;
    if (tokenSet === undefined) return { state };
    const { issuedAt, accessTokenExpiresAt, refreshTokenExpiresAt } = tokenSet;
    return {
      state,
      refreshedAt: issuedAt,
      ...(accessTokenExpiresAt !== undefined && { accessTokenExpiresAt }),
      ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    };
  } catch (error) {
    if (!(error instanceof SipgateKitError) || error.code === 'store_unavailable') throw error;
    return { state, trouble: error.message };
  }
}
