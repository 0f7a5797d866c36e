/**
 * The operations of the REST API at run time: method, path, parameters and scopes of each, by operationId.
 *
 * @module
 */
import type { components, operations as OperationTypes } from './generated/api.ts';
import { type OperationDescription, operations } from './generated/operations.ts';

export type { OperationDescription, ParameterDescription } from './generated/operations.ts';
export { scopesFor } from './scopes-for.ts';
export { operations };

/** Name of an operation, as the API's description gives it: `getAccount`, `createClient`, … */
export type OperationId = keyof typeof operations;

/** An {@link OperationDescription} together with its name. */
export interface Operation extends OperationDescription {
  readonly operationId: OperationId;
}

/** Every scope some operation asks for. Others exist, of things the API describes no operation for. */
export type Scope = (typeof operations)[OperationId]['scopes'][number];

/** The shapes of the API's data by name: `Schemas['User']`. */
export type Schemas = components['schemas'];

/** What an operation answers when it succeeds: `ResponseData<'getAccount'>`; `undefined` where there is no body. */
export type ResponseData<Id extends OperationId> = SuccessData<OperationTypes[Id]>;

/** {@link ResponseData} of a generated operation type. */
export type SuccessData<Described> = Described extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & (200 | 201 | 202 | 204)]: Responses[Status] extends { content: infer Content }
        ? ContentData<Content>
        : undefined;
    }[keyof Responses & (200 | 201 | 202 | 204)]
  : never;

/** Data where it is JSON; of a file, text where its type says so, else bytes. */
type ContentData<Content> = Content extends { 'application/json': infer Data }
  ? Data
  : Content extends { 'text/csv': string }
    ? string
    : Content extends { 'application/octet-stream': unknown }
      ? string | Uint8Array
      : undefined;

/** Sorted by path, in which `{` comes after every letter: where two templates fit, what is literal goes first. */
const all: readonly Operation[] = Object.entries<OperationDescription>(operations)
  .map(([operationId, description]) => ({ ...description, operationId: operationId as OperationId }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

/**
 * The operation behind a method and a path below the API URL. The path may be the template (`/users/{userId}`) or a
 * real one (`/users/w0`); a query is ignored. `/users/devices` fits `/users/{userId}` and `/{userId}/devices`: the one
 * whose literal part begins earlier is meant.
 *
 * @returns `undefined` when the API has no such operation, or this kit does not describe it.
 * @example
 * findOperation('GET', '/users/w0')?.operationId; // 'getUser'
 */
export function findOperation(method: string, path: string): Operation | undefined {
  const [pathname = ''] = path.split(/[?#]/, 1);
  const candidates = all.filter((operation) => operation.method === method.toUpperCase());
  return (
    candidates.find((operation) => operation.path === pathname) ??
    candidates.find((operation) => matches(operation.path, pathname))
  );
}

/** Whether a real path fits a template; a parameter takes exactly one segment, and never an empty one. */
function matches(template: string, pathname: string): boolean {
  const expected = template.split('/');
  const actual = pathname.split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) => (segment.startsWith('{') ? actual[index] !== '' : segment === actual[index]))
  );
}

/**
 * The scopes of an operation. A token needs one of them; the narrowest comes first. Empty when none is needed.
 *
 * @example
 * scopesOf('getBalance'); // ['balance:read', 'all']
 */
export function scopesOf<Id extends OperationId>(operationId: Id): (typeof operations)[Id]['scopes'] {
  return operations[operationId].scopes;
}
