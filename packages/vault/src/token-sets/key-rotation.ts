/** How {@link KeyRotation} is to be gone about. */
export interface KeyRotationOptions {
  /** Told after every batch. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Entries sealed anew at a time. Default 100. */
  readonly batch?: number;
  /** Ends the work after the present batch. What is done stays done: the next call goes on from there. */
  readonly signal?: AbortSignal;
}

/** What became of sealing everything with the primary key. */
export interface KeyRotation {
  /** Entries that are sealed with the primary key now and were not before. */
  readonly resealed: number;
  /**
   * Entries that still name another key, by its id; an empty id stands for those that only say so inside. When there are
   * none, every key but the primary one may be taken out of the key ring.
   */
  readonly remaining: Readonly<Record<string, number>>;
  /** Ids of keys that entries name and the key ring does not hold. */
  readonly missingKeys: readonly string[];
  /** Ids of connections that do not open: changed outside the kit, or put back from an older state. */
  readonly damaged: readonly string[];
}
