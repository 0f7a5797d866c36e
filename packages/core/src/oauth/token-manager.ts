import { authorizedFetch } from '../authorized-fetch.ts';
import { SipgateKitError } from '../errors.ts';
import { programPart } from '../program-part.ts';
import { type Clock, type Fetch, type Wait, waitOnTimer } from '../runtime.ts';
import { sentTwice } from '../sent-twice.ts';
import { createMemoryTokenStore } from '../tokens/memory-store.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { Connection, TokenStore } from '../tokens/token-store.ts';
import type { SignIn } from './callback.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { stopping, usable } from './connection-errors.ts';
import type { Provider } from './provider.ts';
import { createProviderClock, type ProviderClock } from './provider-clock.ts';
import { PROVIDER_TIMEOUT_MS } from './provider-request-options.ts';
import { patiently, type RefreshContext, type UnwrittenAnswer } from './refresh-context.ts';
import type { RefreshEvent } from './refresh-events.ts';
import { createStatePoller } from './state-poller.ts';

/** What a {@link TokenManager} is made of. All durations are in milliseconds. */
export interface TokenManagerOptions {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  /** Shared by every process that works for the same connections. */
  readonly store: TokenStore;
  /** For requests to the provider and to the API. */
  readonly fetch?: Fetch;
  /** Our own clock; ignored when `clock` is given. */
  readonly now?: Clock;
  /** Shared with the sign-in functions, so that what one learns about the provider's clock the other knows. */
  readonly clock?: ProviderClock;
  /**
   * How long before expiry a refresh begins in the background: at most a quarter of the token's life. Default 60 000; up to a
   * fifth more, by chance.
   */
  readonly leewayMs?: number;
  /** Time-out of one token request. Default 30 000. */
  readonly timeoutMs?: number;
  /** How long a call waits for a token before it fails; above the time-out. Default 60 000. */
  readonly maxWaitMs?: number;
  /** Origins that may see access tokens. Default: sipgate's API. */
  readonly apiOrigins?: readonly string[];
  /** Told of every decision; must not throw. */
  readonly onEvent?: (event: RefreshEvent) => void;
  /** Between 0 and 1, for jitter. Default `Math.random`. */
  readonly random?: () => number;
  readonly wait?: Wait;
  /** Milliseconds that only ever grow, for durations. Default `performance.now`. */
  readonly monotonic?: () => number;
  /** Takes, at `close()`, the answers that the store has not taken: keep them sealed and write them at the next start. */
  readonly spill?: (answer: UnwrittenAnswer) => Promise<void>;
}

/** The tokens of one connection, always fresh. */
export interface ConnectionTokens {
  /**
   * A valid access token. Refreshes only when the current one has expired (or, in the background, is about to); any
   * number of parallel calls cause one refresh. Aborting `signal` ends this call, never the shared refresh.
   *
   * @throws SipgateKitError `needs_login`, `connection_not_found`, `provider_unavailable`, `provider_unreachable`, `unknown_client`, `wrong_client_secret`, `client_disabled`, `store_unavailable`, `request_aborted`.
   */
  getAccessToken(options?: { readonly signal?: AbortSignal; readonly minValidityMs?: number }): Promise<string>;
  /**
   * Refreshes now, whether due or not, and waits for the result; with `newerThan`, only if the generation still is that
   * one. Throws as {@link ConnectionTokens.getAccessToken}.
   */
  refresh(options?: { readonly signal?: AbortSignal; readonly newerThan?: number }): Promise<void>;
  /**
   * A `fetch` that carries the access token to the API's origins. On 401 it sends a copy of the request once more:
   * with the current token if that changed meanwhile, else after one refresh.
   */
  readonly fetch: Fetch;
}

/**
 * Keeps the tokens of any number of connections fresh, and never lets two refreshes of one connection meet.
 *
 * @example
 * const manager = createTokenManager({ provider, client, store });
 * const sipgate = createSipgateClient({ auth: manager.forConnection(connection.id) });
 */
export interface TokenManager {
  forConnection(connectionId: string): ConnectionTokens;
  /**
   * Ends the manager: waits for requests that have left (at most their time-out plus 5 s), so that no answer is lost, and
   * ends everything else at once: access tokens that are valid are still handed out, but no further refresh begins. Answers
   * that the store does not take go to `spill`.
   */
  close(): Promise<void>;
}

/** What refreshes is loaded after the first token was handed out: pages start without it. */
const loadRefresh = /* @__PURE__ */ programPart('provider_unreachable', () => import('./refresh-under-lease.ts'));

const LEEWAY_MS = 60_000;
const MAX_WAIT_MS = 60_000;

/** Makes a {@link TokenManager}. See there. */
export function createTokenManager(options: TokenManagerOptions): TokenManager {
  const closing = new AbortController();
  const wait = options.wait ?? waitOnTimer;
  const random = options.random ?? Math.random;
  const context: RefreshContext = {
    provider: options.provider,
    client: options.client,
    store: options.store,
    clock: options.clock ?? createProviderClock(options.now),
    fetch: options.fetch,
    poller: createStatePoller(options.store, wait, random),
    monotonic: options.monotonic ?? (() => performance.now()),
    wait,
    random,
    closing: closing.signal,
    spill: options.spill,
    timeoutMs: options.timeoutMs ?? PROVIDER_TIMEOUT_MS,
    onEvent: options.onEvent ?? (() => undefined),
  };
  const { store, clock } = context;
  const leewayMs = (options.leewayMs ?? LEEWAY_MS) * (1 + context.random() / 5);
  const maxWaitMs = options.maxWaitMs ?? MAX_WAIT_MS;
  const underWay = new Map<string, Promise<Connection>>();
  const reading = new Map<string, Promise<Connection | undefined>>();

  /** Calls that come while the row is being read share the answer: a thousand calls cost the store one query. */
  function sharedRead(id: string): Promise<Connection | undefined> {
    const existing = reading.get(id);
    if (existing !== undefined) return existing;
    const read = patiently(context, clock.local() + maxWaitMs, () => store.read(id)).finally(() => reading.delete(id));
    reading.set(id, read);
    return read;
  }

  function sharedRefresh(id: string, generation: number): Promise<Connection> {
    const existing = underWay.get(id);
    if (existing !== undefined) return existing;
    if (closing.signal.aborted) return Promise.reject(stopping());
    const giveUpAt = clock.local() + maxWaitMs;
    const refresh = loadRefresh()
      .then(({ refreshUnderLease }) => refreshUnderLease(context, id, generation, giveUpAt))
      .finally(() => underWay.delete(id));
    underWay.set(id, refresh);
    return refresh;
  }

  /** A connection newer than `generation`, however many shared refreshes it takes within our own patience. */
  async function newerThan(id: string, generation: number, signal?: AbortSignal): Promise<Connection> {
    const giveUpAt = clock.local() + maxWaitMs;
    for (;;) {
      try {
        const connection = await abortable(sharedRefresh(id, generation), signal);
        if (connection.generation !== generation) return connection;
      } catch (error) {
        const patient =
          error instanceof SipgateKitError && error.code === 'provider_unavailable' && clock.local() < giveUpAt;
        if (!patient || !underWay.has(id)) throw error;
      }
    }
  }

  /** At most a quarter of the token's life, or tokens that live a minute would be refreshed all the time. */
  function leewayFor({ issuedAt, accessTokenExpiresAt = Number.POSITIVE_INFINITY }: TokenSet): number {
    return Math.min(leewayMs, (accessTokenExpiresAt - issuedAt) / 4);
  }

  /** Until the provider has answered us: its instant in the token set, and how long ago that was by the store's clock. */
  function learnFromRow({ tokenSet, observedAt, refreshedAt }: Connection): void {
    if (!tokenSet.isFresh(clock.now())) clock.observe(tokenSet.issuedAt, clock.local() - (observedAt - refreshedAt));
  }

  async function current(id: string, minValidityMs: number, signal?: AbortSignal): Promise<Connection> {
    const connection = usable(await sharedRead(id), id);
    if (!clock.hasLearned) learnFromRow(connection);
    // While the network is there, and the server still has this very version.
    loadRefresh().catch(() => undefined);
    const now = clock.now();
    if (!connection.tokenSet.isFresh(now, minValidityMs)) return newerThan(id, connection.generation, signal);
    if (!connection.tokenSet.isFresh(now, leewayFor(connection.tokenSet)) && !backingOff(connection)) {
      // In the background: the caller has a valid token, and every failure was already told to onEvent.
      sharedRefresh(id, connection.generation).catch(() => undefined);
    }
    return connection;
  }

  function forConnection(id: string): ConnectionTokens {
    const getAccessToken: ConnectionTokens['getAccessToken'] = async ({ signal, minValidityMs = 0 } = {}) =>
      (await current(id, minValidityMs, signal)).tokenSet.accessToken;

    async function afterUnauthorized(failed: string): Promise<string> {
      const giveUpAt = clock.local() + maxWaitMs;
      const connection = usable(await patiently(context, giveUpAt, () => store.read(id)), id);
      if (connection.tokenSet.accessToken !== failed) return connection.tokenSet.accessToken;
      return (await newerThan(id, connection.generation)).tokenSet.accessToken;
    }

    const send = (authorization: string) =>
      authorizedFetch({
        fetch: options.fetch,
        apiOrigins: options.apiOrigins,
        authorization: () => `Bearer ${authorization}`,
      });

    return {
      getAccessToken,
      async refresh({ signal, newerThan: generation } = {}) {
        await newerThan(id, generation ?? usable(await store.read(id), id).generation, signal);
      },
      async fetch(input, init) {
        const [first, again] = sentTwice(input, init);
        const token = await getAccessToken(first.signal && { signal: first.signal });
        const response = await send(token)(first.input, first.init);
        if (response.status !== 401) return response;
        const next = await afterUnauthorized(token);
        await response.body?.cancel();
        return send(next)(again.input, again.init);
      },
    };
  }

  return {
    forConnection,
    async close() {
      closing.abort();
      await Promise.allSettled(underWay.values());
    },
  };
}

const backingOff = ({ retryAt, sendDeadline, observedAt }: Connection) =>
  Math.max(retryAt ?? 0, sendDeadline ?? 0) > observedAt;

/** The same promise, but a caller may walk away from it. */
function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = () =>
      reject(
        new SipgateKitError('request_aborted', 'The call was aborted while it waited for an access token.', {
          retryable: true,
          hint: 'Call again when you want the result.',
        }),
      );
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/**
 * A token manager for one person in one process, kept in memory: scripts, tests, single-page apps.
 *
 * @example
 * const tokens = await keepInMemory({ provider, client }, await finishAuthorization(provider, client, transaction, url));
 * const sipgate = createSipgateClient({ auth: tokens });
 */
export async function keepInMemory(
  options: Omit<TokenManagerOptions, 'store'>,
  signIn: SignIn,
): Promise<ConnectionTokens> {
  const store = createMemoryTokenStore(options.now === undefined ? {} : { now: options.now });
  const { id } = await store.saveSignIn(signIn.key, signIn.tokenSet);
  return createTokenManager({ ...options, store }).forConnection(id);
}
