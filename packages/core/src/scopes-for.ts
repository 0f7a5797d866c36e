import { operations } from './operation-index.ts';
import type { OperationId, Scope } from './operations.ts';

/** A scope that a sign-in may ask for with good conscience: neither `all` nor `internal`, which sipgate keeps to itself. */
export type NarrowScope = Exclude<Scope, 'all' | 'internal'>;

/**
 * The least a token has to be allowed, so that all of these operations work: what to ask for at sign-in.
 *
 * Takes the narrowest scope of each operation, and none for an operation that another one's scope already covers. Never
 * `all`, and never `internal`: an operation that nothing else allows adds nothing, which {@link scopesOf} tells. The same
 * whatever the order; alphabetical.
 *
 * @example
 * scopesFor(['getAccount', 'createClient']); // ['account:read', 'authorization:oauth2:clients:write']
 */
export function scopesFor(operationIds: readonly OperationId[]): readonly NarrowScope[] {
  const needs = [...new Set(operationIds)].sort().map((id) => operations[id].scopes.filter(isNarrow));
  const chosen = new Set<NarrowScope>();
  // Where there is no choice first: what has to be asked for anyway may cover the others.
  for (const choices of needs.sort((a, b) => a.length - b.length)) {
    const [narrowest] = choices;
    if (narrowest !== undefined && !choices.some((scope) => chosen.has(scope))) chosen.add(narrowest);
  }
  return [...chosen].sort();
}

const isNarrow = (scope: Scope): scope is NarrowScope => scope !== 'all' && scope !== 'internal';
