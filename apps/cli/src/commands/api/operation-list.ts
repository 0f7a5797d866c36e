import { operationDetails } from '@sipgate-kit/core/operation-details';
import { type OperationId, operations } from '@sipgate-kit/core/operations';
import type { Cli } from '../../cli.ts';

/** What is listed of an operation. */
export interface ListedOperation {
  readonly operationId: OperationId;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scopes: readonly string[];
}

/** Every operation, those about one thing together. */
export const allOperations: readonly ListedOperation[] = (Object.keys(operations) as OperationId[])
  .map((operationId): ListedOperation => {
    const { tag, method, path, summary, scopes } = { ...operations[operationId], ...operationDetails[operationId] };
    return { operationId, tag, method, path, summary, scopes };
  })
  .sort((a, b) => a.tag.localeCompare(b.tag, 'en') || a.path.localeCompare(b.path, 'en'));

/** Prints operations as a table. `all` is left out of the scopes: it is enough for every operation. */
export async function listOperations(cli: Cli, found: readonly ListedOperation[], empty: string): Promise<void> {
  await cli.output.list(
    found,
    [
      { head: 'TAG', value: ({ tag }) => tag },
      { head: 'METHOD', value: ({ method }) => method },
      { head: 'PATH', value: ({ path }) => path },
      { head: 'OPERATION', value: ({ operationId }) => operationId },
      { head: 'SCOPES', value: ({ scopes }) => scopes.filter((scope) => scope !== 'all').join(', ') || 'none' },
    ],
    empty,
  );
}
