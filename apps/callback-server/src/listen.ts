import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SipgateKitError } from '@sipgate-kit/core';

/** A server that accepts requests. */
export interface Listener {
  /** Where it listens, as in `127.0.0.1:8080` and `[::1]:8080`. */
  readonly addresses: readonly string[];
  /** Accepts nothing more, drops idle connections at once, and waits for requests under way, at most `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

/** The names of the variables that say where to listen, for messages. */
export interface ListenVariables {
  readonly host: string;
  readonly port: string;
  /** What has to follow the port, in the words of a hint. */
  readonly alongside?: string;
}

const PAGES: ListenVariables = { host: 'SIPGATE_KIT_HOST', port: 'PORT', alongside: 'REDIRECT_URI' };

/** The half of a server's life that the network decides; tests hand in their own. */
export type Bind = (server: Server, address: string, port: number) => Promise<void>;

/**
 * Listens for requests. `localhost` means both loopback families, since browsers may take either; a family this machine
 * does not have is left out. From then on `Request` and `Response` of this process are the adapter's, which build no
 * streams unless somebody reads them.
 *
 * @throws SipgateKitError `port_in_use`, `port_forbidden`, `invalid_configuration` when the host is none of ours.
 */
export async function listen(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  { host, port, variables = PAGES }: { host: string; port: number; variables?: ListenVariables },
  bind: Bind = bindTo,
): Promise<Listener> {
  const families = host === 'localhost' ? ['127.0.0.1', '::1'] : [host.replace(/^\[(.*)\]$/, '$1')];
  const opened: { readonly address: string; readonly stop: Listener['stop'] }[] = [];
  const missing: string[] = [];
  for (const address of families) {
    const server = createAdaptorServer({ fetch }) as Server;
    const stop = stopper(server);
    try {
      await bind(server, address, port);
      opened.push({ address: `${address.includes(':') ? `[${address}]` : address}:${port}`, stop });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      missing.push(code);
      if (families.length > 1 && /^(?:EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(code)) continue;
      await Promise.all(opened.map((other) => other.stop(0)));
      throw cannotListen(code, host, port, variables);
    }
  }
  if (opened.length === 0) throw cannotListen(missing[0] ?? 'unknown', host, port, variables);
  return {
    addresses: opened.map(({ address }) => address),
    async stop(patienceMs) {
      await Promise.all(opened.map(({ stop }) => stop(patienceMs)));
    },
  };
}

const bindTo: Bind = (server, address, port) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * Keeps count of who is busy. Node's own `closeIdleConnections` leaves those alone that browsers open ahead of time and
 * have not used yet: they would hold up the stop for a minute.
 */
function stopper(server: Server): Listener['stop'] {
  const busy = new Map<Socket, number>();
  let stopping = false;
  server.on('connection', (socket: Socket) => {
    busy.set(socket, 0);
    socket.once('close', () => busy.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (busy.get(socket) ?? 1) - 1;
      if (busy.has(socket)) busy.set(socket, left);
      if (stopping && left === 0) socket.end();
    });
  });
  return (patienceMs) =>
    new Promise((resolve) => {
      stopping = true;
      const deadline = setTimeout(() => server.closeAllConnections(), patienceMs);
      server.close(() => {
        clearTimeout(deadline);
        resolve();
      });
      for (const [socket, requests] of busy) if (requests === 0) socket.destroy();
    });
}

function cannotListen(
  code: string,
  host: string,
  port: number,
  { host: hostName, port: portName, alongside }: ListenVariables,
): SipgateKitError {
  const both = alongside === undefined ? portName : `both ${portName} and ${alongside}`;
  switch (code) {
    case 'EADDRINUSE':
      return new SipgateKitError('port_in_use', `Port ${port} is taken by another program.`, {
        hint:
          alongside === undefined
            ? `Stop that program, or take another port: set ${portName}=${port + 1}.`
            : `Stop that program, or take another port: set both ${portName}=${port + 1} and ${alongside} to it, and register that redirect URI at the OAuth client.`,
      });
    case 'EACCES':
      return new SipgateKitError('port_forbidden', `This user may not listen on port ${port}.`, {
        hint: `Ports below 1024 belong to the administrator. Set ${both} to a higher one, such as 8080.`,
      });
    default:
      return new SipgateKitError('invalid_configuration', `Cannot listen on ${host}, port ${port} (${code}).`, {
        hint: `${hostName} has to be an address of this machine: localhost, or 0.0.0.0 for all of them.`,
      });
  }
}
