/** A failure to play. Instants and durations are in real milliseconds, whatever the sandbox's clock says. */
export interface Fault {
  /** HTTP method; absent = any. */
  readonly method?: string;
  /** Prefix of the path, or a pattern with `*` for any characters: `/v2/history`, `*&#47;token`. */
  readonly path: string;
  /** For how many matching requests, default 1. */
  readonly next?: number;
  /** Answers with this status and never handles the request. */
  readonly status?: number;
  /** Body of that answer: text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** `Retry-After` of that answer, in seconds or as an HTTP date. */
  readonly retryAfter?: number | string;
  /** Holds the answer back this long. Without `status` the request is handled first, so that who gives up waiting has lost the answer, not the deed. */
  readonly delayMs?: number;
  /**
   * Closes the connection without an answer: `before` = the request is never handled, `after` = everything it does is
   * done, only the answer is lost.
   */
  readonly drop?: 'before' | 'after';
}

/** A fault that waits for its requests. */
export interface PendingFault extends Fault {
  readonly id: number;
  readonly remaining: number;
}

/** The failures a sandbox is about to play, in the order they were added. */
export interface Faults {
  /**
   * @example
   * // The next refresh is done, but its answer is lost on the way.
   * sandbox.faults.add({ method: 'POST', path: '*&#47;token', drop: 'after' });
   */
  add(fault: Fault): PendingFault;
  clear(): void;
  list(): readonly PendingFault[];
  /** Uses up one repetition of the first fault that matches. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let pending: PendingFault[] = [];
  let lastId = 0;
  return {
    add(fault) {
      lastId += 1;
      const added = { ...fault, id: lastId, remaining: fault.next ?? 1 };
      pending.push(added);
      return added;
    },
    clear() {
      pending = [];
    },
    list: () => [...pending],
    take(method, path) {
      const found = pending.find((fault) => matches(fault, method, path));
      if (found === undefined) return undefined;
      pending = pending
        .map((fault) => (fault === found ? { ...fault, remaining: fault.remaining - 1 } : fault))
        .filter(({ remaining }) => remaining > 0);
      return found;
    },
  };
}

function matches(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (!fault.path.includes('*')) return path.startsWith(fault.path);
  const parts = fault.path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}`).test(path);
}

/** Thrown where a connection is to be closed without an answer. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
}

/** Handles a request under a fault. Throws {@link ConnectionDropped} where there is to be no answer. */
export async function playFault(fault: Fault, handle: () => Promise<Response>): Promise<Response> {
  if (fault.drop === 'before') {
    await pause(fault.delayMs);
    throw new ConnectionDropped();
  }
  const response = fault.status === undefined ? await handle() : prescribed(fault, fault.status);
  await pause(fault.delayMs);
  if (fault.drop === 'after') throw new ConnectionDropped();
  return response;
}

function prescribed({ body, retryAfter }: Fault, status: number): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  const bodyless = body === undefined || status === 204 || status === 304;
  if (!bodyless)
    headers.set('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  return new Response(bodyless ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

function pause(ms: number | undefined): Promise<void> | undefined {
  return ms === undefined || ms <= 0 ? undefined : new Promise((resolve) => setTimeout(resolve, ms));
}
