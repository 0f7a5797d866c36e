import { operations } from './generated/operations.ts';
import type { OperationId, Scope } from './operations.ts';

/**
 * The least a token has to be allowed, so that all of these operations work: what to ask for at sign-in.
 *
 * Takes the narrowest scope of each operation, and none for an operation that another one's scope already covers; never
 * `all`. The same whatever the order; alphabetical.
 *
 * @example
 * scopesFor(['getAccount', 'createClient']); // ['account:read', 'authorization:oauth2:clients:write']
 */
export function scopesFor(operationIds: readonly OperationId[]): readonly Scope[] {
  const needs = [...new Set(operationIds)].sort().map((id) => operations[id].scopes.filter((scope) => scope !== 'all'));
  const chosen = new Set<Scope>();
  // Where there is no choice first: what has to be asked for anyway may cover the others.
  for (const choices of [...needs].sort((a, b) => a.length - b.length)) {
    const [narrowest] = choices;
    if (narrowest !== undefined && !choices.some((scope) => chosen.has(scope))) chosen.add(narrowest);
  }
  return [...chosen].sort();
}
