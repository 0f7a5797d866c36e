import { SipgateKitError } from '@sipgate-kit/core';
import { errorCatalogue } from '@sipgate-kit/core/error-catalogue';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { statusOf } from './error-status.ts';
import { reportFailure } from './failure-report.ts';
import type { Logger } from './log.ts';
import { type ErrorContent, ErrorPage } from './pages/error-page.tsx';
import { personWords } from './pages/person-words.ts';
import type { Paths } from './paths.ts';
import type { Env } from './request-log.ts';

/** Whether the caller reads JSON rather than pages. */
const wantsJson = (c: Context): boolean =>
  accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'text/html' }) ===
  'application/json';

/** Answers with a page or with JSON, as the caller reads it. */
export function answerWithError(c: Context<Env>, status: ContentfulStatusCode, content: ErrorContent, paths: Paths) {
  const { code, what, detail = what, next, requestId } = content;
  if (wantsJson(c)) return c.json({ error: { code, message: detail, hint: next[0] ?? '', requestId } }, status);
  return c.html(`<!doctype html>${<ErrorPage content={content} paths={paths} />}`, status);
}

/** Turns whatever a handler throws into an answer that says what happened, why it may have, and what to do. */
export function failureAnswer(options: { paths: Paths; log: Logger; signInHelps?: boolean }) {
  const { paths, log, signInHelps = true } = options;
  return function failureAnswer(thrown: Error, c: Context<Env>): Response | Promise<Response> {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const { requestId } = c.var;
    const status = statusOf(thrown instanceof SipgateKitError ? thrown.code : 'internal_error');
    const error = reportFailure(log, c, thrown, status);
    const words = wantsJson(c) ? undefined : personWords[error.code];
    const content = {
      code: error.code,
      ...(words ?? { ...errorCatalogue[error.code], detail: error.message }),
      requestId,
      signInHelps,
    };
    return answerWithError(c, status, content, paths);
  };
}
