import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionDropped } from './fault-player.ts';
import type { Handler } from './front-door.ts';

/** The only address a sandbox listens on. */
export const LOOPBACK_ADDRESS = '127.0.0.1';

/** A port that is taken, but does not answer yet: its number is part of every URL the sandbox has to know beforehand. */
export interface Listener {
  readonly port: number;
  open(handler: Handler): void;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 = any free one.
 * @throws the error of `server.listen`, such as `EADDRINUSE`.
 */
export async function listen(port: number): Promise<Listener> {
  let open: (handler: Handler) => void = () => {};
  const opened = new Promise<Handler>((resolve) => {
    open = resolve;
  });
  const server = createServer(
    getRequestListener(
      async (request, env) => {
        const socket = 'incoming' in env ? (env.incoming.socket as Socket) : undefined;
        const connection = { reset: () => void socket?.resetAndDestroy() };
        try {
          return await (await opened)(request, connection);
        } catch (error) {
          if (!(error instanceof ConnectionDropped)) throw error;
          socket?.destroy();
          return RESPONSE_ALREADY_SENT;
        }
      },
      { overrideGlobalObjects: false },
    ),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK_ADDRESS, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port.');
  return { port: address.port, open, close: () => close(server) };
}

/** Stops at once: a sandbox has nothing worth waiting for. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
