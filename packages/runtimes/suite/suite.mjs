/**
 * What the kit promises wherever `fetch` and WebCrypto are. Nothing but the published packages and what every runtime has
 * may be used here, so that one file runs on all of them.
 * @module
 */
import {
  clientCredentials,
  createSipgateClient,
  fileContent,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  refreshTokenSet,
  revokeTokenSet,
  SipgateKitError,
  startAuthorization,
  staticToken,
} from '@sipgate-kit/core';
import { createOAuthClients, presets } from '@sipgate-kit/core/clients';
import { appendixB } from './appendix-b.mjs';
import { equal, fails, ok } from './assertions.mjs';
import { createDesk } from './desk.mjs';
import { inspected } from './inspected.mjs';

/**
 * @typedef {object} Settings
 * @property {string} issuer
 * @property {string} apiUrl
 * @property {string} controlUrl     the sandbox's control API, or what passes requests on to it
 * @property {string} redirectUri
 * @property {{ clientId: string, clientSecret: string }} client
 * @property {{ clientId: string }} publicClient
 * @property {string} closedUrl      an origin where nobody listens
 * @property {boolean} tellsRefusal  whether the runtime says why a connection failed
 *
 * @typedef {{ check: string, problem?: string }} Outcome
 */

/** @type {Record<string, (world: ReturnType<typeof createWorld>) => Promise<void>>} */
const checks = {
  async PKCE({ provider, settings }) {
    const { verifier, challenge } = appendixB;
    const request = { clientId: settings.publicClient.clientId, redirectUri: settings.redirectUri, scopes: [] };
    const { url, transaction } = await appendixB.whileRandomBytesAreThese(() => startAuthorization(provider, request));
    equal(transaction.codeVerifier, verifier);
    equal(url.searchParams.get('code_challenge'), challenge);
    equal(url.searchParams.get('code_challenge_method'), 'S256');
  },

  async 'sign-in'({ signIn, publicClient, confidentialClient, now }) {
    for (const client of [publicClient, confidentialClient]) {
      const { key, tokenSet } = await signIn({ client });
      ok(/^f:[0-9a-f-]+:\d+$/.test(key.subject), `subject ${key.subject}`);
      equal([...tokenSet.scopes].sort().join(' '), 'account:read openid');
      ok(tokenSet.isFresh(now(), 299_000), 'good for 300 s');
    }
  },

  async 'typed call'({ signedIn }) {
    const { sipgate } = await signedIn(['account:read', 'history:read']);
    const { data } = await sipgate.GET('/account');
    equal(data.company, 'Adler Optik GmbH');
    const ids = [];
    for await (const { id } of sipgate.items('getHistory', { query: { limit: 7 } })) ids.push(id);
    ok(ids.length > 7 && new Set(ids).size === ids.length, `${ids.length} entries over several pages`);
  },

  async files({ signedIn }) {
    const { sipgate } = await signedIn(['history:read']);
    const { body } = await sipgate.stream('getHistoryCSV', { query: { limit: 1000 } });
    const text = await new Response(body).text();
    ok(text.split('\n').length > 2, 'a CSV with lines');
    equal(await fileContent(new Blob(['%PDF-1.4\n'])), 'JVBERi0xLjQK');
  },

  async 'OAuth clients'({ signedIn }) {
    const { sipgate } = await signedIn(['authorization:oauth2:clients:read', 'authorization:oauth2:clients:write']);
    const clients = createOAuthClients(sipgate);
    const { clientId } = await clients.create(presets.local({ name: 'On every runtime' }));
    ok(
      (await clients.list()).some((client) => client.clientId === clientId),
      'listed',
    );
    await clients.delete(clientId);
    await fails(clients.get(clientId), 'not_found');
    await fails(clients.create({ ...presets.local({ name: '' }) }), 'invalid_input');
  },

  async refresh({ signedIn, desk }) {
    const { sipgate } = await signedIn(['account:read']);
    await desk.advance(301_000);
    const before = await desk.tokenRequests();
    const answers = await Promise.all(Array.from({ length: 20 }, () => sipgate.GET('/account')));
    equal(answers.map(({ data }) => data.company).join(), Array(20).fill('Adler Optik GmbH').join());
    equal((await desk.tokenRequests()) - before, 1);
  },

  async reuse({ signIn, provider, publicClient, options }) {
    const { tokenSet } = await signIn();
    const second = await refreshTokenSet(provider, publicClient, tokenSet, options);
    ok(second.refreshToken !== tokenSet.refreshToken, 'rotated');
    await fails(refreshTokenSet(provider, publicClient, tokenSet, options), 'refresh_refused');
    await fails(refreshTokenSet(provider, publicClient, second, options), 'refresh_refused');
  },

  async errors({ signIn, signedIn, settings, desk }) {
    await fails(signIn({ spoil: (callback) => callback.searchParams.set('state', 'of-others') }), 'state_mismatch');
    await fails(signIn({ spoil: (callback) => callback.searchParams.append('code', '2') }), 'duplicate_parameter');
    await fails(
      signIn({ spoil: (callback) => callback.searchParams.set('iss', 'https://x.example') }),
      'issuer_mismatch',
    );
    await fails(signIn({ spoil: (callback) => callback.searchParams.set('code', 'spent') }), 'code_invalid');
    await fails(signIn({ scopes: ['balance:read'], consent: 'no' }), 'access_denied');
    const wrong = clientCredentials(settings.client.clientId, 'wrong');
    await fails(signIn({ client: wrong }), 'wrong_client_secret');
    const { sipgate } = await signedIn(['account:read']);
    await fails(sipgate.GET('/balance'), 'insufficient_scope');
    const { tokenSet } = await signIn();
    await desk.advance(301_000);
    const apiOrigins = [new URL(settings.apiUrl).origin];
    const late = createSipgateClient({
      auth: staticToken(tokenSet.accessToken, { apiOrigins }),
      baseUrl: settings.apiUrl,
    });
    // To a page the sandbox shows no answer before it knows whose token it is: the next step is in the hint then.
    if (globalThis.location === undefined) await fails(late.GET('/account'), 'unauthorized');
    else ok((await fails(late.GET('/account'), 'api_unavailable')).hint.includes('web origins'), 'the hint');
  },

  async network({ signIn, publicClient, options, settings }) {
    const { tokenSet } = await signIn();
    const away = keycloakProvider(`${settings.closedUrl}/auth/realms/third-party`);
    const error = await fails(refreshTokenSet(away, publicClient, tokenSet, options), 'provider_unreachable');
    if (settings.tellsRefusal) {
      ok(error.message.includes('nobody listens at'), error.message);
      ok(error.hint.endsWith('The request was not sent.'), error.hint);
    }
    ok(error.retryable, 'retryable');
  },

  async 'time-outs'({ signedIn, desk }) {
    const { sipgate } = await signedIn(['account:read'], { timeoutMs: 50, retry: { attempts: 1 } });
    await desk.delay('/v2/account', 2);
    await fails(sipgate.GET('/account'), 'request_timeout');
    const patient = await signedIn(['account:read']);
    const controller = new AbortController();
    const call = patient.sipgate.GET('/account', { signal: controller.signal });
    controller.abort();
    await fails(call, 'request_aborted');
  },

  async secrecy({ signIn, provider, confidentialClient, options, settings }) {
    const { tokenSet } = await signIn({ client: confidentialClient });
    const error = await fails(
      refreshTokenSet(provider, clientCredentials(settings.client.clientId, 'wrong'), tokenSet, options),
      'wrong_client_secret',
    );
    const secrets = [tokenSet.accessToken, tokenSet.refreshToken ?? '', settings.client.clientSecret];
    for (const value of [tokenSet, confidentialClient, error]) {
      const shown = [`${value}`, JSON.stringify({ value }), inspected({ value })].join('\n');
      for (const secret of secrets) ok(!shown.includes(secret), `shows a secret: ${shown.slice(0, 60)}`);
    }
  },

  async 'sign-out'({ signIn, provider, publicClient, options }) {
    const { tokenSet } = await signIn();
    await revokeTokenSet(provider, publicClient, tokenSet, options);
    await fails(refreshTokenSet(provider, publicClient, tokenSet, options), 'refresh_refused');
  },
};

/** The names of the checks, in their order. */
export const CHECKS = Object.keys(checks);

/**
 * Runs every check, one after the other, against the sandbox that the settings name.
 *
 * @param {Settings} settings
 * @returns {Promise<Outcome[]>}
 */
export async function runSuite(settings) {
  const outcomes = [];
  for (const [check, run] of Object.entries(checks)) {
    try {
      await run(createWorld(settings));
      outcomes.push({ check });
    } catch (error) {
      outcomes.push({ check, problem: problemOf(error) });
    }
  }
  return outcomes;
}

/** @param {unknown} error */
function problemOf(error) {
  if (error instanceof SipgateKitError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What a check works with: Alice, who can sign in, and a clock that moves with the sandbox's. @param {Settings} settings */
function createWorld(settings) {
  const desk = createDesk(settings.controlUrl);
  const now = () => Date.now() + desk.offset();
  const options = { now };
  const provider = keycloakProvider(settings.issuer);
  const publicClient = clientCredentials(settings.publicClient.clientId);
  const confidentialClient = clientCredentials(settings.client.clientId, settings.client.clientSecret);

  /**
   * @param {object} [how]
   * @param {import('@sipgate-kit/core').ClientCredentials} [how.client]
   * @param {readonly string[]} [how.scopes]
   * @param {'yes' | 'no'} [how.consent]
   * @param {(callback: URL) => void} [how.spoil]
   */
  async function signIn({ client = publicClient, scopes = ['account:read'], consent = 'yes', spoil } = {}) {
    const { clientId } = client;
    const { redirectUri } = settings;
    const { url, transaction } = await startAuthorization(provider, { clientId, redirectUri, scopes, now });
    const callback = await desk.signIn(url, consent);
    spoil?.(callback);
    return finishAuthorization(provider, client, transaction, callback, options);
  }

  /**
   * @param {readonly string[]} scopes
   * @param {Partial<import('@sipgate-kit/core').SipgateClientOptions>} [how]
   */
  async function signedIn(scopes, how) {
    const apiOrigins = [new URL(settings.apiUrl).origin];
    const auth = await keepInMemory({ provider, client: publicClient, apiOrigins, now }, await signIn({ scopes }));
    return { sipgate: createSipgateClient({ auth, baseUrl: settings.apiUrl, ...how }) };
  }

  return { settings, desk, now, options, provider, publicClient, confidentialClient, signIn, signedIn };
}
