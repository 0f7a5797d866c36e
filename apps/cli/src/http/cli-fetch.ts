import type { Fetch } from '@sipgate-kit/core';
import type { Environment } from '../cli.ts';

/** The `fetch` for every request of the program. */
export async function cliFetch(_env: Environment): Promise<Fetch> {
  return globalThis.fetch;
}
