import { findOperation, type Operation, type OperationId } from '@sipgate-kit/core/operations';
import type { Directory } from '../accounts.ts';
import type { ClientStore, SandboxClient } from '../clients.ts';
import type { SandboxClock } from '../clock.ts';
import type { CompanyStore } from '../companies/company-store.ts';
import { preflight, withCors } from '../cors.ts';
import type { ReportViolation, Violations } from '../door/violations.ts';
import type { RealmContext } from '../login/realm.ts';
import { judgeOrigin } from '../login/redirect-matching.ts';
import { detachClient } from '../login/sessions.ts';
import type { RandomSource } from '../random.ts';
import { authenticate, type Caller } from './authentication.ts';
import type { PublicOperation } from './call.ts';
import type { Desk } from './desk.ts';
import { RestError } from './rest-error.ts';

/** Where the REST API begins. */
export const API_PATH = '/v2';

export interface ApiDependencies {
  /** The sandbox's own origin. */
  readonly origin: string;
  readonly realms: readonly RealmContext[];
  readonly clients: ClientStore;
  readonly directory: Directory;
  readonly companies: CompanyStore;
  readonly clock: SandboxClock;
  /** Whether creating a client answers with its secret. */
  readonly createAnswersSecret: boolean;
  readonly violations: Violations;
  readonly random: RandomSource;
}

/** Operations anybody may call, without a token. */
const PUBLIC: ReadonlySet<OperationId> = new Set<PublicOperation>([
  'getApiUrls',
  'getAppLinks',
  'getGdprUrls',
  'getTranslations',
  'requestPasswordReset',
  'resetPassword',
]);

/** The REST API: which operation, who calls, may they, and its answer. */
export function createApi(dependencies: ApiDependencies): (request: Request) => Promise<Response> {
  const { realms, directory, companies, violations, random } = dependencies;
  let desk: Promise<Desk> | undefined;

  const mayRead = (client: SandboxClient, origin: string) =>
    realms.some(
      ({ realm, rules }) => realm === client.realm && judgeOrigin(rules.redirectMatching, client, origin).allowed,
    );

  return async (request) => {
    if (request.method === 'OPTIONS') return preflight(request, 'GET, HEAD, OPTIONS, POST, PUT, DELETE');
    let caller: Caller | undefined;
    const report = (violation: string) => violations.report(request, violation);
    const response = await handle().catch((error: unknown) => {
      if (error instanceof RestError) return error.toResponse();
      throw error;
    });
    response.headers.set('x-request-id', random.uuid());
    response.headers.set('cache-control', 'no-store');
    const origin = request.headers.get('origin');
    const readable = origin !== null && caller?.client !== undefined && mayRead(caller.client, origin);
    return readable ? withCors(response, origin, 'X-Request-Id, Retry-After') : response;

    async function handle(): Promise<Response> {
      const { pathname, search } = new URL(request.url);
      const path = pathname.slice(API_PATH.length) || '/';
      const operation = operationAt(request.method, path, report);
      if (!PUBLIC.has(operation.operationId)) {
        caller = await authenticate(request, realms, directory);
        requireScope(operation, caller);
      }
      const visitor = caller && { caller, company: companies.of(caller.account.masterSipId) };
      desk ??= openDesk(dependencies);
      return (await desk)({ operation, request, below: `${path}${search}`, visitor, report });
    }
  };
}

/** Loads what the operations look like when the first is asked for: a sandbox that only signs people in does without. */
async function openDesk({
  origin,
  realms,
  clients,
  clock,
  createAnswersSecret,
  random,
}: ApiDependencies): Promise<Desk> {
  const { createDesk } = await import('./desk.ts');
  return createDesk({
    apiUrl: `${origin}${API_PATH}`,
    now: () => clock.now(),
    clients,
    createAnswersSecret,
    random,
    endSessions(clientId) {
      for (const { state } of realms) detachClient(state, clientId, 'client deleted', clock.now());
    },
  });
}

/** Throws 405 where only the method is wrong, 404 where the path is. */
function operationAt(method: string, path: string, report: ReportViolation): Operation {
  const operation = findOperation(method, path);
  if (operation !== undefined) return operation;
  const others = ['GET', 'POST', 'PUT', 'DELETE'].filter((other) => findOperation(other, path) !== undefined);
  report(others.length > 0 ? `the method has to be ${others.join(' or ')}` : 'the API has no such path');
  throw new RestError(others.length > 0 ? 405 : 404);
}

/** One of the operation's scopes is enough. Throws 403, which does not say which is missing: sipgate's does not, either. */
function requireScope({ scopes: needed }: Operation, { scopes: granted }: Caller): void {
  if (needed.length === 0 || granted === undefined) return;
  if (!needed.some((scope) => granted.includes(scope))) throw new RestError(403);
}
