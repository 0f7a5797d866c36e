import { SipgateKitError } from '@sipgate-kit/core';
import { errorCatalogue } from '@sipgate-kit/core/error-catalogue';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { statusOf } from './error-status.ts';
import type { Logger } from './log.ts';
import { type ErrorContent, ErrorPage } from './pages/error-page.tsx';
import type { Paths } from './paths.ts';
import type { Env } from './request-log.ts';

/** Whether the caller reads JSON rather than pages. */
export const wantsJson = (c: Context): boolean =>
  accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'text/html' }) ===
  'application/json';

/** Answers with a page or with JSON, as the caller reads it. */
export function answerWithError(c: Context<Env>, status: ContentfulStatusCode, content: ErrorContent, paths: Paths) {
  const { code, what, detail = what, next, requestId } = content;
  if (wantsJson(c)) return c.json({ error: { code, message: detail, hint: next[0] ?? '', requestId } }, status);
  return c.html(`<!doctype html>${<ErrorPage content={content} paths={paths} />}`, status);
}

/** Turns whatever a handler throws into an answer that says what happened, why it may have, and what to do. */
export function failureAnswer(options: { paths: Paths; log: Logger }) {
  const { paths, log } = options;
  return function failureAnswer(thrown: Error, c: Context<Env>): Response | Promise<Response> {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const { requestId } = c.var;
    const error = thrown instanceof SipgateKitError ? thrown : unexpected();
    const status = statusOf(error.code);
    const facts = { requestId, code: error.code, reason: error.message, status };
    if (error === thrown) log[status < 500 ? 'warn' : 'error'](facts, 'failed');
    else
      log.error({ ...facts, reason: `${thrown.name}: ${withoutSecrets(thrown.stack ?? thrown.message, c)}` }, 'defect');
    const content = {
      code: error.code,
      ...errorCatalogue[error.code],
      detail: error.message,
      requestId,
      signInHelps: true,
    };
    return answerWithError(c, status, content, paths);
  };
}

function unexpected(): SipgateKitError {
  return new SipgateKitError('internal_error', 'Something unexpected happened in the server.', {
    hint: 'Try again. If it happens again, tell the operator the request id.',
  });
}

/** A defect's own words, with everything the browser sent blotted out. */
function withoutSecrets(text: string, c: Context): string {
  const cookies = (c.req.header('cookie') ?? '').split(/[;=]\s*/);
  const parameters = Object.values(c.req.queries()).flat();
  let clean = text;
  for (const secret of [...cookies, ...parameters]) {
    if (secret.length >= 8)
      clean = clean.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]');
  }
  return clean.slice(0, 4_000);
}
