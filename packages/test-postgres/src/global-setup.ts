import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';

export type { ProvidedContext } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL that all tests share; each takes a schema of its own. */
    readonly postgresUrl: string;
  }
}

/** Starts one PostgreSQL for a whole suite, and stops it at the end. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ flags: ['-c', 'fsync=off'] });
  provide('postgresUrl', server.url);
  return server.remove;
}
