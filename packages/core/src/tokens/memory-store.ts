import { replacesStored } from './newer-sign-in.ts';
import type { TokenSet } from './token-set.ts';
import type { Connection, ConnectionKey, ConnectionState, ConnectionStatus, Lease, TokenStore } from './token-store.ts';

interface Row {
  readonly id: string;
  readonly key: ConnectionKey;
  readonly generation: number;
  readonly tokenSet: TokenSet;
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

/** Options of {@link createMemoryTokenStore}. */
export interface MemoryTokenStoreOptions {
  /** The store's clock, milliseconds since the epoch: leases, deadlines and back-off live by it. Default `Date.now`. */
  readonly now?: () => number;
}

/**
 * A {@link TokenStore} that lives and dies with its process: for tests, scripts and one-process tools.
 *
 * Keeps every rule of the contract, within this process. Removed connections need no tombstone here: an id is never
 * used again, so a late answer finds nothing to replace.
 *
 * @example
 * const store = createMemoryTokenStore();
 * const { id } = await store.saveSignIn(signIn.key, signIn.tokenSet);
 */
export function createMemoryTokenStore({ now = Date.now }: MemoryTokenStoreOptions = {}): TokenStore {
  const rows = new Map<string, Row>();

  const put = (row: Row): ConnectionState => {
    rows.set(row.id, row);
    return stateOf(row, now());
  };
  const atGeneration = (id: string, generation: number): Row | undefined => {
    const row = rows.get(id);
    return row?.generation === generation ? row : undefined;
  };
  const withKey = (key: ConnectionKey): Row | undefined => {
    for (const row of rows.values()) if (sameKey(row.key, key)) return row;
    return undefined;
  };
  /** The row while `owner` holds a lease on it that has not lapsed. */
  const leasedTo = (owner: string, row: Row | undefined): Row | undefined =>
    row?.lease?.owner === owner && row.lease.until > now() ? row : undefined;

  return {
    async read(id): Promise<Connection | undefined> {
      const row = rows.get(id);
      return row && { ...stateOf(row, now()), tokenSet: row.tokenSet };
    },

    async readStates(ids) {
      return [...new Set(ids)].flatMap((id) => {
        const row = rows.get(id);
        return row ? [stateOf(row, now())] : [];
      });
    },

    async findByKey(key) {
      const row = withKey(key);
      return row && stateOf(row, now());
    },

    async saveSignIn(key, tokenSet) {
      const row = withKey(key);
      const at = now();
      if (row === undefined) {
        const { issuer, clientId, subject } = key;
        const id = crypto.randomUUID();
        const created = { id, key: { issuer, clientId, subject }, generation: 1, createdAt: at, updatedAt: at };
        return put({ ...UNTROUBLED, ...created, tokenSet, status: 'active' });
      }
      const { authenticatedAt, issuedAt } = row.tokenSet;
      if (!replacesStored(tokenSet, { authenticatedAt, issuedAt, status: row.status })) return stateOf(row, at);
      const generation = row.generation + 1;
      return put({ ...row, ...UNTROUBLED, generation, tokenSet, status: 'active', reason: undefined, updatedAt: at });
    },

    async acquireLease(id, { owner, generation, ttlMs }) {
      const row = atGeneration(id, generation);
      if (row?.status !== 'active') return 'moved';
      const at = now();
      const running = (instant: number | undefined): boolean => instant !== undefined && instant > at;
      const heldByOther = row.lease !== undefined && row.lease.owner !== owner && running(row.lease.until);
      if (heldByOther || running(row.sendDeadline) || running(row.retryAt)) return 'held';
      put({ ...row, lease: { owner, until: at + ttlMs }, marked: undefined });
      return 'granted';
    },

    async renewLease(id, { owner, ttlMs }) {
      const row = leasedTo(owner, rows.get(id));
      if (row === undefined) return false;
      put({ ...row, lease: { owner, until: now() + ttlMs } });
      return true;
    },

    async markSending(id, { owner, generation, deadlineMs, retry }) {
      const row = leasedTo(owner, atGeneration(id, generation));
      if (row?.status !== 'active' || row.retriedGeneration === generation) return false;
      const at = now();
      const withoutOutcome = row.sendDeadline !== undefined;
      const underWay = withoutOutcome && row.sendDeadline > at;
      if (underWay || (withoutOutcome && !retry)) return false;
      const retriedGeneration = retry ? generation : row.retriedGeneration;
      put({ ...row, sendDeadline: at + deadlineMs, marked: retry ? 'retry' : 'first', retriedGeneration });
      return true;
    },

    async replace(id, { generation, tokenSet }) {
      const row = atGeneration(id, generation);
      if (row === undefined) return undefined;
      const standing =
        row.status === 'needs_login' ? ({ status: 'active', reason: undefined } as const) : { status: row.status };
      return put({ ...row, ...UNTROUBLED, ...standing, generation: generation + 1, tokenSet, updatedAt: now() });
    },

    async releaseLease(id, { owner, sent, retryAfterMs }) {
      const row = rows.get(id);
      if (row?.lease?.owner !== owner) return;
      const at = now();
      const takenBack =
        row.marked === 'retry' ? { sendDeadline: at, retriedGeneration: undefined } : { sendDeadline: undefined };
      put({
        ...row,
        lease: undefined,
        marked: undefined,
        ...(!sent && row.marked !== undefined ? takenBack : {}),
        ...(retryAfterMs === undefined ? {} : { retryAt: at + retryAfterMs, failures: row.failures + 1 }),
      });
    },

    async setStatus(id, { generation, status, reason }) {
      const row = atGeneration(id, generation);
      if (row === undefined) return false;
      const freed = { lease: undefined, marked: undefined, sendDeadline: undefined };
      const backOff = status === 'active' ? { retryAt: undefined, failures: 0 } : {};
      put({ ...row, ...freed, ...backOff, status, reason, updatedAt: now() });
      return true;
    },

    async remove(id) {
      const row = rows.get(id);
      rows.delete(id);
      return row && { ...stateOf(row, now()), tokenSet: row.tokenSet };
    },
  };
}

function stateOf(row: Row, observedAt: number): ConnectionState {
  const { tokenSet, marked, reason, lease, sendDeadline, retriedGeneration, retryAt, ...known } = row;
  return {
    ...known,
    ...(reason === undefined ? {} : { reason }),
    ...(lease === undefined ? {} : { lease }),
    ...(sendDeadline === undefined ? {} : { sendDeadline }),
    ...(retriedGeneration === undefined ? {} : { retriedGeneration }),
    ...(retryAt === undefined ? {} : { retryAt }),
    observedAt,
  };
}

function sameKey(a: ConnectionKey, b: ConnectionKey): boolean {
  return a.issuer === b.issuer && a.clientId === b.clientId && a.subject === b.subject;
}
