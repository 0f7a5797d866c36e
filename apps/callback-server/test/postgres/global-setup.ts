import type { TestProject } from 'vitest/node';
import { startPostgres } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL that all tests share; each takes a schema of its own. */
    readonly postgresUrl: string;
  }
}

/** Starts one PostgreSQL for the whole suite, and stops it at the end. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres(['-c', 'fsync=off']);
  provide('postgresUrl', server.url);
  return server.remove;
}
