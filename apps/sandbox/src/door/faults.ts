/** What an answer's redirect to the application says instead of the truth; `null` leaves the parameter out. */
export interface CallbackForgery {
  readonly iss?: string | null;
  readonly state?: string | null;
}

/** A failure to play. Durations are in real milliseconds, but for {@link Fault.forMs}. */
export interface Fault {
  /** HTTP method; absent = any. */
  readonly method?: string;
  /** Prefix of the path, or a pattern with `*` for any characters: `/v2/history`, `*&#47;token`. */
  readonly path: string;
  /** Only token requests with this `grant_type`, such as `refresh_token`. */
  readonly grantType?: string;
  /** For how many matching requests. Default 1, with `forMs` any number. */
  readonly next?: number;
  /** For so many milliseconds of the sandbox's clock, from now on. */
  readonly forMs?: number;
  /** Answers with this status and never handles the request. */
  readonly status?: number;
  /** Body of that answer: text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** `Retry-After` of that answer, in seconds or as an HTTP date. */
  readonly retryAfter?: number | string;
  /** Answers with 307 to this address, which the client would have to send the same body to, and never handles the request. */
  readonly redirect?: string;
  /** Media type the answer has instead of its own. */
  readonly contentType?: string;
  /** Cuts the answer's body in the middle, so that JSON is none any more; the message around it is whole. */
  readonly malformedJson?: boolean;
  /** Holds the answer back this long. Without `status` the request is handled first, so that who gives up waiting has lost the answer, not the deed. */
  readonly delayMs?: number;
  /** Sends the answer's body byte by byte, with this long a pause after each. */
  readonly trickleMs?: number;
  /**
   * Closes the connection. `before`: the request is never handled. `after`: everything it does is done, only the answer
   * is lost. `during`: the same, and the connection is reset in the middle of the answer.
   */
  readonly drop?: 'before' | 'during' | 'after';
  /** The redirect back to the application is forged. Waits for such a redirect, other requests do not count. */
  readonly callback?: CallbackForgery;
}

/** A fault that waits for its requests. */
export interface PendingFault extends Fault {
  readonly id: number;
  /** How many requests it is still good for; absent: any number, until it ends. */
  readonly remaining?: number;
  /** Instant of the sandbox's clock from which on it is over. */
  readonly endsAt?: number;
}

/** A request, as far as faults look at it. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly grantType?: string;
}

/** The failures a sandbox is about to play, in the order they were added. */
export interface Faults {
  /**
   * @example
   * // The next refresh is done, but its answer is lost on the way.
   * sandbox.faults.add({ path: '*&#47;token', grantType: 'refresh_token', drop: 'after' });
   */
  add(fault: Fault): PendingFault;
  clear(): void;
  list(): readonly PendingFault[];
}

/** Faults, and what only the front door does with them. */
export interface FaultQueue extends Faults {
  /** Uses up one repetition of the first fault that matches a request. */
  take(target: FaultTarget): Fault | undefined;
  /** The same for the redirect back to the application that a request is answered with. */
  takeForgery(target: FaultTarget): CallbackForgery | undefined;
}

/** @param now the sandbox's clock, milliseconds since the epoch. */
export function createFaults(now: () => number): FaultQueue {
  let pending: PendingFault[] = [];
  let lastId = 0;
  const current = () => {
    pending = pending.filter(({ endsAt }) => endsAt === undefined || endsAt > now());
    return pending;
  };
  const takeFirst = (target: FaultTarget, wanted: (fault: Fault) => boolean) => {
    const found = current().find((fault) => wanted(fault) && matches(fault, target));
    if (found?.remaining !== undefined) {
      const remaining = found.remaining - 1;
      pending = pending.flatMap((fault) =>
        fault !== found ? [fault] : remaining > 0 ? [{ ...fault, remaining }] : [],
      );
    }
    return found;
  };
  return {
    add(fault) {
      lastId += 1;
      const next = fault.next ?? (fault.forMs === undefined ? 1 : undefined);
      const added: PendingFault = {
        ...fault,
        id: lastId,
        ...(next === undefined ? {} : { remaining: next }),
        ...(fault.forMs === undefined ? {} : { endsAt: now() + fault.forMs }),
      };
      pending.push(added);
      return added;
    },
    clear() {
      pending = [];
    },
    list: () => [...current()],
    take: (target) => takeFirst(target, ({ callback }) => callback === undefined),
    takeForgery: (target) => takeFirst(target, ({ callback }) => callback !== undefined)?.callback,
  };
}

function matches(fault: Fault, { method, path, grantType }: FaultTarget): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.grantType !== undefined && fault.grantType !== grantType) return false;
  if (!fault.path.includes('*')) return path.startsWith(fault.path);
  return matchesPattern(fault.path, path);
}

/** Whether `path` begins with `pattern`, where `*` is any characters. In linear time, whatever the pattern. */
function matchesPattern(pattern: string, path: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  if (!path.startsWith(start)) return false;
  let position = start.length;
  for (const part of parts) {
    const found = path.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return true;
}
