import { scopeMeanings } from '@sipgate-kit/core/operation-details';
import { type OperationId, operations } from '@sipgate-kit/core/operations';

/** What a scope allows, and the operations it is enough for. */
export interface ScopeMeaning {
  readonly scope: string;
  readonly meaning: string;
  readonly operations: readonly OperationId[];
}

/** Every scope; those for everything first, the others by name. */
export const allScopes: readonly ScopeMeaning[] = Object.entries(scopeMeanings).map(([scope, meaning]) => ({
  scope,
  meaning,
  operations: (Object.keys(operations) as OperationId[])
    .filter((id) => (operations[id].scopes as readonly string[]).includes(scope))
    .sort(),
}));
