import { ConnectionDropped } from './fault-player.ts';
import type { Handler } from './front-door.ts';

const MOST_REDIRECTS = 20;

/**
 * A `fetch` that reaches the sandbox without a port. It follows redirects within the sandbox unless told otherwise, and
 * keeps no cookies. A dropped connection and an address outside of the sandbox reject with `TypeError`, an aborted signal
 * with its reason, as the real one does.
 */
export function createInProcessFetch(origin: string, handler: Handler): typeof globalThis.fetch {
  return async (input, init) => {
    let request = new Request(input, init);
    for (let redirects = 0; ; redirects += 1) {
      const response = await answer(request);
      const location = response.headers.get('location');
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
      if (!isRedirect || request.redirect === 'manual') return response;
      if (request.redirect === 'error' || redirects >= MOST_REDIRECTS) throw failed('unexpected redirect');
      request = following(request, response.status, new URL(location, request.url));
    }
  };

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.origin !== origin) throw failed(`${url.origin} is not this sandbox (${origin})`);
    request.signal.throwIfAborted();
    const handled = handler(request).catch((error: unknown) => {
      if (error instanceof ConnectionDropped) throw failed('socket hang up', 'ECONNRESET');
      throw error;
    });
    const response = await untilAborted(handled, request.signal);
    Object.defineProperty(response, 'url', { value: request.url });
    return response;
  }
}

/** RFC 9110 §15.4: after 303 always GET, after 301 and 302 GET instead of POST. */
function following(request: Request, status: number, location: URL): Request {
  const asGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST');
  if (!asGet && request.body !== null) throw failed('a streamed body cannot be sent twice');
  const headers = new Headers(request.headers);
  if (asGet) headers.delete('content-type');
  return new Request(location, {
    method: asGet ? 'GET' : request.method,
    headers,
    signal: request.signal,
    redirect: request.redirect,
  });
}

function untilAborted(work: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function failed(message: string, code?: string): TypeError {
  const cause = Object.assign(new Error(message), code === undefined ? {} : { code });
  return new TypeError('fetch failed', { cause });
}
