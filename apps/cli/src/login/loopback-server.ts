import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { type LoopbackRedirect, SipgateKitError } from '@sipgate-kit/core';
import { systemCode } from '../system-code.ts';

/** A server that only this machine reaches. */
export interface LoopbackServer {
  readonly port: number;
  /** Frees the port: drops who has asked nothing, and lets answers under way go out for a moment. */
  close(): Promise<void>;
}

/** This machine lacks the family: no IPv6, most often. */
const NO_SUCH_ADDRESS = /^(?:EADDRNOTAVAIL|EAFNOSUPPORT|EPROTONOSUPPORT|EINVAL)$/;
/** A port that is free on one family and taken on the other is rare; so often in a row, something else is wrong. */
const MOST_TRIES = 10;
/** How long an answer may take to go out, a duration in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Listens on all addresses of a redirect URI at one port: the registered one, or any that is free on each of them. A
 * family that this machine lacks is left out. Somebody else on either of them is refused, since the browser might take
 * its callback there.
 *
 * @throws SipgateKitError `port_in_use`, `port_forbidden`, `invalid_configuration`.
 */
export async function openLoopbackServer(
  { addresses, port: registered }: LoopbackRedirect,
  handle: RequestListener,
): Promise<LoopbackServer> {
  for (let attempt = 1; ; attempt++) {
    const opened: Bound[] = [];
    let missing = 'no address';
    try {
      for (const address of addresses) {
        try {
          opened.push(await bind(address, opened[0]?.port ?? registered ?? 0, handle));
        } catch (error) {
          missing = systemCode(error);
          if (!NO_SUCH_ADDRESS.test(missing)) throw error;
        }
      }
    } catch (error) {
      await Promise.all(opened.map(({ close }) => close()));
      if (systemCode(error) === 'EADDRINUSE' && registered === undefined && attempt < MOST_TRIES) continue;
      throw cannotListen(systemCode(error), addresses, registered);
    }
    const [first] = opened;
    if (first === undefined) throw cannotListen(missing, addresses, registered);
    return {
      port: first.port,
      async close() {
        await Promise.all(opened.map(({ close }) => close()));
      },
    };
  }
}

type Bound = LoopbackServer;

function bind(address: string, port: number, handle: RequestListener): Promise<Bound> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, handle);
  const close = closer(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true, ipv6Only: address.includes(':') }, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as { port: number }).port, close });
    });
  });
}

/** Browsers open connections ahead of time and leave them unused: those would hold up the end for a minute. */
function closer(server: Server): () => Promise<void> {
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }) => idle.delete(socket));
  return () =>
    new Promise((resolve) => {
      const deadline = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
      server.close(() => {
        clearTimeout(deadline);
        resolve();
      });
      for (const socket of idle) socket.destroy();
    });
}

function cannotListen(code: string, addresses: readonly string[], port: number | undefined): SipgateKitError {
  const where = addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(' and ');
  if (code === 'EADDRINUSE' && port !== undefined) {
    return new SipgateKitError('port_in_use', `Port ${port} is taken by another program.`, {
      hint: `Stop that program, or use another redirect URI that is registered at the OAuth client: --redirect-uri http://localhost:${port + 1}/oauth. Where http://127.0.0.1/oauth is registered, --redirect-uri http://127.0.0.1/oauth takes any free port.`,
    });
  }
  if (code === 'EACCES' && port !== undefined) {
    return new SipgateKitError('port_forbidden', `This user may not listen on port ${port}.`, {
      hint: 'Ports below 1024 belong to the administrator. Register a redirect URI with a higher one, and name it: --redirect-uri http://localhost:8080/oauth.',
    });
  }
  return new SipgateKitError('invalid_configuration', `Cannot listen on ${where} (${code}).`, {
    hint: 'The redirect URI has to lead to this machine: --redirect-uri http://localhost:8080/oauth. A personal access token needs no browser: sipgate login --pat.',
  });
}
