import {
  type Clock,
  type ConnectionState,
  createProviderClock,
  createTokenManager,
  type Fetch,
  type RefreshEvent,
  type TokenManager,
} from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import type { Configuration } from './configuration.ts';
import { cookieStyle } from './cookie-names.ts';
import { failureAnswer } from './failure.tsx';
import { createFlowCookies } from './flow-cookies.ts';
import { type Logger, silentLogger } from './log.ts';
import { createMaintenance } from './maintenance.ts';
import { pathsBelow } from './paths.ts';
import { createPresences } from './presence.ts';
import { type Env, requestLog } from './request-log.ts';
import { createReturnTargets } from './return-target.ts';
import { callbackRoute } from './routes/callback.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoute } from './routes/home.tsx';
import { loginRoute } from './routes/login.ts';
import { logoutRoute } from './routes/logout.tsx';
import { meRoute } from './routes/me.ts';
import { notAllowed, notFound } from './routes/nowhere.ts';
import { securityHeaders } from './security-headers.ts';
import type { ServerContext } from './server-context.ts';

/** What {@link createCallbackServer} is made of. */
export interface CallbackServerOptions {
  readonly configuration: Configuration;
  /** Where connections, sign-ins under way and sessions live. Stays open when the server closes. */
  readonly vault: Vault;
  /** What our paths begin with, as in `/sipgate`; the callback stays where the redirect URI says. Default: nothing. */
  readonly basePath?: string;
  /** For requests to the provider and to the API. Default: the platform's. */
  readonly fetch?: Fetch;
  /** Our own clock, milliseconds since the epoch. */
  readonly now?: Clock;
  /** A pino logger will do. Default: silence. */
  readonly logger?: Logger;
}

/** Signs people in with sipgate and keeps their connections alive. */
export interface CallbackServer {
  /** A Hono app with our routes and nothing else: mount it with `app.route('/', server.app)`, or serve it alone. */
  readonly app: Hono<Env>;
  /**
   * Fresh access tokens for every connection: `createSipgateClient({ auth: manager.forConnection(connection.id) })`.
   * A call waits at most 10 s for its token.
   */
  readonly manager: TokenManager;
  /**
   * The connection of whoever sent a request, by its session cookie; `undefined` when nobody is signed in.
   *
   * @throws SipgateKitError `store_unavailable`
   */
  currentConnection(request: Request): Promise<ConnectionState | undefined>;
  /**
   * Sweeps the vault and refreshes connections that nobody has used for a week, so that sipgate does not forget them.
   * Happens by itself every few minutes as long as the process lives; call it where processes do not live that long.
   */
  maintain(): Promise<void>;
  /** Waits for refreshes under way, at most their time-out. Stop accepting requests first, close the vault afterwards. */
  close(): Promise<void>;
}

/** Nobody looks at a blank page for longer. A refresh that has been sent goes on all the same. Duration in milliseconds. */
const MAX_WAIT_MS = 10_000;

/** Duration in milliseconds. */
const MAINTAIN_EVERY_MS = 5 * 60_000;

/**
 * Makes a callback server: routes to mount or to serve, and the token manager behind them.
 *
 * @throws SipgateKitError `invalid_configuration` when the paths collide.
 * @example
 * const server = createCallbackServer({ configuration: loadConfiguration(process.env), vault });
 * app.route('/', server.app);
 * app.get('/reports', async (c) => {
 *   const connection = await server.currentConnection(c.req.raw);
 *   return connection ? c.text('Hello') : c.redirect('/login?return_to=/reports');
 * });
 */
export function createCallbackServer(options: CallbackServerOptions): CallbackServer {
  const { configuration, vault, logger: log = silentLogger, fetch = globalThis.fetch } = options;
  const { provider, client, redirectUri, apiUrl, returnOrigins } = configuration;
  const { origin, protocol } = new URL(redirectUri);
  const paths = pathsBelow(options.basePath ?? '', redirectUri);
  const style = cookieStyle(redirectUri);
  const clock = createProviderClock(options.now);
  const presences = createPresences(vault, style);
  const under = new Set<Promise<void>>();

  /** A refused refresh ends the sessions of its connection, even when no page is waiting for it. */
  function onEvent(event: RefreshEvent): void {
    const { reason, connectionId, generation, fingerprint, detail } = event;
    log.info({ audit: 'refresh', reason, connectionId, generation, fingerprint, detail }, 'refresh');
    if (reason !== 'needs-login') return;
    const ending = presences
      .endAll(connectionId)
      .catch((error: Error) => log.error({ connectionId, reason: error.message }, 'sessions could not be ended'))
      .finally(() => under.delete(ending));
    under.add(ending);
  }

  const manager = createTokenManager({
    provider,
    client,
    store: vault.connections,
    fetch,
    clock,
    apiOrigins: [new URL(apiUrl).origin],
    maxWaitMs: MAX_WAIT_MS,
    onEvent,
  });
  const context: ServerContext = {
    configuration,
    origin,
    paths,
    vault,
    manager,
    clock,
    fetch,
    log,
    presences,
    flowCookies: createFlowCookies(style),
    returnTargets: createReturnTargets({
      origin,
      allowedOrigins: returnOrigins,
      home: paths.home,
      refusedPaths: [paths.login, paths.logout, paths.callback],
    }),
  };
  const maintenance = createMaintenance({ vault, manager, log });
  const timer = setInterval(maintenance.run, MAINTAIN_EVERY_MS);
  timer.unref();

  return {
    app: routes(context, protocol === 'https:'),
    manager,
    maintain: maintenance.run,
    async currentConnection(request) {
      const presence = await presences.of(request);
      return presence.status === 'signed-in' ? presence.connection : undefined;
    },
    async close() {
      clearInterval(timer);
      await Promise.all([maintenance.stop(), manager.close()]);
      await Promise.allSettled(under);
    },
  };
}

/** Middleware hangs on our own paths only, so that a product that mounts us keeps its own headers everywhere else. */
function routes(context: ServerContext, https: boolean): Hono<Env> {
  const { paths, log } = context;
  const app = new Hono<Env>();
  const identify = requestId({ limitLength: 64 });
  const logged = requestLog(log, [paths.healthz, paths.readyz, paths.icon]);
  const guarded = (path: string) =>
    securityHeaders({ https, sendsReferrer: path !== paths.login && path !== paths.callback });
  for (const path of Object.values(paths)) app.use(path, identify, logged, guarded(path));
  app.route('/', homeRoute(context));
  app.route('/', loginRoute(context));
  app.route('/', callbackRoute(context));
  app.route('/', logoutRoute(context));
  app.route('/', meRoute(context));
  app.route('/', healthRoutes(context));
  for (const path of Object.values(paths)) app.all(path, notAllowed(paths));
  app.notFound(notFound(paths, [identify, logged, guarded('')]));
  app.onError(failureAnswer({ paths, log }));
  return app;
}
