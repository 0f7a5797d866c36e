/**
 * A sandbox in a process of its own, so that it has its own core and is nobody's excuse.
 * @module
 */
import { createSandbox } from '@sipgate-kit/sandbox';
import { takeOrders } from './orders.mjs';

/** @typedef {import('@sipgate-kit/sandbox').Sandbox} Sandbox */

/**
 * What the provider saw of one cell.
 *
 * @typedef {object} ProviderReport
 * @property {number} refreshRequests refresh requests that arrived, whatever became of them
 * @property {number} rotations       those that gave out a new pair
 * @property {string[]} usable        fingerprints of the refresh tokens that are good now
 */

const TOKEN_ENDPOINT = '*/protocol/openid-connect/token';
const EVERY = 1_000_000;

/** How many more people there are than usual. */
const people = Number(process.argv[2] ?? 0);
const sandbox = await createSandbox({ port: 0, people });
const beginning = sandbox.snapshot();
/** @type {Map<string, Map<string, any>>} */
const browsers = new Map();

takeOrders({
  /** Where it is, and who may come. */
  about() {
    const { issuer, apiUrl, client, users } = sandbox;
    return { issuer, apiUrl, client, user: users.alice };
  },

  /** As on the first day. */
  async reset() {
    sandbox.restore(beginning);
    sandbox.faults.clear();
    sandbox.clock.set(Date.now());
    browsers.clear();
    await sandbox.fetch(`${sandbox.url}/__sandbox/requests`, { method: 'DELETE' });
  },

  /** @param {{ ms: number }} request how far behind (negative) or ahead of the computer's clock it is from now on */
  setClock({ ms }) {
    sandbox.clock.set(Date.now() + ms);
  },

  /** @param {{ authorizationUrl: string, browser: string, username?: string }} request */
  async signIn({ authorizationUrl, browser, username = sandbox.users.alice.username }) {
    const cookies = browsers.get(browser) ?? new Map();
    browsers.set(browser, cookies);
    const { password } = sandbox.users.alice;
    return (await sandbox.signIn({ authorizationUrl, username, password, browser: cookies })).href;
  },

  /** @param {{ delayMs: number, next?: number }} request */
  slowTokens({ delayMs, next = EVERY }) {
    sandbox.faults.add({ method: 'POST', path: TOKEN_ENDPOINT, delayMs, next });
  },

  /** The next refresh is done, its answer is lost on the way. */
  loseAnswer() {
    sandbox.faults.add({ method: 'POST', path: TOKEN_ENDPOINT, drop: 'after' });
  },

  /** @param {{ forMs: number, retryAfter?: number }} request answers 503 to every token request for so long */
  outage({ forMs, retryAfter }) {
    sandbox.faults.add({
      method: 'POST',
      path: TOKEN_ENDPOINT,
      status: 503,
      next: EVERY,
      ...(retryAfter !== undefined && { retryAfter }),
    });
    setTimeout(() => sandbox.faults.clear(), forMs);
  },

  /** @param {{ count: number, withinMs: number }} request holds the next API answers back, each for another while */
  stagger({ count, withinMs }) {
    for (let index = 0; index < count; index += 1) {
      sandbox.faults.add({ path: '/v2/', delayMs: Math.round(((index * 7919) % count) * (withinMs / count)) });
    }
  },

  /** For the soak. @param {{ fault: import('@sipgate-kit/sandbox').Fault }} request */
  play({ fault }) {
    sandbox.faults.add(fault);
  },

  /** Whatever was ordered and has not been played yet is called off. */
  clearSky() {
    sandbox.faults.clear();
  },

  /** Whether the latest session of somebody lives. @param {{ username: string }} request */
  isAlive({ username }) {
    return sandbox.tokens().findLast((session) => session.username === username)?.alive ?? false;
  },

  /** For the fleet: everybody's sessions, and the last refresh token of each by its fingerprint. */
  sessions() {
    return sandbox.tokens().map(({ username, alive, tokens }) => {
      const refreshTokens = tokens.filter(({ kind }) => kind === 'refresh');
      return {
        username,
        alive,
        rotations: refreshTokens.filter(({ parent }) => parent !== undefined).length,
        lastRefreshToken: refreshTokens.at(-1)?.fingerprint,
      };
    });
  },

  /** @returns {ProviderReport} */
  report() {
    const refreshes = sandbox.requests().filter(({ grantType }) => grantType === 'refresh_token');
    const tokens = sandbox.tokens().flatMap((session) => session.tokens.filter(({ kind }) => kind === 'refresh'));
    return {
      refreshRequests: refreshes.length,
      rotations: tokens.filter(({ parent }) => parent !== undefined).length,
      usable: tokens.filter(({ status }) => status === 'usable').map(({ fingerprint }) => fingerprint),
    };
  },
});
