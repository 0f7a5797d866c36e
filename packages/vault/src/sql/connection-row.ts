import {
  type ConnectionKey,
  type ConnectionState,
  type ConnectionStatus,
  SipgateKitError,
  type TokenSet,
} from '@sipgate-kit/core';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { VaultDatabase } from './database.ts';
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
  'refresh_token_expires_at',
  'created_at',
  'updated_at',
  'refreshed_at',
] as const satisfies readonly (keyof ConnectionsTable)[];

/** {@link stateColumns} and what {@link observations} adds. */
export type StateRow = Pick<Selectable<ConnectionsTable>, (typeof stateColumns)[number]> & {
  observed_at: number;
  pause_reason: string | null;
};

/** Why the whole vault is paused for a connection: what was refreshed after the pause began is not part of it. */
const pauseReason = (): RawBuilder<string | null> =>
  sql`(select reason from vault_pauses where paused_at >= vault_connections.refreshed_at)`;

/** For statements that must not touch a connection while the vault is paused. */
export const notPaused = () =>
  sql<boolean>`not exists (select 1 from vault_pauses where paused_at >= vault_connections.refreshed_at)`;

/** What a state needs to know beside its columns: the instant of the reading, by the store's clock, and a pause. */
export const observations = (database: VaultDatabase) =>
  [database.leaseNow().as('observed_at'), pauseReason().as('pause_reason')] as const;

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
  const { lease_owner, lease_until, send_deadline, retried_generation, retry_at, refresh_token_expires_at } = row;
  const paused = row.status === 'active' && row.pause_reason !== null;
  const reason = paused ? row.pause_reason : row.reason;
  return {
    id: row.id,
    key: keyOf(row),
    generation: row.generation,
    status: paused ? 'paused' : statusOf(row),
    ...(reason === null ? {} : { reason }),
    ...(lease_owner === null || lease_until === null ? {} : { lease: { owner: lease_owner, until: lease_until } }),
    ...(send_deadline === null ? {} : { sendDeadline: send_deadline }),
    ...(retried_generation === null ? {} : { retriedGeneration: retried_generation }),
    ...(retry_at === null ? {} : { retryAt: retry_at }),
    failures: row.failures,
    ...(refresh_token_expires_at === null ? {} : { refreshTokenExpiresAt: refresh_token_expires_at }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    refreshedAt: row.refreshed_at,
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
