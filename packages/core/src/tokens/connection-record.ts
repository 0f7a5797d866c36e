/**
 * The rules of a `TokenStore` as pure functions over records: for stores that read a record, change it and write it
 * back in one step of their own, such as a file under a lock. Every instant is of the store's clock.
 *
 * @module
 */
import { replacesStored, type SignInInstants } from './newer-sign-in.ts';
import type { TokenSet } from './token-set.ts';
import type { ConnectionKey, ConnectionState, ConnectionStatus, DueQuery, Lease, LeaseOutcome } from './token-store.ts';

export { replacesStored, type SignInInstants } from './newer-sign-in.ts';

/** A connection without its tokens, as a store keeps it. Plain data: JSON gives back what it was given. */
export interface ConnectionRecord extends SignInInstants {
  readonly id: string;
  readonly key: ConnectionKey;
  readonly generation: number;
  readonly status: ConnectionStatus;
  readonly reason?: string | undefined;
  readonly lease?: Lease | undefined;
  /** What the present lease wrote into `sendDeadline`, so that its holder can take it back. */
  readonly marked?: 'first' | 'retry' | undefined;
  readonly sendDeadline?: number | undefined;
  readonly retriedGeneration?: number | undefined;
  readonly retryAt?: number | undefined;
  readonly failures: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly refreshedAt: number;
  readonly refreshTokenExpiresAt?: number | undefined;
}

/** What a new token set leaves behind: no lease, no deadline, no back-off. */
const UNTROUBLED = {
  lease: undefined,
  marked: undefined,
  sendDeadline: undefined,
  retriedGeneration: undefined,
  retryAt: undefined,
  failures: 0,
} as const;

/** The instants of a token set that a store decides by. */
const instantsOf = ({ issuedAt, authenticatedAt, refreshTokenExpiresAt }: TokenSet) => ({
  issuedAt,
  authenticatedAt,
  refreshTokenExpiresAt,
});

/** The record of a first sign-in, under an id that was never used before. */
export function firstSignIn(id: string, key: ConnectionKey, tokenSet: TokenSet, at: number): ConnectionRecord {
  const { issuer, clientId, subject } = key;
  return {
    ...UNTROUBLED,
    ...instantsOf(tokenSet),
    id,
    key: { issuer, clientId, subject },
    generation: 1,
    status: 'active',
    createdAt: at,
    updatedAt: at,
    refreshedAt: at,
  };
}

/** The record after a new sign-in; `undefined` when that is older than what is stored. */
export function nextSignIn<R extends ConnectionRecord>(record: R, tokenSet: TokenSet, at: number): R | undefined {
  if (!replacesStored(tokenSet, record)) return undefined;
  const standing = { status: 'active', reason: undefined } as const;
  return {
    ...record,
    ...UNTROUBLED,
    ...standing,
    ...instantsOf(tokenSet),
    generation: record.generation + 1,
    updatedAt: at,
    refreshedAt: at,
  };
}

/** The record after a rotation; `undefined` when the generation moved. */
export function rotated<R extends ConnectionRecord>(
  record: R | undefined,
  { generation, tokenSet }: { generation: number; tokenSet: TokenSet },
  at: number,
): R | undefined {
  if (record?.generation !== generation) return undefined;
  const standing = record.status === 'needs_login' ? ({ status: 'active', reason: undefined } as const) : {};
  return {
    ...record,
    ...UNTROUBLED,
    ...standing,
    ...instantsOf(tokenSet),
    generation: generation + 1,
    updatedAt: at,
    refreshedAt: at,
  };
}

/** Whether the lease may be had, and the record with it. */
export function leased<R extends ConnectionRecord>(
  record: R | undefined,
  { owner, generation, ttlMs }: { owner: string; generation: number; ttlMs: number },
  at: number,
): { readonly outcome: LeaseOutcome; readonly record?: R } {
  if (record?.generation !== generation || record.status !== 'active') return { outcome: 'moved' };
  const running = (instant: number | undefined): boolean => instant !== undefined && instant > at;
  const heldByOther = record.lease !== undefined && record.lease.owner !== owner && running(record.lease.until);
  if (heldByOther || running(record.sendDeadline) || running(record.retryAt)) return { outcome: 'held' };
  return { outcome: 'granted', record: { ...record, lease: { owner, until: at + ttlMs }, marked: undefined } };
}

/** The record with its lease extended; `undefined` when that is no longer `owner`'s, or has lapsed. */
export function renewed<R extends ConnectionRecord>(
  record: R | undefined,
  { owner, ttlMs }: { owner: string; ttlMs: number },
  at: number,
): R | undefined {
  return record && holds(record, owner, at) ? { ...record, lease: { owner, until: at + ttlMs } } : undefined;
}

/** The record marked as sending; `undefined` when this holder may not send. */
export function sending<R extends ConnectionRecord>(
  record: R | undefined,
  request: { owner: string; generation: number; deadlineMs: number; retry: boolean },
  at: number,
): R | undefined {
  const { owner, generation, deadlineMs, retry } = request;
  if (record?.generation !== generation || record.status !== 'active' || !holds(record, owner, at)) return undefined;
  const withoutOutcome = record.sendDeadline !== undefined;
  const underWay = withoutOutcome && record.sendDeadline > at;
  if (underWay || (withoutOutcome && !retry)) return undefined;
  const retriedGeneration = retry ? generation : record.retriedGeneration;
  return { ...record, sendDeadline: at + deadlineMs, marked: retry ? 'retry' : 'first', retriedGeneration };
}

/** The record with its lease freed; `undefined` when that is no longer `owner`'s. */
export function released<R extends ConnectionRecord>(
  record: R | undefined,
  { owner, sent, retryAfterMs }: { owner: string; sent: boolean; retryAfterMs?: number },
  at: number,
): R | undefined {
  if (record?.lease?.owner !== owner) return undefined;
  const takenBack =
    record.marked === 'retry' ? { sendDeadline: at, retriedGeneration: undefined } : { sendDeadline: undefined };
  return {
    ...record,
    lease: undefined,
    marked: undefined,
    ...(!sent && record.marked !== undefined ? takenBack : {}),
    ...(retryAfterMs === undefined ? {} : { retryAt: at + retryAfterMs, failures: record.failures + 1 }),
  };
}

/** The record with another status; `undefined` when the generation moved. */
export function withStatus<R extends ConnectionRecord>(
  record: R | undefined,
  { generation, status, reason }: { generation: number; status: ConnectionStatus; reason?: string },
  at: number,
): R | undefined {
  if (record?.generation !== generation) return undefined;
  const freed = { lease: undefined, marked: undefined, sendDeadline: undefined };
  const backOff = status === 'active' ? { retryAt: undefined, failures: 0 } : {};
  return { ...record, ...freed, ...backOff, status, reason, updatedAt: at };
}

/** The records that are due at an instant, in the order of {@link DueQuery}. */
export function dueOf<R extends ConnectionRecord>(
  records: Iterable<R>,
  { endsBefore, refreshedBefore = Number.POSITIVE_INFINITY, unusedSince, limit }: DueQuery,
  at: number,
): readonly R[] {
  const running = (instant: number | undefined): boolean => instant !== undefined && instant > at;
  const due = ({ status, lease, sendDeadline, retryAt, refreshTokenExpiresAt, refreshedAt }: R): boolean =>
    status === 'active' &&
    ![lease?.until, sendDeadline, retryAt].some(running) &&
    (refreshTokenExpiresAt === undefined
      ? refreshedAt < unusedSince
      : refreshTokenExpiresAt < endsBefore && refreshedAt < refreshedBefore);
  const endOf = (record: R): number => record.refreshTokenExpiresAt ?? Number.POSITIVE_INFINITY;
  const nearest = (a: R, b: R): number => (endOf(a) === endOf(b) ? a.refreshedAt - b.refreshedAt : endOf(a) - endOf(b));
  return [...records].filter(due).sort(nearest).slice(0, limit);
}

/** What the store tells of a record at an instant. */
export function stateOf(record: ConnectionRecord, observedAt: number): ConnectionState {
  const { reason, lease, sendDeadline, retriedGeneration, retryAt, refreshTokenExpiresAt } = record;
  return {
    id: record.id,
    key: record.key,
    generation: record.generation,
    status: record.status,
    ...(reason === undefined ? {} : { reason }),
    ...(lease === undefined ? {} : { lease }),
    ...(sendDeadline === undefined ? {} : { sendDeadline }),
    ...(retriedGeneration === undefined ? {} : { retriedGeneration }),
    ...(retryAt === undefined ? {} : { retryAt }),
    failures: record.failures,
    ...(refreshTokenExpiresAt === undefined ? {} : { refreshTokenExpiresAt }),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    refreshedAt: record.refreshedAt,
    observedAt,
  };
}

/** Whether two keys name the same person at the same provider and OAuth client. */
export function sameKey(a: ConnectionKey, b: ConnectionKey): boolean {
  return a.issuer === b.issuer && a.clientId === b.clientId && a.subject === b.subject;
}

/** Whether `owner` holds a lease that has not lapsed. */
function holds({ lease }: ConnectionRecord, owner: string, at: number): boolean {
  return lease?.owner === owner && lease.until > at;
}
