import {
  type Clock,
  type ConnectionState,
  createProviderClock,
  createTokenManager,
  type Fetch,
  type RefreshEvent,
  type TokenManager,
  type TokenManagerOptions,
} from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Hono } from 'hono';
import { aroundEverything, browserApp } from './browser-app.ts';
import type { Configuration } from './configuration.ts';
import { cookieStyle } from './cookie-names.ts';
import { createFlowCookies } from './flow-cookies.ts';
import { type Logger, silentLogger } from './log.ts';
import { startMaintenance } from './maintenance.ts';
import { createConnectionCount } from './metrics/connection-count.ts';
import { meteredManager } from './metrics/metered-manager.ts';
import { meteredVault } from './metrics/metered-vault.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { pathsBelow } from './paths.ts';
import { pause } from './pause.ts';
import { createPresences } from './presence.ts';
import { createProviderWatch } from './provider-watch.ts';
import type { Env } from './request-log.ts';
import { createReturnTargets } from './return-target.ts';
import type { ServerContext } from './server-context.ts';
import { serviceApp, standingAlone } from './service-app.ts';
import { needsLoginEvent } from './webhook/needs-login-event.ts';
import { createWebhook, type Webhook } from './webhook/webhook.ts';

/** What {@link createCallbackServer} is made of. */
export interface CallbackServerOptions {
  readonly configuration: Configuration;
  /** Where connections, sign-ins under way and sessions live. Stays open when the server closes. */
  readonly vault: Vault;
  /** Keeps the connections API and the admin page out of `app`, for a port of their own. Default: they are part of it. */
  readonly servicesApart?: boolean;
  /** What our paths begin with, as in `/sipgate`; the callback stays where the redirect URI says. Default: nothing. */
  readonly basePath?: string;
  /** Takes, at `close()`, rotated tokens that the vault has not taken: `openServerSpill` has one. Default: they are lost. */
  readonly spill?: NonNullable<TokenManagerOptions['spill']>;
  /** Refreshes a minute, at most, that only keep unused connections alive. Default 60. */
  readonly keepAlivePerMinute?: number;
  /** For requests to the provider, the API and the webhook. Default: the platform's. */
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
  /** The connections API and the admin page by themselves; absent when both are switched off, or are part of `app`. */
  readonly services?: Hono<Env>;
  /** Counts and durations, for Prometheus: `metricsApp(server.metrics)`, or `server.metrics.render()`. */
  readonly metrics: Metrics;
  /**
   * The connection of whoever sent a request, by its session cookie; `undefined` when nobody is signed in.
   *
   * @throws SipgateKitError `store_unavailable`
   */
  currentConnection(request: Request): Promise<ConnectionState | undefined>;
  /**
   * Deletes what has expired, and refreshes connections whose refresh tokens are about to end unused, so that sipgate
   * does not forget them. Happens by itself as long as the process lives; call it where processes do not live that long.
   */
  maintain(): Promise<void>;
  /**
   * Waits for refreshes under way, at most their time-out, and three seconds for a webhook message on its way. Stop
   * accepting requests first, close the vault afterwards.
   */
  close(): Promise<void>;
}

/** Nobody looks at a blank page for longer. A refresh that has been sent goes on all the same. Duration in milliseconds. */
const MAX_WAIT_MS = 10_000;

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
  const { configuration, logger: log = silentLogger } = options;
  const { provider, client, redirectUri, apiUrl, returnOrigins } = configuration;
  const { origin, protocol } = new URL(redirectUri);
  const https = protocol === 'https:';
  const metrics = createMetrics(createConnectionCount(options.vault, options.now ?? Date.now));
  const vault = meteredVault(options.vault, metrics);
  const { fetch, health } = createProviderWatch(provider, options.fetch ?? globalThis.fetch);
  const paths = pathsBelow(options.basePath ?? '', redirectUri);
  const style = cookieStyle(redirectUri);
  const clock = createProviderClock(options.now);
  const presences = createPresences(vault, style);
  const under = new Set<Promise<void>>();
  const webhook = configuredWebhook(options, metrics);

  /** A refused refresh ends the sessions of its connection, even when no page is waiting for it. */
  function onEvent(event: RefreshEvent): void {
    const { reason, connectionId, generation, fingerprint, detail } = event;
    metrics.refresh(reason);
    log.info({ audit: 'refresh', reason, connectionId, generation, fingerprint, detail }, 'refresh');
    if (reason !== 'needs-login') return;
    webhook?.send(needsLoginEvent(event));
    const ending = presences
      .endAll(connectionId)
      .catch((error: Error) => log.error({ connectionId, reason: error.message }, 'sessions could not be ended'))
      .finally(() => under.delete(ending));
    under.add(ending);
  }

  const tokens = createTokenManager({
    provider,
    client,
    store: vault.connections,
    fetch,
    clock,
    apiOrigins: [new URL(apiUrl).origin],
    maxWaitMs: MAX_WAIT_MS,
    ...(options.spill !== undefined && { spill: options.spill }),
    onEvent,
  });
  const manager = meteredManager(tokens, metrics);
  const context: ServerContext = {
    configuration,
    origin,
    paths,
    vault,
    manager,
    clock,
    fetch,
    log,
    metrics,
    providerHealth: health,
    presences,
    flowCookies: createFlowCookies(style),
    returnTargets: createReturnTargets({
      origin,
      allowedOrigins: returnOrigins,
      home: paths.home,
      refusedPaths: [paths.login, paths.logout, paths.callback],
    }),
  };
  const maintenance = startMaintenance({ vault, manager, clock, log, perMinute: options.keepAlivePerMinute ?? 60 });

  const apart = options.servicesApart === true;
  const around = aroundEverything(context, { https: https && !apart, sendsReferrer: true });
  const services = serviceApp(context, { around, secureCookie: https && !apart });

  return {
    app: browserApp(context, https, apart ? undefined : services),
    ...(apart && services !== undefined && { services: standingAlone(services, context) }),
    metrics,
    manager,
    maintain: maintenance.run,
    async currentConnection(request) {
      const presence = await presences.of(request);
      return presence.status === 'signed-in' ? presence.connection : undefined;
    },
    async close() {
      await Promise.all([maintenance.stop(), manager.close()]);
      await Promise.allSettled([...under, webhook?.close()]);
    },
  };
}

/** Whoever the configuration names is told of connections that need their person. */
function configuredWebhook(options: CallbackServerOptions, metrics: Metrics): Webhook | undefined {
  const { configuration, vault, fetch = globalThis.fetch, now = Date.now, logger: log = silentLogger } = options;
  const { webhook: target } = configuration;
  if (target === undefined) return undefined;
  return createWebhook({
    target,
    fetch,
    now,
    log,
    wait: pause,
    random: Math.random,
    count: metrics.webhook,
    async isOutdated(connectionId) {
      const [state] = await vault.connections.readStates([connectionId]);
      return state?.status !== 'needs_login';
    },
  });
}
