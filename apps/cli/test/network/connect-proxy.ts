import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy that makes tunnels, as companies have them. */
export interface ConnectProxy {
  readonly port: number;
  readonly url: string;
  /** What tunnels were asked for: `api.sipgate.com:443`. */
  readonly asked: readonly string[];
  close(): void;
}

/**
 * Starts one. Every host is really at `port` of this machine.
 *
 * @param options.password asked for, with the user `ann`
 * @param options.refuseWith a status to refuse every tunnel with
 */
export async function startConnectProxy(
  port: number,
  { password, refuseWith }: { readonly password?: string; readonly refuseWith?: number } = {},
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    client.on('error', () => client.destroy());
    const credentials = Buffer.from(`ann:${password}`).toString('base64');
    if (password !== undefined && request.headers['proxy-authorization'] !== `Basic ${credentials}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
    } else if (refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`);
    } else {
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('close', () => upstream.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    url: `http://127.0.0.1:${own}`,
    asked,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
