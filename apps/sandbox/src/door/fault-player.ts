import type { Fault } from './faults.ts';

/** Thrown where a connection is to be closed without an answer. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
}

/** The connection a request came by. There is none in process. */
export interface Connection {
  /** Ends it by RST: whoever reads from it gets `ECONNRESET`. */
  reset(): void;
}

/** Long enough for what was sent before a reset to have arrived: the reset overtakes it otherwise. */
const BEFORE_RESET_MS = 50;

/** Statuses whose answers have no body. */
const NEVER_WITH_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Handles a request under a fault. Throws {@link ConnectionDropped} where there is to be no answer. */
export async function playFault(
  fault: Fault,
  handle: () => Promise<Response>,
  connection?: Connection,
): Promise<Response> {
  if (fault.drop === 'before') {
    await pause(fault.delayMs);
    throw new ConnectionDropped();
  }
  const response = await damaged(fault, prescribed(fault) ?? (await handle()));
  await pause(fault.delayMs);
  const halfway = fault.drop === 'during' && !NEVER_WITH_BODY.has(response.status);
  if (fault.drop !== undefined && !halfway) throw new ConnectionDropped();
  if (halfway) return resetHalfway(response, connection);
  return fault.trickleMs === undefined || response.body === null ? response : trickling(response, fault.trickleMs);
}

/** The answer a fault has of its own. */
function prescribed({ status, body, retryAfter, redirect }: Fault): Response | undefined {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  if (redirect !== undefined) {
    headers.set('location', redirect);
    return new Response(null, { status: 307, headers });
  }
  if (status === undefined) return undefined;
  const bodyless = body === undefined || NEVER_WITH_BODY.has(status);
  if (!bodyless)
    headers.set('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  return new Response(bodyless ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

async function damaged({ malformedJson = false, contentType }: Fault, response: Response): Promise<Response> {
  if (contentType !== undefined) response.headers.set('content-type', contentType);
  if (!malformedJson || response.body === null) return response;
  const body = await bytesOf(response);
  return new Response(body.subarray(0, Math.floor(body.length / 2)), answerLike(response));
}

async function trickling(response: Response, pauseMs: number): Promise<Response> {
  const body = await bytesOf(response);
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent > 0) await pause(pauseMs);
      if (sent === body.length) return controller.close();
      controller.enqueue(body.subarray(sent, sent + 1));
      sent += 1;
    },
  });
  return new Response(stream, answerLike(response, body.length));
}

async function resetHalfway(response: Response, connection: Connection | undefined): Promise<Response> {
  const body = await bytesOf(response);
  let sent = false;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!sent) {
        sent = true;
        // At least one byte is missing, also of an answer without a body.
        controller.enqueue(body.length < 2 ? new Uint8Array([0x20]) : body.subarray(0, Math.floor(body.length / 2)));
        return;
      }
      await pause(BEFORE_RESET_MS);
      if (connection === undefined) controller.error(terminated());
      else connection.reset();
    },
  });
  return new Response(stream, answerLike(response, Math.max(body.length, 2)));
}

/** What `fetch` rejects with while a body is read. */
function terminated(): TypeError {
  return new TypeError('terminated', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await response.arrayBuffer());
}

function answerLike({ status, headers: given }: Response, length?: number): ResponseInit {
  const headers = new Headers(given);
  headers.delete('content-length');
  if (length !== undefined) headers.set('content-length', String(length));
  return { status, headers };
}

function pause(ms: number | undefined): Promise<void> | undefined {
  return ms === undefined || ms <= 0 ? undefined : new Promise((resolve) => setTimeout(resolve, ms));
}
