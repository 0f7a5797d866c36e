import createClient from 'openapi-fetch';
import type { FeatureScope, Operation, OperationId, Scope } from '../operations.ts';
import { programPart } from '../program-part.ts';
import { type Clock, type Wait, waitOnTimer } from '../runtime.ts';
import { dataOf } from './answer.ts';
import { apiUrl, DEFAULT_API_URL } from './api-url.ts';
import type { Authorizer } from './authorizers.ts';
import type { CallOptions, ListOptions, OperationRequest, SipgateResponse } from './call-options.ts';
import { createSender } from './calls.ts';
import type { CallHooks } from './hooks.ts';
import { describedOperation, fileAt, namedOperation } from './known-operation.ts';
import { encodePath } from './path.ts';
import { RequestDraft } from './request-draft.ts';
import type { RetryPolicy } from './retries.ts';
import { assertAllowed, assertScopes, has } from './scope-check.ts';
import type { CallById, CallOf, Expanded, GrantedBy, ItemsById, Method, Spelt, StreamById } from './scoped-calls.ts';

/** Default time-out of a call, a duration in milliseconds. */
export const API_TIMEOUT_MS = 30_000;

/** Never there: makes a client with more scopes fit where one with fewer is wanted, and no other. */
declare const granted: unique symbol;

/** What a {@link SipgateClient} is made of. */
export interface SipgateClientOptions {
  /** Who calls: a token manager's connection, `staticToken(…)` or `personalAccessToken(…)`. */
  readonly auth: Authorizer;
  /**
   * The scopes of the token. Named in the code, the compiler refuses every call that none of them allows; read from a
   * token set, calls are refused before they are sent, and {@link SipgateClient.withScopes} tells the compiler. Without
   * them, everything is tried.
   */
  readonly scopes?: readonly string[];
  /** Whether calls that `scopes` or `featureScope` do not allow are refused before they are sent. Default `true`. */
  readonly checkScopes?: boolean;
  /** The kind of the account, as `findFeatureScope` finds it: operations of the other kind are refused, too. */
  readonly featureScope?: FeatureScope | undefined;
  /** Default {@link DEFAULT_API_URL}. Another origin must also be among the `apiOrigins` of `auth`. */
  readonly baseUrl?: string;
  /** Duration in milliseconds until a call is given up, refreshing, repeating and reading included. Default 30 000. */
  readonly timeoutMs?: number;
  /** When calls are repeated; `false` never does. By default what reads, three times in all. */
  readonly retry?: RetryPolicy | false;
  readonly hooks?: CallHooks;
  readonly now?: Clock;
  readonly wait?: Wait;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random?: () => number;
}

/**
 * The REST API, typed by its description: paths, parameters, bodies, answers and scopes are checked by the compiler.
 *
 * Every call resolves with the data of a success. Everything else is thrown: {@link ApiError} with the code
 * `invalid_request`, `unauthorized`, `payment_required`, `insufficient_scope`, `classic_account_required`,
 * `neo_account_required`, `forbidden`, `not_found`, `conflict`, `rate_limited`, `api_unavailable`, `api_error`,
 * `malformed_response`, `request_timeout` or `request_aborted`; `invalid_input` for an impossible path parameter; and
 * whatever the authorizer throws, such as `origin_not_allowed` or a token manager's `needs_login`.
 *
 * `Granted` are the scopes of the token. A function that takes `SipgateClient<'history:read'>` takes every client that
 * has this scope.
 */
export interface SipgateClient<Granted extends Scope = Scope> {
  readonly [granted]?: (scope: Granted) => void;
  readonly GET: CallOf<'get', Granted>;
  readonly POST: CallOf<'post', Granted>;
  readonly PUT: CallOf<'put', Granted>;
  readonly DELETE: CallOf<'delete', Granted>;
  /**
   * The same by operationId.
   *
   * @example
   * const { data } = await sipgate.call('getHistory', { query: { types: ['CALL'], limit: 100 } });
   */
  readonly call: CallById<Granted>;
  /**
   * The items of a list, read page by page as they are wanted. Leaving the loop ends the reading.
   *
   * @example
   * for await (const entry of sipgate.items('getHistory', { query: { types: ['FAX'] } })) console.log(entry.id);
   */
  readonly items: ItemsById<Granted>;
  /**
   * The answer of a success as it comes: status, headers and a body nobody has read. `timeoutMs` ends with its headers;
   * `signal` ends the reading, too.
   *
   * @example
   * const { body } = await sipgate.stream('getHistoryCSV', { query: { limit: 1000 } });
   */
  readonly stream: StreamById<Granted>;
  /**
   * The file behind a URL that an answer gave: a recording, a fax. As {@link SipgateClient.stream}; throws
   * `origin_not_allowed` where it is not at one of the `apiOrigins` of `auth`, since it goes with the credentials.
   */
  download(url: string, options?: CallOptions): Promise<Response>;
  /**
   * For programs that learn at run time what to call: values by name, which nothing checks, and whatever the answer
   * brings: JSON parsed, text, else its bytes; `undefined` where it is empty.
   *
   * @example
   * const { operationId } = findOperation('GET', '/history') ?? fail();
   * const { data } = await sipgate.request(operationId, { query: { limit: 100 } });
   */
  request(operationId: OperationId, request?: OperationRequest & CallOptions): Promise<SipgateResponse<unknown>>;
  /** The scopes it was made with; `undefined` where they are not known. */
  readonly scopes: readonly string[] | undefined;
  /**
   * Whether the token has these scopes, told to the compiler as well. Where they are not known: `true`.
   *
   * @example
   * if (sipgate.hasScopes(['balance:read'])) show((await sipgate.GET('/balance')).data);
   */
  hasScopes<const Needed extends Scope>(needed: readonly Needed[]): this is SipgateClient<Expanded<Granted | Needed>>;
  /**
   * This client for these scopes only, as far as the compiler is concerned.
   *
   * @throws SipgateKitError `insufficient_scope` when the token lacks one.
   * @example
   * const sipgate = createSipgateClient({ auth, scopes: tokenSet.scopes }).withScopes(['account:read', 'history:read']);
   */
  withScopes<const Needed extends Scope>(needed: readonly Needed[]): SipgateClient<Expanded<Needed>>;
}

const loadItems = /* @__PURE__ */ programPart('api_unavailable', () => import('./items.ts'));

interface PathCallInit extends CallOptions {
  readonly params?: Pick<OperationRequest, 'path' | 'query'>;
  readonly body?: unknown;
}

/**
 * Makes a client for the REST API.
 *
 * @throws SipgateKitError `invalid_configuration` or `insecure_url` when `baseUrl` is unfit.
 * @example
 * const sipgate = createSipgateClient({ auth: manager.forConnection(connectionId), scopes: ['users:read'] });
 * const { data } = await sipgate.GET('/users/{userId}', { params: { path: { userId: 'w0' } } });
 * console.log(data.firstname);
 */
export function createSipgateClient<const Scopes extends readonly string[] = readonly string[]>(
  options: SipgateClientOptions & { readonly scopes?: Scopes & Spelt<Scopes> },
): SipgateClient<GrantedBy<Scopes>>;
export function createSipgateClient(options: SipgateClientOptions): unknown {
  const { auth, now = Date.now, wait = waitOnTimer, timeoutMs = API_TIMEOUT_MS, checkScopes = true } = options;
  const { scopes, featureScope, retry = {}, hooks = {}, random = Math.random } = options;
  const baseUrl = apiUrl(options.baseUrl ?? DEFAULT_API_URL);
  const transport = createClient({ baseUrl, redirect: 'manual', Request: RequestDraft as never });
  const send = createSender({ auth, timeoutMs, retry, hooks, now, wait, random, baseUrl });

  /** `whole` is whether the body is read, too. */
  function answerOf(known: Promise<Operation>, init: OperationRequest & CallOptions, whole: boolean) {
    return send(known, init, whole, (operation) => {
      if (checkScopes) assertAllowed(operation, { scopes, featureScope });
      const url = encodePath(operation.path, init.path);
      return (fetch, signal) =>
        transport.request(
          operation.method.toLowerCase() as Method,
          url as never,
          {
            ...(init.query && { params: { query: init.query } }),
            ...(init.body !== undefined && { body: init.body }),
            headers: { accept: operation.responseFile ?? 'application/json' },
            parseAs: 'stream',
            signal,
            fetch: ({ url, init: drafted }: RequestDraft) => fetch(url, drafted),
          } as never,
        );
    });
  }

  async function call(known: Promise<Operation>, init: OperationRequest & CallOptions = {}) {
    const { called, response, bytes } = await answerOf(known, init, true);
    const wanted = called.responseBody || called.responseFile !== undefined;
    return { response, data: wanted ? dataOf(called, { response, bytes }) : undefined };
  }

  const byPath =
    (method: Method) =>
    (path: string, { params, ...rest }: PathCallInit = {}) =>
      call(describedOperation(method, path), { ...params, ...rest });

  const sipgate = {
    scopes,
    GET: byPath('get'),
    POST: byPath('post'),
    PUT: byPath('put'),
    DELETE: byPath('delete'),
    call: (operationId: OperationId, init?: OperationRequest & CallOptions) => call(namedOperation(operationId), init),
    async *items(operationId: OperationId, init: OperationRequest & ListOptions = {}) {
      const { itemsOf } = await loadItems();
      yield* itemsOf(() => namedOperation(operationId), call, init);
    },
    stream: async (operationId: OperationId, init: OperationRequest & CallOptions = {}) =>
      (await answerOf(namedOperation(operationId), init, false)).response,
    download: async (url: string, init: CallOptions = {}) =>
      (await send(fileAt(url), init, false, () => (fetch, signal) => fetch(url, { signal }))).response,
    async request(operationId: OperationId, init: OperationRequest & CallOptions = {}) {
      const { called, response, bytes } = await answerOf(namedOperation(operationId), init, true);
      return { response, data: dataOf(called, { response, bytes }) };
    },
    hasScopes: (needed: readonly string[]) => needed.every((scope) => has(scopes, scope)),
    withScopes(needed: readonly string[]) {
      assertScopes(needed, scopes);
      return sipgate;
    },
  };
  return sipgate;
}
