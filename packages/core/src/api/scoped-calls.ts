import type { ParamsOption, RequestBodyOption } from 'openapi-fetch';
import type { operations as OperationTypes, paths } from '../generated/api.ts';
import type {
  ListsByOperation,
  OfferedScope,
  OpenOperationId,
  OperationsByPath,
  ScopesByOperation,
} from '../generated/operation-names.ts';
import type { ResponseData, Scope, SuccessData } from '../operations.ts';
import type { CallOptions, ListOptions, SipgateResponse } from './call-options.ts';

/** A method of HTTP that the API knows. */
export type Method = 'get' | 'post' | 'put' | 'delete';

/** What stands in the compiler's error where a client lacks the scope for an operation. */
export interface MissingScope<Needed extends string> {
  readonly 'missing scope': Needed;
}

/** By scope: nothing to object where `Granted` has it, else the error. Of several that would do, one is enough. */
type Verdict<Granted extends Scope> = {
  [Needed in Scope | 'none']: Needed extends Granted | 'none'
    ? unknown
    : Needed extends 'all'
      ? never
      : MissingScope<Needed>;
};

/** The scopes that a client with these may use: `all` stands for every other. */
export type Expanded<Granted extends Scope> = 'all' extends Granted ? Scope : Granted;

/** What a list of scopes grants; read at run time, it may be anything. */
export type GrantedBy<Scopes extends readonly string[]> = string extends Scopes[number]
  ? Scope
  : Expanded<Scopes[number] & Scope>;

/** Refuses scopes that nobody can ask for, which are mistakes of the pen. */
export type Spelt<Scopes extends readonly string[]> = string extends Scopes[number]
  ? readonly string[]
  : readonly (OfferedScope | 'offline_access')[];

/** The paths that have an operation with this method. */
export type PathWith<M extends Method> = {
  [Path in keyof OperationsByPath]: OperationsByPath[Path] extends Record<M, unknown> ? Path : never;
}[keyof OperationsByPath];

type IdAt<Path extends keyof OperationsByPath, M> = M extends keyof OperationsByPath[Path]
  ? OperationsByPath[Path][M] & OpenOperationId
  : never;

type CallInit<Described> = ParamsOption<Described> & RequestBodyOption<Described> & CallOptions;

/** A call of one method: a path, and what its operation needs (nothing to give means nothing to write). */
export type CallOf<M extends Method, Granted extends Scope = Scope> = <Path extends PathWith<M>>(
  path: Path & Verdict<Granted>[ScopesByOperation[IdAt<Path, M>]],
  ...init: Record<never, never> extends CallInit<paths[Path][M]>
    ? [init?: CallInit<paths[Path][M]>]
    : [init: CallInit<paths[Path][M]>]
) => Promise<SipgateResponse<SuccessData<paths[Path][M]>>>;

type OperationInit<Id extends OpenOperationId> = Pick<OperationTypes[Id]['parameters'], 'path' | 'query'> &
  RequestBodyOption<OperationTypes[Id]>;

type InitById<Id extends OpenOperationId, Options> =
  Record<never, never> extends OperationInit<Id>
    ? [init?: OperationInit<Id> & Options]
    : [init: OperationInit<Id> & Options];

/** A call by operationId, and what its operation needs (nothing to give means nothing to write). */
export type CallById<Granted extends Scope = Scope> = <Id extends OpenOperationId>(
  operationId: Id & Verdict<Granted>[ScopesByOperation[Id]],
  ...init: InitById<Id, CallOptions>
) => Promise<SipgateResponse<ResponseData<Id>>>;

/** A call whose answer is handed over as it comes. */
export type StreamById<Granted extends Scope = Scope> = <Id extends OpenOperationId>(
  operationId: Id & Verdict<Granted>[ScopesByOperation[Id]],
  ...init: InitById<Id, CallOptions>
) => Promise<Response>;

/** An operation whose answer is a list. */
export type ListOperationId = keyof ListsByOperation;

/** One item of the list that an operation answers with. */
export type ItemOf<Id extends ListOperationId> =
  ResponseData<Id> extends Record<ListsByOperation[Id], readonly (infer Item)[]> ? Item : never;

/** The items of a list, from all its pages. */
export type ItemsById<Granted extends Scope = Scope> = <Id extends ListOperationId>(
  operationId: Id & Verdict<Granted>[ScopesByOperation[Id]],
  ...init: InitById<Id, ListOptions>
) => AsyncGenerator<ItemOf<Id>, void, undefined>;
