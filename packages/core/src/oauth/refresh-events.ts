/** Why a refresh went the way it did. One word per decision, for logs and counters. */
export type RefreshReason =
  /** We sent the request and stored the new set. */
  | 'refreshed'
  /** Somebody else had already refreshed; we use theirs. */
  | 'adopted'
  /** Somebody else is refreshing; we wait for their result. */
  | 'waited'
  /** The request did not leave, or the provider asked for patience; the tokens are untouched. */
  | 'transient-failure'
  /** The request left and no usable answer came back: the old token is tried again after the send deadline. */
  | 'answer-lost'
  /** Such a try begins. */
  | 'retrying-lost-answer'
  /** The provider does not accept the OAuth client; every connection is kept. */
  | 'client-refused'
  /** The new set is in hand, but the store does not take it yet; writing is tried until it does. */
  | 'store-failure'
  /** The connection was removed, or replaced by a new sign-in, while its refresh was under way. */
  | 'superseded'
  /** The refresh token's end no longer moves: the person will have to sign in again at the instant in `detail`. */
  | 'expires-for-good-at'
  /** Only the person can help. */
  | 'needs-login';

/** One decision about one connection. Nothing in it is secret. */
export interface RefreshEvent {
  readonly reason: RefreshReason;
  readonly connectionId: string;
  /** The generation the decision was made about. */
  readonly generation: number;
  /** Instant, milliseconds since the epoch, our own clock. */
  readonly at: number;
  /** First 8 hex digits of the SHA-256 of the access token in force afterwards, for `refreshed` and `adopted`. */
  readonly fingerprint?: string;
  /** More about it, in words fit for a log: an error code, the provider's sentence. */
  readonly detail?: string;
}
