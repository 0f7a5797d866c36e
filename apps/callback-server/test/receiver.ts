import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** A message as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver does with a message. */
export type Reaction = (response: ServerResponse) => void;

/** Another server on this machine, which is told things by a webhook. The last reaction goes for all further messages. */
export async function createReceiver(...reactions: Reaction[]) {
  const received: Received[] = [];
  const answered = reactions.length === 0 ? [status(204)] : reactions;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
    server.emit('message');
    answered[Math.min(received.length, answered.length) - 1]?.(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    /** The messages, once so many have come. */
    async messages(count: number): Promise<readonly Received[]> {
      while (received.length < count) await once(server, 'message');
      return received;
    },
  };
}

/** Answers with a status, and a header or two. */
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Reaction =>
  (response) =>
    void response.writeHead(code, headers).end();

/** Hangs up without a word. */
export const hangUp: Reaction = (response) => void response.socket?.destroy();

/** Never answers. */
export const silence: Reaction = () => undefined;
