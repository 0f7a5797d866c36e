import type { MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import type { Logger } from './log.ts';

/** What our middleware leaves for the handlers. */
export interface Env {
  readonly Variables: RequestIdVariables;
}

/**
 * One line per request: id, method, path, status, duration. The query is left out, since it carries codes and states.
 *
 * @param quiet paths that are asked every few seconds; their lines are for debugging only
 */
export function requestLog(log: Logger, quiet: readonly string[]): MiddlewareHandler<Env> {
  return async function requestLog(c, next) {
    const begin = performance.now();
    await next();
    const { pathname } = new URL(c.req.url);
    const level = quiet.includes(pathname) ? 'debug' : 'info';
    const fields = {
      requestId: c.var.requestId,
      method: c.req.method,
      path: pathname.slice(0, 200),
      status: c.res.status,
      ms: Math.round(performance.now() - begin),
    };
    log[level](fields, 'request');
  };
}
