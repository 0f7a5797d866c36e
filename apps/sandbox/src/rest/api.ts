import { randomUUID } from 'node:crypto';
import { allowsOrigin } from '@sipgate-kit/core/clients';
import { findOperation, type Operation, type OperationId, operations } from '@sipgate-kit/core/operations';
import type { Directory } from '../accounts.ts';
import type { ClientStore } from '../clients.ts';
import type { SandboxClock } from '../clock.ts';
import { preflight, withCors } from '../cors.ts';
import type { RealmContext } from '../login/realm.ts';
import { detachClient } from '../login/sessions.ts';
import { authenticate, type Caller } from './authentication.ts';
import { account, balance, numbers, user, userinfo, users } from './company.ts';
import { history } from './history.ts';
import { createClient, deleteClient, legalLinks, listClients, readClient, replaceClient } from './oauth-clients.ts';
import { RestError } from './rest-error.ts';

/** Where the REST API begins. */
export const API_PATH = '/v2';

export interface ApiDependencies {
  readonly realms: readonly RealmContext[];
  readonly clients: ClientStore;
  readonly directory: Directory;
  readonly clock: SandboxClock;
  /** Whether creating a client answers with its secret. */
  readonly createAnswersSecret: boolean;
}

/** A request for one operation, by a caller who may make it. */
interface Call {
  readonly caller: Caller;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly path: Readonly<Record<string, string>>;
}

/** Operations anybody may call, without a token. */
const PUBLIC: ReadonlySet<OperationId> = new Set(['getGdprUrls']);

/** The REST API: which operation, who calls, may they, and its answer. */
export function createApi(dependencies: ApiDependencies): (request: Request) => Promise<Response> {
  const answers = answersOf(dependencies);
  return async (request) => {
    if (request.method === 'OPTIONS') return preflight(request, 'GET, HEAD, OPTIONS, POST, PUT, DELETE');
    let caller: Caller | undefined;
    const response = await handle().catch((error: unknown) => {
      if (error instanceof RestError) return error.toResponse();
      throw error;
    });
    response.headers.set('x-request-id', randomUUID());
    response.headers.set('cache-control', 'no-store');
    const origin = request.headers.get('origin');
    const readable = origin !== null && caller?.client !== undefined && allowsOrigin(caller.client, origin);
    return readable ? withCors(response, origin, 'X-Request-Id, Retry-After') : response;

    async function handle(): Promise<Response> {
      const { pathname, searchParams: query } = new URL(request.url);
      const below = pathname.slice(API_PATH.length);
      const operation = operationAt(request.method, below);
      const path = pathParameters(operation.path, below);
      if (PUBLIC.has(operation.operationId)) {
        return Response.json(legalLinks(dependencies.clients, path.clientId));
      }
      caller = await authenticate(request, dependencies.realms, dependencies.directory);
      requireScope(operation, caller);
      const play = answers[operation.operationId];
      if (play === undefined) throw notPlayed(operation);
      const answer = await play({ caller, request, query, path });
      return answer === undefined
        ? new Response(null, { status: operation.successStatus })
        : Response.json(answer, { status: operation.successStatus });
    }
  };
}

function answersOf({ clients, realms, clock, createAnswersSecret }: ApiDependencies) {
  const answers: Partial<Record<OperationId, (call: Call) => unknown>> = {
    getAccount: ({ caller }) => account(caller.account),
    getBalance: ({ caller }) => balance(caller.account),
    userinfo: ({ caller }) => userinfo(caller),
    getAllUsers: ({ caller }) => users(caller.account),
    getUser: ({ caller, path }) => user(caller.account, path.userId),
    getNumbers: ({ caller, query }) => numbers(caller.account, query),
    getHistory: ({ caller, query }) => history(caller.account, query),
    getClients: ({ caller }) => listClients(clients, caller.account.masterSipId),
    getClient: ({ caller, path }) => readClient(clients, caller.account.masterSipId, path.clientId),
    createClient: ({ caller, request }) =>
      createClient(clients, caller.account.masterSipId, request, {
        now: clock.now(),
        answersSecret: createAnswersSecret,
      }),
    updateClient: ({ caller, request, path }) =>
      replaceClient(clients, caller.account.masterSipId, path.clientId, request),
    deleteClient: ({ caller, path }) => {
      const { clientId } = deleteClient(clients, caller.account.masterSipId, path.clientId);
      for (const { state } of realms) detachClient(state, clientId, 'client deleted', clock.now());
    },
    getGdprUrls: ({ path }) => legalLinks(clients, path.clientId),
  };
  return answers;
}

/** Throws 405 where only the method is wrong, 404 where the path is. */
function operationAt(method: string, below: string): Operation {
  const operation = findOperation(method, below);
  if (operation !== undefined) return operation;
  const methods = new Set(Object.values(operations).map((known) => known.method));
  throw new RestError([...methods].some((other) => findOperation(other, below) !== undefined) ? 405 : 404);
}

/** 501: sipgate has the operation, the sandbox does not. */
function notPlayed({ operationId }: Operation): RestError {
  return new RestError(501, { message: `The sandbox has no ${operationId}.` });
}

/** One of the operation's scopes is enough. Throws 403, which does not say which is missing: sipgate's does not, either. */
function requireScope({ scopes: needed }: Operation, { scopes: granted }: Caller): void {
  if (needed.length === 0 || granted === undefined) return;
  if (!needed.some((scope) => granted.includes(scope))) throw new RestError(403);
}

function pathParameters(template: string, pathname: string): Record<string, string> {
  const values = pathname.split('/');
  return Object.fromEntries(
    template.split('/').flatMap((segment, index) => {
      const name = /^\{(.+)\}$/.exec(segment)?.[1];
      return name === undefined ? [] : [[name, decoded(values[index] ?? '')]];
    }),
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RestError(404);
  }
}
