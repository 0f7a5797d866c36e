import type { OperationRequest } from '@sipgate-kit/core';
import type { Operation } from '@sipgate-kit/core/operations';

/** Whether a request names nothing that is to be deleted, which the API reads as everything there is. */
export function deletesAll(
  { method, path }: Pick<Operation, 'method' | 'path'>,
  { query = {}, body }: OperationRequest,
): boolean {
  return method === 'DELETE' && !path.includes('{') && Object.values(query).every(isNothing) && isNothing(body);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
