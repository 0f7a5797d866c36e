import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { CONTROL_PATH } from '../control/control-path.ts';
import { ControlProblem } from '../control/problem.ts';
import type { Connection } from './fault-player.ts';
import type { Handler } from './front-door.ts';

/** Bytes of the largest body: a fax of many pages, in base64. */
const LARGEST_BODY = 20 * 1024 * 1024;
/** Bytes of the largest snapshot: of a sandbox that was busy for days. */
const LARGEST_SNAPSHOT = 256 * 1024 * 1024;

/** Answers 413 to bodies that would fill the memory, before anything is done with them. */
export function withBodyLimit(handle: Handler): Handler {
  const app = new Hono<{ Bindings: { connection: Connection | undefined } }>()
    .put(`${CONTROL_PATH}/state`, limitTo(LARGEST_SNAPSHOT), (c) => handle(c.req.raw, c.env.connection))
    .all('*', limitTo(LARGEST_BODY), (c) => handle(c.req.raw, c.env.connection));
  // Dropped connections are not answered with 500.
  app.onError((error) => {
    throw error;
  });
  return async (request, connection) => app.fetch(countable(request), { connection });
}

/**
 * The same request, such that a body of unannounced length can be counted: that makes a copy with another body, and the
 * listener's own requests cannot be copied.
 */
function countable(request: Request): Request {
  const { url, method, headers } = request;
  if (method === 'GET' || method === 'HEAD') return request;
  if (headers.has('content-length') && !headers.has('transfer-encoding')) return request;
  const init: RequestInit & { duplex: 'half' } = { method, headers, body: request.body, duplex: 'half' };
  return new Request(url, init);
}

function limitTo(maxSize: number) {
  const detail = `The body is larger than ${maxSize / 1024 / 1024} MB.`;
  return bodyLimit({ maxSize, onError: () => new ControlProblem(413, detail, 'body').toResponse() });
}
