import type { Vault } from '@sipgate-kit/vault/sql';

/** So many are read of each status, at most: a look at the metrics must not become the vault's main work. */
const COUNTED = 1_000;

/** How many connections there are by status, counted up to 1,000 each. */
export async function countConnections(vault: Vault): Promise<ReadonlyMap<string, number>> {
  const statuses = ['active', 'needs_login', 'paused'] as const;
  const pages = await Promise.all(statuses.map((status) => vault.connections.list({ status, limit: COUNTED })));
  return new Map(statuses.map((status, index) => [status, pages[index]?.connections.length ?? 0]));
}
