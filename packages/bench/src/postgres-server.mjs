/**
 * A real PostgreSQL that is gone when this process ends, however it ends.
 * @module
 */
import { startPostgres as start } from '@sipgate-kit/test-postgres';
import { newFolder, removeFolder } from './folders.mjs';

export { freePort } from '@sipgate-kit/test-postgres';

/** @typedef {import('@sipgate-kit/test-postgres').PostgresServer} PostgresServer */

/** @returns {Promise<PostgresServer>} */
export async function startPostgres() {
  const folder = newFolder('postgres');
  const server = await start({ folder, maxConnections: 400 });
  return {
    ...server,
    async remove() {
      await server.remove();
      removeFolder(folder);
    },
  };
}
