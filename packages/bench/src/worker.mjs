/**
 * One process of an application: a token manager on a shared store, and calls to the API through it.
 * @module
 */
import { clientCredentials, createTokenManager, keycloakProvider, SipgateKitError } from '@sipgate-kit/core';
import { stopAt, takeOrders } from './orders.mjs';
import { openStore } from './stores.mjs';

/** @typedef {import('@sipgate-kit/core').TokenStore} TokenStore */

/**
 * Where a refresh can be stopped: after the lease, after the mark and before the send, after the send and before the
 * answer, after the answer and before `replace`, after `replace`.
 * @typedef {'lease' | 'mark' | 'send' | 'answer' | 'replaced'} Point
 */

/**
 * @typedef {object} Setting
 * @property {import('./stores.mjs').Place} place
 * @property {string} issuer
 * @property {string} apiUrl
 * @property {{ clientId: string, clientSecret: string }} client
 * @property {string} connectionId
 * @property {number} clockOffsetMs how wrong this machine's clock is
 * @property {number} [timeoutMs]   of a token request
 * @property {Point} [stop]
 */

/**
 * What became of a number of calls: how many succeeded, and how many failed for which reason.
 * @typedef {{ ok: number, failures: Record<string, number> }} CallOutcome
 */

const API_CONNECTIONS = 32;

/** @type {{ manager: import('@sipgate-kit/core').TokenManager, call: () => Promise<string | undefined>, close: () => Promise<void> } | undefined} */
let open;
/** @type {Record<string, number>} how often each decision was made */
let events = {};

takeOrders({
  /** @param {Setting} setting */
  async open(setting) {
    const { place, issuer, apiUrl, client, connectionId, clockOffsetMs, timeoutMs, stop } = setting;
    const { store, close } = await openStore(place);
    const provider = keycloakProvider(issuer);
    events = {};
    const manager = createTokenManager({
      provider,
      client: clientCredentials(client.clientId, client.clientSecret),
      store: stop === undefined ? store : stoppingStore(store, stop),
      fetch: pooled(new URL(apiUrl), stop === 'send' ? fetchStoppedAt(provider.tokenEndpoint) : fetch),
      now: () => Date.now() + clockOffsetMs,
      apiOrigins: [new URL(apiUrl).origin],
      onEvent: ({ reason }) => {
        events[reason] = (events[reason] ?? 0) + 1;
      },
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    const tokens = manager.forConnection(connectionId);
    open = {
      manager,
      close,
      async call() {
        try {
          const response = await tokens.fetch(`${apiUrl}/account`);
          await response.arrayBuffer();
          return response.ok ? undefined : `status ${response.status}`;
        } catch (error) {
          return reasonOf(error);
        }
      },
    };
  },

  /** @param {{ count: number }} request @returns {Promise<CallOutcome>} */
  async call({ count }) {
    const call = open?.call ?? (async () => 'not open');
    const reasons = await Promise.all(Array.from({ length: count }, call));
    /** @type {Record<string, number>} */
    const failures = {};
    for (const reason of reasons) if (reason !== undefined) failures[reason] = (failures[reason] ?? 0) + 1;
    return { ok: reasons.filter((reason) => reason === undefined).length, failures };
  },

  events: () => events,

  async close() {
    await open?.manager.close();
    await open?.close();
    open = undefined;
  },
});

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof SipgateKitError) return error.code;
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error && 'code' in cause ? `${message} (${cause.code})` : message;
}

/**
 * The store, but this process stops at the point.
 *
 * @param {TokenStore} store
 * @param {Point} point
 * @returns {TokenStore}
 */
function stoppingStore(store, point) {
  /** @type {Partial<TokenStore>} */
  const stopping = {
    async acquireLease(id, request) {
      const outcome = await store.acquireLease(id, request);
      if (point === 'lease' && outcome === 'granted') await stopAt(point);
      return outcome;
    },
    async markSending(id, request) {
      const marked = await store.markSending(id, request);
      if (point === 'mark' && marked) await stopAt(point);
      return marked;
    },
    async replace(id, request) {
      if (point === 'answer') await stopAt(point);
      const state = await store.replace(id, request);
      if (point === 'replaced') await stopAt(point);
      return state;
    },
  };
  return new Proxy(store, {
    get(target, name) {
      const method = Reflect.get(stopping, name) ?? Reflect.get(target, name);
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}

/**
 * A `fetch` that keeps a bounded number of connections to the API open, as any application with a pool does. Calls are
 * under way from their first line on, whether or not there is a connection for them yet; token requests never wait.
 *
 * @param {URL} api
 * @param {typeof fetch} send
 * @returns {typeof fetch}
 */
function pooled(api, send) {
  let free = API_CONNECTIONS;
  /** @type {(() => void)[]} */
  const queue = [];
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(api.href)) return send(input, init);
    if (free === 0) await new Promise((resolve) => queue.push(() => resolve(undefined)));
    else free -= 1;
    try {
      return await whole(send, new Request(input, init));
    } finally {
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * A whole answer to a request without a body. A server may close an idle connection in the very moment in which it is used
 * again: what came to that was not handled, and is sent once more, as HTTP has it (RFC 9110 §9.2.2).
 *
 * @param {typeof fetch} send
 * @param {Request} request
 */
async function whole(send, request) {
  for (let again = 3; ; again -= 1) {
    try {
      const response = await send(request.clone());
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      return new Response(body, { status, headers });
    } catch (error) {
      if (again === 0 || !/ECONNRESET|UND_ERR_SOCKET/.test(reasonOf(error))) throw error;
    }
  }
}

/**
 * A `fetch` that stops this process once its token request is on its way.
 *
 * @param {string} tokenEndpoint
 * @returns {typeof fetch}
 */
function fetchStoppedAt(tokenEndpoint) {
  return async (input, init) => {
    const answer = fetch(input, init);
    const url = input instanceof Request ? input.url : String(input);
    if (url !== tokenEndpoint) return answer;
    // Nobody looks at it while we stand still.
    answer.catch(() => undefined);
    await stopAt('send');
    return answer;
  };
}
