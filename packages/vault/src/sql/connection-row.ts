import {
  type ConnectionKey,
  type ConnectionState,
  type ConnectionStatus,
  SipgateKitError,
  type TokenSet,
} from '@sipgate-kit/core';
import type { Selectable } from 'kysely';
import type { ConnectionsTable } from './tables.ts';

/** The columns a state is read from, beside the instant of the reading. */
export const stateColumns = [
  'id',
  'issuer',
  'client_id',
  'subject',
  'generation',
  'status',
  'reason',
  'lease_owner',
  'lease_until',
  'send_deadline',
  'retried_generation',
  'retry_at',
  'failures',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ConnectionsTable)[];

/** {@link stateColumns} and the instant of the reading, by the store's clock. */
export type StateRow = Pick<Selectable<ConnectionsTable>, (typeof stateColumns)[number]> & { observed_at: number };

/** What a new token set leaves behind: no lease, no deadline, no back-off. */
export const untroubled = {
  lease_owner: null,
  lease_until: null,
  lease_mark: null,
  send_deadline: null,
  retried_generation: null,
  retry_at: null,
  failures: 0,
} as const satisfies Partial<ConnectionsTable>;

/** The instants of a token set that are columns of their own; whole numbers, as the columns are. */
export function instantColumns({ issuedAt, authenticatedAt, refreshTokenExpiresAt }: TokenSet) {
  return {
    issued_at: Math.floor(issuedAt),
    authenticated_at: authenticatedAt === undefined ? null : Math.floor(authenticatedAt),
    refresh_token_expires_at: refreshTokenExpiresAt === undefined ? null : Math.floor(refreshTokenExpiresAt),
  };
}

/** The row as the contract's words say it; columns that are null are left out. */
export function stateOf(row: StateRow): ConnectionState {
  const { lease_owner, lease_until, reason, send_deadline, retried_generation, retry_at } = row;
  return {
    id: row.id,
    key: keyOf(row),
    generation: row.generation,
    status: statusOf(row),
    ...(reason === null ? {} : { reason }),
    ...(lease_owner === null || lease_until === null ? {} : { lease: { owner: lease_owner, until: lease_until } }),
    ...(send_deadline === null ? {} : { sendDeadline: send_deadline }),
    ...(retried_generation === null ? {} : { retriedGeneration: retried_generation }),
    ...(retry_at === null ? {} : { retryAt: retry_at }),
    failures: row.failures,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    observedAt: row.observed_at,
  };
}

/** Whose connection it is. */
export function keyOf({
  issuer,
  client_id,
  subject,
}: Pick<StateRow, 'issuer' | 'client_id' | 'subject'>): ConnectionKey {
  return { issuer, clientId: client_id, subject };
}

export function statusOf({ id, status }: Pick<StateRow, 'id' | 'status'>): ConnectionStatus {
  if (status === 'active' || status === 'needs_login' || status === 'paused') return status;
  throw new SipgateKitError('vault_entry_damaged', `Connection ${id} has a status this release does not know.`, {
    hint: 'It was changed outside the kit, or by a newer release: run that one, or restore the vault from a backup.',
  });
}
