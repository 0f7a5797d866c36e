import { Hono, type MiddlewareHandler } from 'hono';
import { requestId } from 'hono/request-id';
import { apiProxy } from './api-proxy/api-proxy.ts';
import { failureAnswer } from './failure.tsx';
import { type Env, requestLog } from './request-log.ts';
import { callbackRoute } from './routes/callback.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoute } from './routes/home.tsx';
import { loginRoute } from './routes/login.ts';
import { logoutRoute } from './routes/logout.tsx';
import { meRoute } from './routes/me.ts';
import { notAllowed, notFound } from './routes/nowhere.ts';
import { securityHeaders } from './security-headers.ts';
import type { ServerContext } from './server-context.ts';

/** The middleware of all our answers: a name for the request, its line in the log, headers that protect the browser. */
export function aroundEverything(
  { log, metrics, paths }: ServerContext,
  headers: { https: boolean; sendsReferrer: boolean },
): readonly MiddlewareHandler<Env>[] {
  return [
    requestId({ limitLength: 64 }),
    requestLog(log, metrics, [paths.healthz, paths.readyz, paths.icon]),
    securityHeaders(headers),
  ];
}

/**
 * Everything for browsers, and `services` where they share the port. Middleware hangs on our own paths only, so that a
 * product that mounts us keeps its own headers everywhere else.
 */
export function browserApp(context: ServerContext, https: boolean, services?: Hono<Env>): Hono<Env> {
  const { configuration, paths, log } = context;
  const { connections, admin, api, ...pages } = paths;
  const app = new Hono<Env>();
  const around = (path: string) =>
    aroundEverything(context, { https, sendsReferrer: path !== paths.login && path !== paths.callback });
  for (const path of Object.values(pages)) app.use(path, ...around(path));
  app.route('/', homeRoute(context));
  app.route('/', loginRoute(context));
  app.route('/', callbackRoute(context));
  app.route('/', logoutRoute(context));
  app.route('/', meRoute(context));
  app.route('/', healthRoutes(context));
  if (configuration.apiProxy !== undefined) {
    app.use(`${api}/*`, ...around(api));
    app.route('/', apiProxy(context, configuration.apiProxy));
  }
  if (services !== undefined) app.route('/', services);
  for (const path of Object.values(pages)) app.all(path, notAllowed(paths));
  app.notFound(notFound(paths, around('')));
  app.onError(failureAnswer({ paths, log }));
  return app;
}
