import { type ErrorCode, SipgateKitError } from '@sipgate-kit/core';
import { errorCatalogue } from '@sipgate-kit/core/error-catalogue';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { reportFailure } from './failure-report.ts';
import type { Logger } from './log.ts';
import type { Env } from './request-log.ts';

/** An error as programs read it (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string;
  readonly requestId: string;
}

/** The HTTP status where programs ask; pages have their own. */
const STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  invalid_input: 400,
  unauthorized: 401,
  insufficient_scope: 403,
  cross_site_request: 403,
  forbidden: 403,
  connection_not_found: 404,
  not_found: 404,
  needs_login: 409,
  rate_limited: 429,
  api_error: 502,
  malformed_response: 502,
  provider_unreachable: 502,
  api_unavailable: 502,
  unknown_client: 502,
  wrong_client_secret: 502,
  client_disabled: 502,
  provider_unavailable: 503,
  store_unavailable: 503,
  request_timeout: 504,
};

/** Answers with a problem, whatever else there is to say in `more`. */
export function answerWithProblem<E extends Env>(
  c: Context<E>,
  error: SipgateKitError,
  status: ContentfulStatusCode = STATUS[error.code] ?? 500,
  more: Readonly<Record<string, string>> = {},
): Response {
  const { code, message, hint } = error;
  const problem: Problem = {
    type: `urn:sipgate-kit:error:${code}`,
    title: errorCatalogue[code].title,
    status,
    detail: message,
    code,
    hint,
    requestId: c.var.requestId,
    ...more,
  };
  return c.body(JSON.stringify(problem), status, { 'content-type': 'application/problem+json' });
}

/** Turns whatever a handler throws into a {@link Problem}. `special` names a status that does not follow from the code. */
export function problemAnswer(log: Logger, special?: (error: Error) => ContentfulStatusCode | undefined) {
  return function problemAnswer<E extends Env>(thrown: Error, c: Context<E>): Response {
    if (thrown instanceof HTTPException) {
      const refusal = new SipgateKitError('invalid_input', thrown.message || 'The request is not understood.', {
        hint: 'Compare it with the description of the API.',
      });
      return answerWithProblem(c, refusal, thrown.status as ContentfulStatusCode);
    }
    const code = thrown instanceof SipgateKitError ? thrown.code : 'internal_error';
    const status = special?.(thrown) ?? STATUS[code] ?? 500;
    return answerWithProblem(c, reportFailure(log, c, thrown, status), status);
  };
}
