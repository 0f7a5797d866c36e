/**
 * The operations of the REST API at run time: method, path and scopes of each, by operationId. Parameters, bodies and
 * texts are in `@sipgate-kit/core/operation-details`.
 *
 * @module
 */
import type { components, operations as OperationTypes } from './generated/api.ts';
import type {
  InternalOperationId,
  OpenOperationId,
  OperationId,
  ScopesByOperation,
} from './generated/operation-names.ts';
import { operations } from './operation-index.ts';

export type { InternalOperationId, OpenOperationId, OperationId } from './generated/operation-names.ts';
export { operations } from './operation-index.ts';
export { type NarrowScope, scopesFor } from './scopes-for.ts';

/** Every scope some operation asks for. Others exist, of things the API describes no operation for. */
export type Scope = Exclude<ScopesByOperation[OpenOperationId], 'none'>;

/** The kind of a sipgate account, as the claim `featureScope` of an access token says it: classic, or the newer one. */
export type FeatureScope = 'CLASSIC_PBX' | 'NEO_PBX';

/** How a list is read page by page. */
export interface Paging {
  /** Where the list is in the answer: `items`. */
  readonly list: string;
  /** `position` where the answer says how to go on; else pages are found by offset, and this is where the answer says how
   * long the whole list is, if it does. */
  readonly further?: string | undefined;
  /** The longest page there is, where that is known. */
  readonly longest?: number | undefined;
}

/** One method and path of the REST API. */
export interface OperationDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Template below the API URL, with its parameters in braces. */
  readonly path: string;
  /** One of these suffices, the narrowest first; empty when no scope is needed. */
  readonly scopes: readonly Scope[];
  /** Whether a success brings a JSON body. */
  readonly responseBody: boolean;
  /** The media type of what a success brings where that is a file. */
  readonly responseFile?: string | undefined;
  /** The only kind of account that has it; absent where both have. */
  readonly featureScope?: FeatureScope | undefined;
  /** What does the job on accounts of the newer kind. */
  readonly neoAlternative?: OperationId | undefined;
  /** Absent where the answer is no list that comes in pages. */
  readonly paging?: Paging | undefined;
}

/** An {@link OperationDescription} together with its name. */
export interface Operation extends OperationDescription {
  readonly operationId: OperationId;
}

/** The shapes of the API's data by name: `Schemas['User']`. */
export type Schemas = components['schemas'];

/** What an operation answers when it succeeds: `ResponseData<'getAccount'>`; `undefined` where there is no body. */
export type ResponseData<Id extends OperationId> = SuccessData<OperationTypes[Id]>;

/** The JSON body an operation takes: `RequestBody<'createClient'>`; `undefined` where it takes none. */
export type RequestBody<Id extends OperationId> = OperationTypes[Id] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : undefined;

/** The query parameters of an operation: `QueryParameters<'getHistory'>`. */
export type QueryParameters<Id extends OperationId> = NonNullable<OperationTypes[Id]['parameters']['query']>;

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
const sorted: readonly Operation[] = /* @__PURE__ */ Object.entries(operations).map(([operationId, description]) => ({
  ...description,
  operationId: operationId as OperationId,
}));

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
  const candidates = sorted.filter((operation) => operation.method === method.toUpperCase());
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
export function scopesOf<Id extends OperationId>(operationId: Id): readonly ScopeOf<Id>[] {
  return operations[operationId].scopes as readonly ScopeOf<Id>[];
}

/** One of the scopes that suffice for an operation. */
export type ScopeOf<Id extends OperationId> = Id extends OpenOperationId
  ? Exclude<ScopesByOperation[Id], 'none'>
  : Id extends InternalOperationId
    ? 'internal'
    : never;
