import { Hono, type MiddlewareHandler } from 'hono';
import { adminPages } from './admin/admin.tsx';
import { connectionsApi } from './connections-api/connections-api.tsx';
import { ICON } from './pages/icon.ts';
import type { Env } from './request-log.ts';
import type { ServerContext } from './server-context.ts';

/** What {@link serviceApp} needs beside the server. */
export interface ServiceOptions {
  /** Middleware of all our answers. */
  readonly around: readonly MiddlewareHandler<Env>[];
  /** Whether browsers reach the admin page by https, so that its cookie may say so. */
  readonly secureCookie: boolean;
}

/** What is for back ends and operators: the connections API and the admin page, each only if it is switched on. */
export function serviceApp(server: ServerContext, { around, secureCookie }: ServiceOptions): Hono<Env> | undefined {
  const { configuration, paths } = server;
  const { apiKeys = [], admin } = configuration;
  if (apiKeys.length === 0 && admin === undefined) return undefined;
  const app = new Hono<Env>();
  for (const path of [paths.connections, paths.admin]) {
    app.use(path, ...around);
    app.use(`${path}/*`, ...around);
  }
  if (apiKeys.length > 0) app.route('/', connectionsApi(server, apiKeys));
  if (admin !== undefined) app.route('/', adminPages(server, admin, { secureCookie }));
  return app;
}

/** The same, alone on a port: with the icon its pages show. */
export function standingAlone(services: Hono<Env>, server: ServerContext): Hono<Env> {
  const app = new Hono<Env>();
  app.route('/', services);
  app.get(server.paths.icon, (c) =>
    c.body(ICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  );
  const { admin } = server.configuration;
  app.get('/', (c) => c.redirect(admin === undefined ? `${server.paths.connections}/docs` : server.paths.admin, 303));
  app.notFound((c) => c.text('Nothing here.\n', 404));
  return app;
}
