/**
 * The few calls of Keycloak's admin API that a run needs: import a realm, add or change a client, end sessions.
 * @module
 */

/** @typedef {ReturnType<typeof createAdmin>} Admin */

/**
 * @param {string} url Keycloak's base URL
 * @param {{ username: string, password: string }} credentials
 */
export function createAdmin(url, credentials) {
  /** @type {{ token: Promise<string>, goodUntil: number } | undefined} */
  let access;

  /** The admin CLI's own client; its tokens live a minute. */
  function accessToken() {
    if (access === undefined || performance.now() > access.goodUntil)
      access = { token: askAccessToken(), goodUntil: performance.now() + 30_000 };
    return access.token;
  }

  async function askAccessToken() {
    const response = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...credentials }),
    });
    if (!response.ok) throw new Error(`admin sign-in answered ${response.status}: ${await response.text()}`);
    return /** @type {{ access_token: string }} */ (await response.json()).access_token;
  }

  /**
   * @param {string} method
   * @param {string} path below `/admin/realms`
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async function call(method, path, body) {
    const response = await fetch(`${url}/admin/realms${path}`, {
      method,
      headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /admin/realms${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /**
   * @param {string} realm
   * @param {string} clientId
   */
  async function client(realm, clientId) {
    const [found] = await call('GET', `/${realm}/clients?clientId=${encodeURIComponent(clientId)}`);
    if (!found) throw new Error(`no client ${clientId} in realm ${realm}`);
    return found;
  }

  /**
   * @param {string} realm
   * @param {string} username
   * @returns {Promise<string>}
   */
  async function userId(realm, username) {
    const [found] = await call('GET', `/${realm}/users?exact=true&username=${encodeURIComponent(username)}`);
    if (!found) throw new Error(`no user ${username} in realm ${realm}`);
    return found.id;
  }

  return {
    call,
    client,
    userId,
    /**
     * Replaces a realm of that name, so that a server may be used for a second run.
     *
     * @param {{ realm: string }} realm
     */
    async importRealm(realm) {
      const known = await call('GET', '');
      if (known.some((/** @type {{ realm: string }} */ r) => r.realm === realm.realm))
        await call('DELETE', `/${realm.realm}`);
      await call('POST', '', realm);
    },
    /**
     * @param {string} realm
     * @param {Record<string, unknown>} changes
     */
    changeRealm: (realm, changes) => call('PUT', `/${realm}`, changes),
    /**
     * @param {string} realm
     * @param {Record<string, unknown>} representation
     */
    addClient: (realm, representation) => call('POST', `/${realm}/clients`, representation),
    /**
     * @param {string} realm
     * @param {Record<string, unknown>} representation
     */
    addUser: (realm, representation) => call('POST', `/${realm}/users`, representation),
    /**
     * @param {string} realm
     * @param {string} clientId
     * @param {Record<string, unknown>} changes
     */
    async changeClient(realm, clientId, changes) {
      const found = await client(realm, clientId);
      await call('PUT', `/${realm}/clients/${found.id}`, { ...found, ...changes });
    },
    /**
     * @param {string} realm
     * @param {string} username
     * @param {Record<string, unknown>} changes
     */
    async changeUser(realm, username, changes) {
      const path = `/${realm}/users/${await userId(realm, username)}`;
      await call('PUT', path, { ...(await call('GET', path)), ...changes });
    },
    /**
     * Ends every session of a person, as an administrator would.
     *
     * @param {string} realm
     * @param {string} username
     */
    logout: async (realm, username) => call('POST', `/${realm}/users/${await userId(realm, username)}/logout`),
    /**
     * @param {string} realm
     * @param {string} username
     * @param {string} clientId
     */
    withdrawConsent: async (realm, username, clientId) =>
      call('DELETE', `/${realm}/users/${await userId(realm, username)}/consents/${encodeURIComponent(clientId)}`),
  };
}
