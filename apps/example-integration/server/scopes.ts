import { type OperationId, scopesFor } from '@sipgate-kit/core/operations';

/** Everything the console asks of the REST API. */
const OPERATIONS: readonly OperationId[] = [
  'getAccount',
  'getBalance',
  'getHistory',
  'getClients',
  'getClient',
  'createClient',
  'updateClient',
  'deleteClient',
];

/** The least that people have to allow for it. */
export const SCOPES = scopesFor(OPERATIONS);
