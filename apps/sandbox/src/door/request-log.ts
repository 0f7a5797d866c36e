/** One request as it may be shown: nothing in it is secret. */
export interface LoggedRequest {
  /** Rises by one with every request; also over a reset. */
  readonly id: number;
  readonly method: string;
  /** Without query; ids of sign-ins under way are replaced. */
  readonly path: string;
  /** Absent where the connection was closed without an answer. */
  readonly status?: number;
  /** Instant of arrival by the sandbox's clock, milliseconds since the epoch. */
  readonly at: number;
  /** Real milliseconds from arrival to answer. */
  readonly durationMs: number;
  /** The query, secret values as `***`: `client_id=…&scope=account:read&state=***`. */
  readonly query?: string;
  /** The same of a form that was sent to the login. */
  readonly form?: string;
  /** Its media type, where there was a body. */
  readonly contentType?: string;
  /** `Bearer` with the token's fingerprint, as in the lineage; `Basic ***`. */
  readonly authorization?: string;
  /** `grant_type` of a token request, so that refreshes can be counted. */
  readonly grantType?: string;
  /** What the login refused with: `invalid_grant: Session not active`. */
  readonly error?: string;
  /** What does not fit the REST API's description, whether it was refused or not. */
  readonly violations?: readonly string[];
  /** What else is worth knowing, such as that a redirect URI would match with another switch. */
  readonly remarks?: readonly string[];
  /** Whether a fault had its hand in this. */
  readonly fault?: true;
}

/** The requests a sandbox has answered, oldest first. */
export interface RequestLog {
  add(entry: Omit<LoggedRequest, 'id'>): void;
  list(): readonly LoggedRequest[];
  /** Those with an id above `id`. All of them when the id was never given out: it comes from another run. */
  after(id: number): readonly LoggedRequest[];
  /** Id of the newest request, 0 before the first. */
  readonly last: number;
  /** Resolves when there is a request with an id above `id`, after `ms` real milliseconds, or with `signal`. */
  waitFor(id: number, ms: number, signal: AbortSignal): Promise<void>;
  clear(): void;
}

/** Beyond this many the oldest go, so that a sandbox left running does not fill the memory. */
const KEPT = 100_000;

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let last = 0;
  const waiting = new Set<() => void>();
  const after = (id: number) => (id > last ? [...entries] : entries.slice(firstAbove(entries, id)));
  return {
    add(entry) {
      last += 1;
      entries.push({ id: last, ...entry });
      if (entries.length > KEPT) entries = entries.slice(KEPT / 10);
      for (const wake of waiting) wake();
    },
    list: () => [...entries],
    after,
    get last() {
      return last;
    },
    async waitFor(id, ms, signal) {
      if (ms <= 0 || signal.aborted || after(id).length > 0) return;
      let wake = () => {};
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Nobody stays for somebody who only listens.
      const timer = setTimeout(wake, ms).unref();
      waiting.add(wake);
      signal.addEventListener('abort', wake);
      await woken;
      signal.removeEventListener('abort', wake);
      waiting.delete(wake);
      clearTimeout(timer);
    },
    clear() {
      entries = [];
    },
  };
}

/** Index of the first entry with an id above `id`: ids have no gaps, the oldest may be gone. */
function firstAbove(entries: readonly LoggedRequest[], id: number): number {
  const [first] = entries;
  return first === undefined ? 0 : Math.max(0, id - first.id + 1);
}
