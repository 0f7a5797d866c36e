import { request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** An answer, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with any Host header and method, which `fetch` does not let anybody choose. */
export function rawRequest(
  url: URL | string,
  { host, method = 'GET', address }: { host?: string; method?: string; address?: string } = {},
): Promise<RawAnswer> {
  const { hostname, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    request(
      {
        host: address ?? hostname.replace(/^\[(.*)\]$/, '$1'),
        port,
        path: `${pathname}${search}`,
        method,
        headers: { host: host ?? new URL(url).host },
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    )
      .on('error', reject)
      .end();
  });
}

/** Takes a port, a free one unless named; rejects when it is taken. */
export function occupy(address: string, port = 0): Promise<Server & { readonly port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true, ipv6Only: true }, () =>
      resolve(Object.assign(server, { port: (server.address() as { port: number }).port })),
    );
  });
}

/** A port that nobody has at this moment. */
export async function freePort(): Promise<number> {
  const server = await occupy('127.0.0.1');
  await new Promise((done) => server.close(done));
  return server.port;
}

/** Whether this machine has IPv6. */
export async function hasIpv6(): Promise<boolean> {
  return occupy('::1').then(
    (server) => new Promise((resolve) => server.close(() => resolve(true))),
    () => false,
  );
}

/** A connection that asks nothing, as browsers open them ahead of time. */
export function idleConnection(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname, () => resolve(socket));
    socket.once('error', reject);
  });
}
