/**
 * What every case stands on: one side to ask, a person and clients of its own, and short ways to a code and to tokens.
 * @module
 */
import { createPerson } from './person.mjs';
import { address, challenge, endpoints, post, verifier } from './protocol.mjs';
import { REDIRECT_URI } from './realms.mjs';

/** @typedef {ReturnType<typeof createWorld>} World */
/** @typedef {{ clientId: string, clientSecret?: string }} Client */

/**
 * What a case may change about a client; what is left out is as with every client of sipgate's.
 *
 * @typedef {object} ClientSettings
 * @property {boolean} [enabled]
 * @property {boolean} [standardFlow]
 * @property {boolean} [deviceFlow]
 * @property {boolean} [consentRequired]
 * @property {'S256'} [requiredPkceMethod]
 * @property {readonly string[]} [redirectUris]
 * @property {readonly string[]} [webOrigins]
 * @property {string} [clientSecret]
 * @property {string} [name]
 * @property {string} [termsUrl]
 * @property {string} [privacyUrl]
 * @property {number} [notBefore]   seconds since the epoch; tokens given out before are stale
 */

/**
 * One of the two servers, as a single case sees it.
 *
 * @typedef {object} Side
 * @property {(realm: string) => string} issuer
 * @property {string} shortRealm                         where {@link Side.pass} brings an end
 * @property {Required<Client>} client                   the seeded confidential client
 * @property {Client} publicClient
 * @property {(realm: string) => Promise<import('./person.mjs').Account>} account   of a person nobody else uses
 * @property {(settings: ClientSettings, realm: string) => Promise<Required<Client>>} addClient
 * @property {(clientId: string, settings: ClientSettings) => Promise<void>} changeClient
 * @property {() => Promise<void>} endSessions           of the person, as an administrator does
 * @property {(enabled: boolean) => Promise<void>} enableAccount
 * @property {(clientId: string) => Promise<void>} withdrawConsent
 * @property {(what: Passing) => Promise<void>} pass     time
 * @property {() => number} now                         milliseconds since the epoch
 */

/** @typedef {'a second' | 'a poll' | 'a code' | 'an access token' | 'a session' | 'a device code'} Passing */

/**
 * @typedef {object} Grant
 * @property {import('./person.mjs').Person} person
 * @property {import('./person.mjs').Arrival} arrival
 * @property {string} code
 * @property {string} codeVerifier
 * @property {string} realm
 * @property {Client} client
 */

/**
 * @typedef {{
 *   realm?: string, client?: Client, scope?: string, person?: import('./person.mjs').Person,
 *   parameters?: import('./protocol.mjs').Parameters, consent?: 'yes' | 'no',
 * }} SignInOptions
 */

const REALM = 'third-party';

/** @param {Side} side */
export function createWorld(side) {
  const at = (realm = REALM) => endpoints(side.issuer(realm));

  /** @param {Client} client */
  const credentials = (client = side.client) => ({ client_id: client.clientId, client_secret: client.clientSecret });

  /**
   * An authorization request as the kit sends it; a parameter set to `undefined` is left out.
   *
   * @param {import('./protocol.mjs').Parameters} [parameters]
   * @param {string} [realm]
   */
  const authorizationUrl = (parameters = {}, realm) =>
    address(at(realm).authorization, {
      response_type: 'code',
      client_id: side.client.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'openid account:read',
      state: 'a-state',
      ...parameters,
    });

  /** A browser with nothing in it, and the case's person in front of it. */
  const browser = (realm = REALM) => createPerson(() => side.account(realm));

  /**
   * @param {SignInOptions} [options]
   * @returns {Promise<Grant>}
   */
  async function grant({ realm = REALM, client = side.client, scope, person, parameters, consent } = {}) {
    const codeVerifier = verifier();
    const who = person ?? browser(realm);
    const url = authorizationUrl(
      {
        client_id: client.clientId,
        ...(scope === undefined ? {} : { scope }),
        code_challenge: challenge(codeVerifier),
        code_challenge_method: 'S256',
        ...parameters,
      },
      realm,
    );
    const arrival = await who.signIn(url, consent ? { consent } : {});
    const code = arrival.callback.searchParams.get('code') ?? '';
    return { person: who, arrival, code, codeVerifier, realm, client };
  }

  /**
   * @param {Grant} from
   * @param {import('./protocol.mjs').Parameters} [parameters]
   * @param {Record<string, string>} [headers]
   */
  const exchange = (from, parameters = {}, headers) =>
    post(
      at(from.realm).token,
      {
        grant_type: 'authorization_code',
        ...credentials(from.client),
        code: from.code,
        redirect_uri: REDIRECT_URI,
        code_verifier: from.codeVerifier,
        ...parameters,
      },
      headers,
    );

  /** @param {SignInOptions} [options] */
  async function tokens(options) {
    const granted = await grant(options);
    const response = await exchange(granted);
    if (!response.ok) throw new Error(`no tokens: ${response.status} ${await response.text()}`);
    const set = /** @type {Record<string, any>} */ (await response.json());
    return { ...granted, set, refreshToken: String(set['refresh_token']), accessToken: String(set['access_token']) };
  }

  /**
   * @param {string} refreshToken
   * @param {{ realm?: string, client?: Client, parameters?: import('./protocol.mjs').Parameters, origin?: string }} [options]
   */
  const refresh = (refreshToken, { realm, client = side.client, parameters = {}, origin } = {}) =>
    post(
      at(realm).token,
      { grant_type: 'refresh_token', ...credentials(client), refresh_token: refreshToken, ...parameters },
      origin === undefined ? {} : { origin },
    );

  /**
   * @param {string} refreshToken
   * @param {Parameters<typeof refresh>[1]} [options]
   */
  async function refreshed(refreshToken, options) {
    const response = await refresh(refreshToken, options);
    if (!response.ok) throw new Error(`no refresh: ${response.status} ${await response.text()}`);
    const set = /** @type {Record<string, any>} */ (await response.json());
    return { set, refreshToken: String(set['refresh_token']), accessToken: String(set['access_token']) };
  }

  /**
   * @param {string} accessToken
   * @param {string} [realm]
   */
  const userinfo = (accessToken, realm) =>
    fetch(at(realm).userinfo, { headers: { authorization: `Bearer ${accessToken}` } });

  /**
   * @param {import('./protocol.mjs').Parameters} parameters
   * @param {{ client?: Client, origin?: string }} [options]
   */
  const revoke = (parameters, { client, origin } = {}) =>
    post(at().revocation, { ...credentials(client), ...parameters }, origin === undefined ? {} : { origin });

  /**
   * @param {import('./protocol.mjs').Parameters} parameters
   * @param {{ client?: Client, origin?: string }} [options]
   */
  const logout = (parameters, { client, origin } = {}) =>
    post(at().logout, { ...credentials(client), ...parameters }, origin === undefined ? {} : { origin });

  return {
    ...side,
    at,
    credentials,
    authorizationUrl,
    browser,
    grant,
    exchange,
    tokens,
    refresh,
    refreshed,
    userinfo,
    revoke,
    logout,
    /** One more client like the seeded one, to be spoilt. @param {ClientSettings} [settings] */
    spareClient: (settings = {}, realm = REALM) => side.addClient(settings, realm),
  };
}
