import createClient, { type ParamsOption, type RequestBodyOption } from 'openapi-fetch';
import { SipgateKitError } from '../errors.ts';
import type { paths } from '../generated/api.ts';
import { networkCause } from '../network-cause.ts';
import { findOperation, type Operation, type SuccessData } from '../operations.ts';
import { type Clock, type Wait, waitOnTimer } from '../runtime.ts';
import { secureUrl } from '../secure-url.ts';
import { ApiError } from './api-error.ts';
import type { Authorizer } from './authorizers.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { encodePath } from './path.ts';
import { refusalOf } from './refusal.ts';

/** sipgate's REST API. */
export const DEFAULT_API_URL = 'https://api.sipgate.com/v2';

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
}

interface AnyInit extends CallOptions {
  readonly params?: { readonly path?: Record<string, unknown>; readonly query?: Record<string, unknown> };
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
  const transport = createClient({
    baseUrl: apiUrl(options.baseUrl ?? DEFAULT_API_URL),
    headers: { accept: 'application/json' },
    redirect: 'manual',
  });

  async function call(method: Method, path: string, init: AnyInit = {}): Promise<SipgateResponse<unknown>> {
    const operation = describedOperation(method, path);
    const url = encodePath(path, init.params?.path);
    const deadline = startDeadline(init.timeoutMs ?? timeoutMs, init.signal, wait);
    try {
      return await deadline.limit(send(operation, url, init, deadline.signal));
    } catch (error) {
      throw failureOf(operation, error, deadline, init.timeoutMs ?? timeoutMs);
    } finally {
      deadline.end();
    }
  }

  async function send(operation: Operation, url: string, init: AnyInit, signal: AbortSignal) {
    signal.throwIfAborted();
    const { data, response } = await transport.request(
      operation.method.toLowerCase() as Method,
      url as never,
      {
        ...(init.params?.query && { params: { query: init.params.query } }),
        ...(init.body !== undefined && { body: init.body }),
        parseAs: 'text',
        signal,
        fetch: async (request: Request) => {
          const response = await auth.fetch(request);
          if (!response.ok) throw await refusalOf(operation, response, now);
          return response;
        },
      } as never,
    );
    return { data: parseSuccess(operation, response, data), response };
  }

  return {
    GET: (path, ...[init]) => call('get', path, init) as never,
    POST: (path, ...[init]) => call('post', path, init) as never,
    PUT: (path, ...[init]) => call('put', path, init) as never,
    DELETE: (path, ...[init]) => call('delete', path, init) as never,
  };
}

function apiUrl(baseUrl: string): string {
  const url = secureUrl(baseUrl, 'The API URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new SipgateKitError('invalid_configuration', 'The API URL has more to it than origin and path.', {
      hint: `Leave out credentials, query and fragment, as in ${DEFAULT_API_URL}.`,
    });
  }
  return url.href.replace(/\/+$/, '');
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

function parseSuccess(operation: Operation, response: Response, text: unknown): unknown {
  if (!operation.responseBody) return undefined;
  try {
    return JSON.parse(String(text ?? ''));
  } catch {
    throw new ApiError(
      'malformed_response',
      operation,
      `was answered with something other than JSON (${response.status}).`,
      {
        status: response.status,
        hint: `Check the API URL, and what stands between here and there; sipgate's is ${DEFAULT_API_URL}.`,
      },
    );
  }
}

/** The typed error for a call that ended without an answer. After a POST nobody knows whether it was carried out. */
function failureOf(operation: Operation, error: unknown, deadline: Deadline, timeoutMs: number): unknown {
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
  const cause = networkCause(error);
  return new ApiError('api_unavailable', operation, `could not be sent or answered${cause ? ` (${cause})` : ''}.`, {
    hint: `Check network, proxy and API URL. ${repeat}.`,
    retryable: repeatable,
  });
}
