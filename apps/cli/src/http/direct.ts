import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import fetch from 'minipass-fetch';
import { responseOf } from './response.ts';

const http = new HttpAgent({ keepAlive: true });
const https = new HttpsAgent({ keepAlive: true });

/**
 * Sends a request straight to its host, by npm's own HTTP client on `node:http`. Node's own `fetch` would take longer to
 * start and to end than most commands take for everything else.
 */
export async function sendDirectly(request: Request): Promise<Response> {
  const abandon = new AbortController();
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  const response = await fetch(request.url, {
    method: request.method,
    headers: [...request.headers],
    redirect: request.redirect,
    signal: AbortSignal.any([request.signal, abandon.signal]),
    agent: agentFor,
    ...(body !== undefined && { body }),
  });
  return responseOf(response.status, response.headers.entries(), response.body && chunksOf(response.body, abandon));
}

/** Whoever stops reading hangs up: the rest of the answer would keep the process alive. */
async function* chunksOf(body: AsyncIterable<Uint8Array>, abandon: AbortController): AsyncIterable<Uint8Array> {
  let complete = false;
  try {
    yield* body;
    complete = true;
  } finally {
    if (!complete) abandon.abort();
  }
}

/** Idle connections do not keep the process alive: the next request of the same command may use them, nobody waits. */
function agentFor({ protocol, hostname }: URL): HttpAgent {
  // minipass-fetch hands the brackets on, and there is no host of that name.
  const address = /^\[(.+)\]$/.exec(hostname)?.[1];
  if (address === undefined) return protocol === 'https:' ? https : http;
  const options = { keepAlive: true, host: address };
  return protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
}
