import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { isLoopbackHost, SipgateKitError } from '@sipgate-kit/core';
import { ConnectionDropped } from './fault-player.ts';
import type { Handler } from './front-door.ts';
import { bracketed, LOOPBACK_ADDRESS } from './origin.ts';

/** A port that is taken, but does not answer yet: its number is part of every URL the sandbox has to know beforehand. */
export interface Listener {
  readonly port: number;
  open(handler: Handler): void;
  close(): Promise<void>;
}

export interface Address {
  /** 0 = any free one. */
  readonly port: number;
  /** Default {@link LOOPBACK_ADDRESS}. */
  readonly host?: string | undefined;
  /** Whether other computers may reach it. */
  readonly allowNetwork: boolean;
}

/**
 * Takes a port.
 *
 * @throws SipgateKitError `invalid_configuration` for an address that other computers reach, unless that is allowed.
 * @throws the error of `server.listen`, such as `EADDRINUSE`.
 */
export async function listen({ port, host = LOOPBACK_ADDRESS, allowNetwork }: Address): Promise<Listener> {
  if (!allowNetwork && !isLoopbackHost(bracketed(host))) {
    throw new SipgateKitError(
      'invalid_configuration',
      `A sandbox does not listen on ${host}: other computers would reach it, and its passwords are known to everybody.`,
      { hint: 'Leave the host out, or allow it: --allow-network, allowNetwork: true.' },
    );
  }
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
  server.on('clientError', refuseUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port.');
  return { port: address.port, open, close: () => close(server) };
}

const UNREADABLE: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Answers what is no HTTP, or could be read in two ways (RFC 9112 §6.3: lengths that contradict each other), and closes
 * the connection: what follows on it cannot be trusted.
 */
function refuseUnreadable(error: Error & { code?: string; reason?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = UNREADABLE[error.code ?? ''] ?? '400 Bad Request';
  const reason = error.reason ?? error.message;
  const body = JSON.stringify({
    type: 'about:blank',
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    detail: `This is not a request that can be read: ${reason}.`,
  });
  const head = [
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end([`HTTP/1.1 ${status}`, ...head, '', body].join('\r\n'));
}

/** Stops at once: a sandbox has nothing worth waiting for. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
