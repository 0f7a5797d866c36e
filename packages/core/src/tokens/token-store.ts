import type { TokenSet } from './token-set.ts';

/** Who granted what: one person (`subject` of the ID token) at one provider (`issuer`) to one OAuth client. */
export interface ConnectionKey {
  readonly issuer: string;
  readonly clientId: string;
  readonly subject: string;
}

/**
 * `active`: usable. `needs_login`: the provider refused, only the person can help. `paused`: the operator has to act
 * first (wrong client secret, restored backup); the tokens are kept.
 */
export type ConnectionStatus = 'active' | 'needs_login' | 'paused';

/** The exclusive, expiring right to refresh one connection. Instants are of the store's own clock. */
export interface Lease {
  readonly owner: string;
  /** Instant, milliseconds since the epoch, of the store's clock. */
  readonly until: number;
}

/** What every process decides by; nothing in it is secret. */
export interface ConnectionState {
  /** Drawn at random at the first sign-in, never used again after a removal. */
  readonly id: string;
  readonly key: ConnectionKey;
  /** Counts the token sets of this connection; every rotation, sign-in and removal adds one. */
  readonly generation: number;
  readonly status: ConnectionStatus;
  /** Why the status is what it is, in words fit for a log. */
  readonly reason?: string;
  readonly lease?: Lease;
  /**
   * Until this instant (store's clock, milliseconds) a refresh request may be under way; nobody else sends. One that has
   * passed says that an answer was lost: the next send of this generation has to be the `retry`.
   */
  readonly sendDeadline?: number;
  /** Generation for which an extra try after a lost answer has left. */
  readonly retriedGeneration?: number;
  /** No refresh before this instant (store's clock, milliseconds). */
  readonly retryAt?: number;
  /** Transient failures since the last success. */
  readonly failures: number;
  /** When the refresh token ends, by the provider's clock, milliseconds since the epoch; absent = unknown. */
  readonly refreshTokenExpiresAt?: number;
  /** Instants, milliseconds since the epoch, store's clock. */
  readonly createdAt: number;
  /** The last sign-in, rotation or change of status. */
  readonly updatedAt: number;
  /** The last sign-in or rotation: when the present token set came. */
  readonly refreshedAt: number;
  /** When this state was read, by the store's clock: compare the instants above with it, never with a clock of your own. */
  readonly observedAt: number;
}

/** A connection with its tokens opened. */
export interface Connection extends ConnectionState {
  readonly tokenSet: TokenSet;
}

/**
 * `granted`: yours. `held`: somebody else's, or a request is under way, or the back-off has not passed.
 * `moved`: the generation or status changed, or the connection is gone; read again.
 */
export type LeaseOutcome = 'granted' | 'held' | 'moved';

/** Which connections {@link TokenStore.listDue} gives. */
export interface DueQuery {
  /** Those whose refresh token ends before this instant (provider's clock, milliseconds since the epoch) … */
  readonly endsBefore: number;
  /**
   * … unless they were refreshed at or after this one (store's clock): an end that no longer moves is no reason to
   * refresh again and again. Absent: whenever they were refreshed.
   */
  readonly refreshedBefore?: number;
  /** … and those of which that is unknown, when they were last refreshed before this one (store's clock). */
  readonly unusedSince: number;
  /** At most this many. */
  readonly limit: number;
}

/**
 * Where connections live. Every method is atomic; every guarded one compares and sets in a single step.
 *
 * The fence is the generation alone: {@link TokenStore.replace} succeeds if and only if the row still has the
 * generation the holder started from, even when its lease has lapsed, since its answer is the only living pair.
 * The lease only decides who may send. `token-store-contract` is the test suite every implementation passes.
 *
 * All methods throw `store_unavailable` (retryable) when the storage cannot be reached; what cannot be opened throws
 * `vault_key_missing` or `vault_entry_damaged`.
 */
export interface TokenStore {
  /** The connection with its tokens, or `undefined` when there is none (or it was removed). */
  read(id: string): Promise<Connection | undefined>;

  /** States only, without opening tokens, in one query; missing ids are left out. This is what waiters poll. */
  readStates(ids: readonly string[]): Promise<readonly ConnectionState[]>;

  /**
   * Connections to be refreshed before their refresh token ends unused: `active`, not in back-off, nobody's lease or
   * send deadline running. The nearest end first, then those of unknown end, the longest unused first.
   */
  listDue(query: DueQuery): Promise<readonly ConnectionState[]>;

  /** The connection of a person, if they have one. */
  findByKey(key: ConnectionKey): Promise<ConnectionState | undefined>;

  /**
   * A new sign-in: creates the connection, or replaces its set, makes it `active` and adds one to the generation.
   * An older set (by `authenticatedAt`, then `issuedAt`) never replaces a newer one; the newer state is returned.
   * Against a connection that is `needs_login`, whose tokens are dead, `issuedAt` alone decides.
   */
  saveSignIn(key: ConnectionKey, tokenSet: TokenSet): Promise<ConnectionState>;

  /**
   * Takes the lease if the generation still is `generation`, the status is `active`, no one else's lease and nobody's
   * send deadline runs, and `retryAt` has passed. `owner` names one holder: no two attempts share it.
   */
  acquireLease(id: string, request: { owner: string; generation: number; ttlMs: number }): Promise<LeaseOutcome>;

  /** Extends the lease; `false` when it is no longer `owner`'s, or has lapsed. */
  renewLease(id: string, request: { owner: string; ttlMs: number }): Promise<boolean>;

  /**
   * Writes `sendDeadline = now + deadlineMs`, just before the refresh request leaves; `false` when the lease is no
   * longer `owner`'s, has lapsed, or the generation moved. `retry` marks an extra try after a lost answer,
   * once the deadline of the lost request has passed; its own answer may get lost, too, and the next one follows after
   * the next deadline. Without `retry` the mark is refused when an earlier request of this generation is still without
   * an outcome.
   */
  markSending(
    id: string,
    request: { owner: string; generation: number; deadlineMs: number; retry: boolean },
  ): Promise<boolean>;

  /**
   * Stores the rotated set durably, guarded by the generation alone; clears lease, deadline, back-off and failures.
   * A fresh pair makes `needs_login` `active` again; `paused` stays. `undefined` when the generation moved (a newer
   * sign-in, or the connection was removed).
   */
  replace(id: string, request: { generation: number; tokenSet: TokenSet }): Promise<ConnectionState | undefined>;

  /**
   * Frees the lease. `sent: false` (the request never left, or was turned away unread) also takes back what this lease
   * marked: the send deadline goes, and a `retry` counts as not used. What an earlier lease marked stays.
   * `retryAfterMs` sets `retryAt` and counts a failure. Does nothing when the lease is no longer `owner`'s; a lapsed
   * one that nobody took still is.
   */
  releaseLease(id: string, request: { owner: string; sent: boolean; retryAfterMs?: number }): Promise<void>;

  /**
   * Changes the status and its reason, guarded by the generation; `false` when it moved. Frees lease and deadline;
   * `active` also ends the back-off.
   */
  setStatus(id: string, request: { generation: number; status: ConnectionStatus; reason?: string }): Promise<boolean>;

  /**
   * Removes the connection and returns what it held, so that the caller can revoke it. A tombstone keeps a late
   * answer of a refresh under way from bringing it back.
   */
  remove(id: string): Promise<Connection | undefined>;
}
