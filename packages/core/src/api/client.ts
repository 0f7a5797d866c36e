import createClient, { type ParamsOption, type RequestBodyOption } from 'openapi-fetch';
import { SipgateKitError } from '../errors.ts';
import type { operations as OperationTypes, paths } from '../generated/api.ts';
import { networkFailure } from '../network-failure.ts';
import {
  findOperation,
  type Operation,
  type OperationId,
  operations,
  type ResponseData,
  type SuccessData,
} from '../operations.ts';
import { type Clock, type Wait, waitOnTimer } from '../runtime.ts';
import { type Answer, dataOf, parseJson } from './answer.ts';
import { ApiError } from './api-error.ts';
import { apiUrl, DEFAULT_API_URL } from './api-url.ts';
import type { Authorizer } from './authorizers.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { encodePath } from './path.ts';
import { refusalOf } from './refusal.ts';

/** Default time-out of a call, a duration in milliseconds. */
export const API_TIMEOUT_MS = 30_000;

/** What a {@link SipgateClient} is made of. */
export interface SipgateClientOptions {
  /** Who calls: a token manager's connection, `staticToken(…)` or `personalAccessToken(…)`. */
  readonly auth: Authorizer;
  /** Default {@link DEFAULT_API_URL}. Another origin must also be among the `apiOrigins` of `auth`. */
  readonly baseUrl?: string;
  /** Duration in milliseconds until a call is given up, refreshing and reading the answer included. Default 30 000. */
  readonly timeoutMs?: number;
  readonly now?: Clock;
  readonly wait?: Wait;
}

/** What every call can be told beside its parameters and body. */
export interface CallOptions {
  /** Aborts the call, which then throws `request_aborted`. */
  readonly signal?: AbortSignal;
  /** Duration in milliseconds, instead of the client's. */
  readonly timeoutMs?: number;
}

/** A successful call. */
export interface SipgateResponse<Data> {
  readonly data: Data;
  /** Status and headers; its body has been read. */
  readonly response: Response;
}

type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths that have an operation with this method. */
export type PathWith<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends Record<M, unknown> ? Path : never;
}[keyof paths];

type CallInit<Described> = ParamsOption<Described> & RequestBodyOption<Described> & CallOptions;

/** A call of one method: a path, and what its operation needs (nothing to give means nothing to write). */
export type CallOf<M extends Method> = <Path extends PathWith<M>>(
  path: Path,
  ...init: Record<never, never> extends CallInit<paths[Path][M]>
    ? [init?: CallInit<paths[Path][M]>]
    : [init: CallInit<paths[Path][M]>]
) => Promise<SipgateResponse<SuccessData<paths[Path][M]>>>;

/** What an operation gets when it is known at run time only: values by name, unchecked. */
export interface OperationRequest {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

type OperationInit<Id extends OperationId> = Pick<OperationTypes[Id]['parameters'], 'path' | 'query'> &
  RequestBodyOption<OperationTypes[Id]> &
  CallOptions;

/** A call by operationId, and what its operation needs (nothing to give means nothing to write). */
export type CallById = <Id extends OperationId>(
  operationId: Id,
  ...init: Record<never, never> extends OperationInit<Id> ? [init?: OperationInit<Id>] : [init: OperationInit<Id>]
) => Promise<SipgateResponse<ResponseData<Id>>>;

/**
 * The REST API, typed by its description: paths, parameters, bodies and answers are checked by the compiler.
 *
 * Every call resolves with the data of a success. Everything else is thrown: {@link ApiError} with the code
 * `invalid_request`, `unauthorized`, `payment_required`, `insufficient_scope`, `classic_account_required`,
 * `forbidden`, `not_found`, `conflict`, `rate_limited`, `api_unavailable`, `api_error`, `malformed_response`,
 * `request_timeout` or `request_aborted`; `invalid_input` for an impossible path parameter; and whatever the
 * authorizer throws, such as `origin_not_allowed` or a token manager's `needs_login`.
 */
export interface SipgateClient {
  readonly GET: CallOf<'get'>;
  readonly POST: CallOf<'post'>;
  readonly PUT: CallOf<'put'>;
  readonly DELETE: CallOf<'delete'>;
  /**
   * The same by operationId.
   *
   * @example
   * const { data } = await sipgate.call('getHistory', { query: { types: ['CALL'], limit: 100 } });
   */
  readonly call: CallById;
  /**
   * For programs that learn at run time what to call: values by name, which nothing checks, and whatever the answer
   * brings: JSON parsed, text, else its bytes; `undefined` where it is empty.
   *
   * @example
   * const { operationId } = findOperation('GET', '/history') ?? fail();
   * const { data } = await sipgate.request(operationId, { query: { limit: 100 } });
   */
  request(operationId: OperationId, request?: OperationRequest & CallOptions): Promise<SipgateResponse<unknown>>;
}

interface PathCallInit extends CallOptions {
  readonly params?: Pick<OperationRequest, 'path' | 'query'>;
  readonly body?: unknown;
}

/**
 * Makes a client for the REST API.
 *
 * @throws SipgateKitError `invalid_configuration` or `insecure_url` when `baseUrl` is unfit.
 * @example
 * const sipgate = createSipgateClient({ auth: manager.forConnection(connectionId) });
 * const { data } = await sipgate.GET('/users/{userId}', { params: { path: { userId: 'w0' } } });
 * console.log(data.firstname);
 */
export function createSipgateClient(options: SipgateClientOptions): SipgateClient {
  const { auth, now = Date.now, wait = waitOnTimer, timeoutMs = API_TIMEOUT_MS } = options;
  const baseUrl = apiUrl(options.baseUrl ?? DEFAULT_API_URL);
  const transport = createClient({
    baseUrl,
    headers: { accept: 'application/json' },
    redirect: 'manual',
  });

  async function callByPath(method: Method, path: string, { params, ...rest }: PathCallInit = {}) {
    return call(describedOperation(method, path), { ...params, ...rest });
  }

  async function call(operation: Operation, init: OperationRequest & CallOptions) {
    const answer = await answerOf(operation, init);
    return { response: answer.response, data: operation.responseBody ? parseJson(operation, answer) : undefined };
  }

  async function answerOf(operation: Operation, init: OperationRequest & CallOptions): Promise<Answer> {
    const url = encodePath(operation.path, init.path);
    const deadline = startDeadline(init.timeoutMs ?? timeoutMs, init.signal, wait);
    try {
      return await deadline.limit(send(operation, url, init, deadline.signal));
    } catch (error) {
      throw failureOf(operation, error, deadline, { timeoutMs: init.timeoutMs ?? timeoutMs, baseUrl });
    } finally {
      deadline.end();
    }
  }

  async function send(operation: Operation, url: string, { query, body }: OperationRequest, signal: AbortSignal) {
    signal.throwIfAborted();
    const { data, response } = await transport.request(
      operation.method.toLowerCase() as Method,
      url as never,
      {
        ...(query && { params: { query } }),
        ...(body !== undefined && { body }),
        ...(operation.responseFile !== undefined && { headers: { accept: operation.responseFile } }),
        parseAs: 'arrayBuffer',
        signal,
        fetch: async (request: Request) => {
          const response = await auth.fetch(request);
          if (!response.ok) throw await refusalOf(operation, response, now);
          return response;
        },
      } as never,
    );
    return { response, bytes: new Uint8Array((data as ArrayBuffer | undefined) ?? []) };
  }

  return {
    GET: (path, ...[init]) => callByPath('get', path, init) as never,
    POST: (path, ...[init]) => callByPath('post', path, init) as never,
    PUT: (path, ...[init]) => callByPath('put', path, init) as never,
    DELETE: (path, ...[init]) => callByPath('delete', path, init) as never,
    call: async (operationId, ...[init]) =>
      call(namedOperation(operationId), (init ?? {}) as OperationRequest & CallOptions) as never,
    async request(operationId, request = {}) {
      const operation = namedOperation(operationId);
      const answer = await answerOf(operation, request);
      return { response: answer.response, data: dataOf(operation, answer) };
    },
  };
}

/** The operation of a template. The compiler rules the others out; plain JavaScript has no compiler. */
function describedOperation(method: Method, template: string): Operation {
  const operation = findOperation(method, template);
  if (operation?.path !== template) {
    throw new SipgateKitError('invalid_input', `There is no operation ${method.toUpperCase()} ${template}.`, {
      hint: 'Write the path as the API describes it, parameters in braces: /users/{userId}.',
    });
  }
  return operation;
}

/** The operation of an id. The compiler rules the others out; plain JavaScript has no compiler. */
function namedOperation(operationId: OperationId): Operation {
  if (Object.hasOwn(operations, operationId)) return { ...operations[operationId], operationId };
  throw new SipgateKitError('invalid_input', `There is no operation ${operationId}.`, {
    hint: 'Take an operationId of the operation index: getAccount, getHistory.',
  });
}

/** The typed error for a call that ended without an answer. After a POST nobody knows whether it was carried out. */
function failureOf(
  operation: Operation,
  error: unknown,
  deadline: Deadline,
  { timeoutMs, baseUrl }: { readonly timeoutMs: number; readonly baseUrl: string },
): unknown {
  const repeatable = operation.method !== 'POST';
  const repeat = repeatable ? 'Call again' : 'It may have been carried out all the same: look before you call again';
  switch (deadline.reached()) {
    case 'abort':
      return new ApiError('request_aborted', operation, 'was aborted by its caller.', { hint: `${repeat}.` });
    case 'time-out':
      return new ApiError('request_timeout', operation, `was not answered within ${timeoutMs / 1000} s.`, {
        hint: `${repeat}, or allow more time with timeoutMs.`,
        retryable: repeatable,
      });
  }
  if (error instanceof SipgateKitError) return error;
  const { reason, hint = 'Check network, proxy and API URL.', neverSent } = networkFailure(error, baseUrl);
  const what = neverSent ? 'could not be sent' : 'could not be sent or answered';
  return new ApiError('api_unavailable', operation, `${what}${reason === undefined ? '' : `: ${reason}`}.`, {
    hint: `${hint} ${neverSent ? 'Nothing was sent' : repeat}.`,
    retryable: repeatable || neverSent,
  });
}
