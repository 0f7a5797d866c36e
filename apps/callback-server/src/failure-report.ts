import { SipgateKitError } from '@sipgate-kit/core';
import type { Context } from 'hono';
import type { Logger } from './log.ts';
import type { Env } from './request-log.ts';

/** Writes down what a handler has thrown, and returns it as an error fit to be shown. */
export function reportFailure<E extends Env>(
  log: Logger,
  c: Context<E>,
  thrown: Error,
  status: number,
): SipgateKitError {
  const error = thrown instanceof SipgateKitError ? thrown : unexpected();
  const facts = { requestId: c.var.requestId, code: error.code, reason: error.message, status };
  if (error === thrown) log[status < 500 ? 'warn' : 'error'](facts, 'failed');
  else
    log.error({ ...facts, reason: `${thrown.name}: ${withoutSecrets(thrown.stack ?? thrown.message, c)}` }, 'defect');
  return error;
}

function unexpected(): SipgateKitError {
  return new SipgateKitError('internal_error', 'Something unexpected happened in the server.', {
    hint: 'Try again. If it happens again, tell the operator the request id.',
  });
}

/** A defect's own words, with everything the caller sent blotted out. */
function withoutSecrets(text: string, c: Context): string {
  const cookies = (c.req.header('cookie') ?? '').split(/[;=]\s*/);
  const credentials = (c.req.header('authorization') ?? '').split(' ');
  const parameters = Object.values(c.req.queries()).flat();
  let clean = text;
  for (const secret of [...cookies, ...credentials, ...parameters]) {
    if (secret.length >= 8)
      clean = clean.replaceAll(secret, '[secret]').replaceAll(encodeURIComponent(secret), '[secret]');
  }
  return clean.slice(0, 4_000);
}
