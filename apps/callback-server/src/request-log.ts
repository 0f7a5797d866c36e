import type { Context, MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import { routePath } from 'hono/route';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';

/** What our middleware leaves for the handlers. */
export interface Env {
  readonly Variables: RequestIdVariables;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * One line and one measurement per request: id, method, path, status, duration. The query is left out, since it carries
 * codes and states.
 *
 * @param quiet paths that are asked every few seconds; their lines are for debugging only
 */
export function requestLog(log: Logger, metrics: Metrics, quiet: readonly string[]): MiddlewareHandler<Env> {
  return async function requestLog(c, next) {
    const begin = performance.now();
    await next();
    const { pathname } = new URL(c.req.url);
    const { method } = c.req;
    const { status } = c.res;
    const ms = performance.now() - begin;
    const level = quiet.includes(pathname) ? 'debug' : 'info';
    const path = pathname.slice(0, 200);
    log[level]({ requestId: c.var.requestId, method, path, status, ms: Math.round(ms) }, 'request');
    metrics.request({ method: METHODS.has(method) ? method : 'other', route: routeOf(c), status, ms });
  };
}

/** The template of the route that answered, so that ids do not multiply the measurements; `none` if nothing did. */
const routeOf = (c: Context): string => routePath(c) || 'none';
