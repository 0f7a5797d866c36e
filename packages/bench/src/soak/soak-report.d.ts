/** What `pnpm soak` writes. Durations in milliseconds where the name says so. */
export interface SoakReport {
  readonly at: string;
  readonly minutes: number;
  readonly store: 'SQLite' | 'PostgreSQL';
  readonly machine: import('../machine.mjs').Machine;
  /** How long an answer may take before it counts as none, in seconds. */
  readonly patienceS: number;
  readonly load: {
    readonly capacityPerSecond: number;
    /** Of the capacity. */
    readonly share: number;
    readonly ratePerSecond: number;
    readonly visits: number;
    readonly signIns: number;
    readonly refreshes: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  };
  /** How often each kind was played. */
  readonly faults: Readonly<Record<string, number>>;
  readonly errors: {
    /** One sentence each. */
    readonly ours: readonly string[];
    readonly ofTheSandbox: number;
    readonly allowedLost: number;
  };
  readonly memory: {
    /** What the server's heap may have. */
    readonly heapMb: number;
    readonly samples: readonly { readonly minute: number; readonly rssMb: number }[];
    /** Median of the second quarter. */
    readonly beforeMb: number;
    /** Median of the last quarter. */
    readonly afterMb: number;
  };
}
