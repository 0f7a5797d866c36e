import { findOperation, type OperationId, operations } from '@sipgate-kit/core/operations';

/** Commands other than `api`, and the operations behind each. */
export const COMMAND_OPERATIONS: Readonly<Record<string, readonly OperationId[]>> = {
  account: ['getAccount'],
  balance: ['getBalance'],
  numbers: ['getNumbers'],
  users: ['getAllUsers'],
  history: ['getHistory'],
  'clients list': ['getClients'],
  'clients get': ['getClients', 'getClient'],
  'clients create': ['createClient', 'getClient'],
  'clients update': ['getClients', 'getClient', 'updateClient'],
  'clients delete': ['getClients', 'deleteClient'],
  'clients export': ['getClients'],
  'clients plan': ['getClients'],
  'clients apply': ['getClients', 'getClient', 'createClient', 'updateClient', 'deleteClient'],
};

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** What stands between `sipgate` and its command, and takes a value. */
const OPTIONS_WITH_VALUE = new Set(['--profile']);

/** Where something only the running shell knows stands. */
const DYNAMIC = /[$`]|\{\{/;

/**
 * The operations that `sipgate <words>` calls; `undefined` where the command calls none, `dynamic` where only the running
 * program knows which.
 */
export function operationsOfCommand(words: readonly string[]): readonly OperationId[] | 'dynamic' | undefined {
  const bare = withoutOptions(words);
  const [first = '', second = '', third = ''] = bare;
  if (first !== 'api') return COMMAND_OPERATIONS[first] ?? COMMAND_OPERATIONS[`${first} ${second}`];
  if (['list', 'search', 'describe', ''].includes(second)) return undefined;
  const method = METHODS.includes(second.toUpperCase()) ? second.toUpperCase() : undefined;
  const target = method === undefined ? second : third;
  const path = /^(?:https?:\/\/[^/]+\/v\d+)?(\/.*)$/.exec(target)?.[1];
  if (path !== undefined) {
    const id = operationAt(method ?? 'GET', path.replaceAll(/\$\{[^}]*\}|\$\w+|\{\{.*?\}\}/g, 'x'));
    if (id !== undefined) return [id];
  }
  if (target in operations) return [target as OperationId];
  return DYNAMIC.test(second) || DYNAMIC.test(third) ? 'dynamic' : undefined;
}

/** The operation behind a method and a path below the API's URL; also where the path begins with `/v2`. */
export function operationAt(method: string, path: string): OperationId | undefined {
  return (findOperation(method, path) ?? findOperation(method, path.replace(/^\/v2(?=\/)/, '')))?.operationId;
}

function withoutOptions(words: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (OPTIONS_WITH_VALUE.has(word)) at += 1;
    else if (!word.startsWith('-')) found.push(word);
  }
  return found;
}
