import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Operation, OperationId } from '@sipgate-kit/core/operations';
import type { Company } from '../companies/company.ts';
import { isRowParameter, type RowAt, type RowParameter, rowAt } from '../companies/path-rows.ts';
import type { ReportViolation } from '../door/violations.ts';
import { createAnswers } from './answers.ts';
import type { Caller } from './authentication.ts';
import type { Call, PublicCall } from './call.ts';
import type { OAuthClientDependencies } from './oauth-clients.ts';
import { publicAnswers } from './public.ts';
import { readRequest } from './request.ts';
import { RestError } from './rest-error.ts';

/** Who asks, and what their company has. */
export interface Visitor {
  readonly caller: Caller;
  readonly company: Company;
}

/** A request for one operation. */
export interface Errand {
  readonly operation: Operation;
  readonly request: Request;
  /** Path and query below the API's. */
  readonly below: string;
  /** Whose errand it is; `undefined` for operations that anybody may call. */
  readonly visitor: Visitor | undefined;
  /** Told about what of the request does not fit the operation's description. */
  readonly report: ReportViolation;
}

/** Carries out an errand that may be carried out. Throws `RestError`. */
export type Desk = (errand: Errand) => Promise<Response>;

export interface DeskDependencies extends OAuthClientDependencies {
  readonly apiUrl: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** An answer to whichever operation: that the call fits it is known by the operation's id. */
type AnyAnswer = (call: never) => unknown;

/** The desk behind the API's door: reads a request by its description, finds what the path names, answers. */
export function createDesk({ apiUrl, now, ...dependencies }: DeskDependencies): Desk {
  const answers: Readonly<Record<OperationId, AnyAnswer>> = {
    ...publicAnswers(dependencies.clients),
    ...createAnswers(dependencies),
  };

  return async ({ operation, request, below, visitor, report }) => {
    refuseOtherKinds(operation, visitor);
    const publicCall = { ...(await readRequest(operation, below, request, report)), now: now(), apiUrl };
    const call = visitor === undefined ? publicCall : callOf(visitor, publicCall);
    return respond(operation, answers[operation.operationId](call as never));
  };
}

/** Throws 403 for an operation that accounts of the caller's kind do not have; of the newer kind with sipgate's words. */
function refuseOtherKinds({ operationId }: Operation, visitor: Visitor | undefined): void {
  const { featureScope } = operationDetails[operationId];
  if (featureScope === undefined || visitor?.caller.account.featureScope === featureScope) return;
  if (featureScope === 'NEO_PBX') throw new RestError(403);
  throw new RestError(403, { message: 'This endpoint requires a sipgate Classic PBX Account' });
}

/** Throws 404 when something that the path names is not there. */
function callOf({ caller, company }: Visitor, publicCall: Omit<PublicCall, 'query' | 'body'>) {
  const row = <Parameter extends RowParameter>(parameter: Parameter): RowAt<Parameter> => {
    const found = rowAt(company, publicCall.path, parameter);
    if (found === undefined) throw new RestError(404);
    return found;
  };
  for (const parameter of Object.keys(publicCall.path).filter(isRowParameter)) row(parameter);
  return { ...publicCall, caller, company, row } satisfies Omit<Call, 'query' | 'body'>;
}

function respond({ operationId, responseFile }: Operation, answer: unknown): Response {
  const { successStatus: status } = operationDetails[operationId];
  if (answer === undefined) return new Response(null, { status });
  if (responseFile === undefined) return Response.json(answer, { status });
  return new Response(String(answer), { status, headers: { 'content-type': responseFile } });
}
