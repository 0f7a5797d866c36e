/**
 * What every probe stands on: the two realms, the seeded clients, and short ways to a code and to tokens.
 * @module
 */
import { sayAnswer } from '../answers.mjs';
import { createPerson } from '../person.mjs';
import { address, challenge, endpoints, post, verifier } from '../protocol.mjs';
import { CLIENT, REDIRECT_URI, USERS } from '../realms.mjs';

/** @typedef {ReturnType<typeof createWorld>} World */
/** @typedef {[situation: string, answer: string]} Row */
/** @typedef {{ title: string, about?: string, run: (world: World) => Promise<Row[]> }} Chapter */

/**
 * @typedef {object} Grant
 * @property {import('../person.mjs').Person} person
 * @property {import('../person.mjs').Arrival} arrival
 * @property {string} code
 * @property {string} codeVerifier
 * @property {string} realm
 * @property {{ clientId: string, clientSecret?: string }} client
 */

/**
 * @typedef {{
 *   realm?: string, client?: { clientId: string, clientSecret?: string }, scope?: string, person?: import('../person.mjs').Person,
 *   as?: 'alice' | 'bob', parameters?: import('../protocol.mjs').Parameters, consent?: 'yes' | 'no',
 * }} SignInOptions
 */

/** The rows of one chapter, as they come in. */
export function createRows() {
  /** @type {Row[]} */
  const rows = [];
  return {
    rows,
    /**
     * @param {string} situation
     * @param {Response | Promise<Response>} response
     */
    async say(situation, response) {
      rows.push([situation, await sayAnswer(await response)]);
    },
  };
}

/** @param {{ admin: import('../admin.mjs').Admin, issuer: (realm: string) => string }} keycloak */
export function createWorld({ admin, issuer }) {
  const at = (realm = 'third-party') => endpoints(issuer(realm));

  /** @param {{ clientId: string, clientSecret?: string }} client */
  const credentials = (client = CLIENT) => ({ client_id: client.clientId, client_secret: client.clientSecret });

  /**
   * An authorization request as the kit sends it; a parameter set to `undefined` is left out.
   *
   * @param {import('../protocol.mjs').Parameters} [parameters]
   * @param {string} [realm]
   */
  const authorizationUrl = (parameters = {}, realm) =>
    address(at(realm).authorization, {
      response_type: 'code',
      client_id: CLIENT.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'openid account:read',
      state: 'a-state',
      ...parameters,
    });

  /**
   * @param {SignInOptions} [options]
   * @returns {Promise<Grant>}
   */
  async function grant({
    realm = 'third-party',
    client = CLIENT,
    scope,
    person,
    as = 'alice',
    parameters,
    consent,
  } = {}) {
    const codeVerifier = verifier();
    const who = person ?? createPerson(USERS[as]);
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
   * @param {import('../protocol.mjs').Parameters} [parameters]
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
    return { ...granted, set: /** @type {Record<string, any>} */ (await response.json()) };
  }

  /**
   * @param {string} refreshToken
   * @param {{ realm?: string, client?: { clientId: string, clientSecret?: string }, parameters?: import('../protocol.mjs').Parameters }} [options]
   */
  const refresh = (refreshToken, { realm, client = CLIENT, parameters = {} } = {}) =>
    post(at(realm).token, {
      grant_type: 'refresh_token',
      ...credentials(client),
      refresh_token: refreshToken,
      ...parameters,
    });

  /**
   * @param {string} refreshToken
   * @param {Parameters<typeof refresh>[1]} [options]
   * @returns {Promise<Record<string, any>>}
   */
  async function refreshed(refreshToken, options) {
    const response = await refresh(refreshToken, options);
    if (!response.ok) throw new Error(`no refresh: ${response.status} ${await response.text()}`);
    return await response.json();
  }

  /**
   * @param {string} accessToken
   * @param {string} [realm]
   */
  const userinfo = (accessToken, realm) =>
    fetch(at(realm).userinfo, { headers: { authorization: `Bearer ${accessToken}` } });

  let clients = 0;
  /**
   * Adds one more client like the seeded one, to be spoilt.
   *
   * @param {Record<string, unknown>} [changes]
   * @param {string} [realm]
   */
  async function spareClient(changes = {}, realm = 'third-party') {
    clients += 1;
    const clientId = `2556404-9-spare-${clients}:third-party`;
    const clientSecret = `secret-of-${clients}`;
    await admin.addClient(realm, {
      clientId,
      secret: clientSecret,
      protocol: 'openid-connect',
      publicClient: false,
      consentRequired: true,
      fullScopeAllowed: false,
      directAccessGrantsEnabled: false,
      redirectUris: [REDIRECT_URI],
      ...changes,
    });
    return { clientId, clientSecret };
  }

  const anew = (/** @type {'alice' | 'bob'} */ as = 'alice') => createPerson(USERS[as]);

  return {
    admin,
    issuer,
    at,
    credentials,
    authorizationUrl,
    grant,
    exchange,
    tokens,
    refresh,
    refreshed,
    userinfo,
    spareClient,
    anew,
    client: CLIENT,
  };
}
