/**
 * Somebody who signs in: a cookie jar, and the way to the provider and back.
 * @module
 */

/** @typedef {import('./http-connection.mjs').HttpConnection} HttpConnection */
/** @typedef {import('./http-connection.mjs').Answer} Answer */

/** Where a sign-in begins. @typedef {{ origin: string, login: string, clientId: string, issuer: string }} Door */

/** @param {HttpConnection} connection */
export function newBrowser(connection) {
  /** @type {Map<string, string>} */
  const jar = new Map();

  /** @param {string} path */
  async function get(path) {
    const answer = await connection.get(path, [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    keepCookies(jar, answer);
    return answer;
  }

  return {
    get,

    /** @param {Door} door @returns {Promise<URL>} where the server sends the browser */
    async begin({ login }) {
      const answer = await get(login);
      const location = locationOf(answer);
      if (location === undefined) throw new Error(`${login} did not redirect:\n${answer.head}`);
      return new URL(location);
    },

    /**
     * What the provider does when the person has agreed.
     *
     * @param {Door} door @param {URL} authorization @param {string} person
     */
    async comeBack({ origin, clientId, issuer }, authorization, person) {
      const asked = authorization.searchParams;
      const nonce = asked.get('nonce') ?? undefined;
      const code = Buffer.from(JSON.stringify({ sub: person, client: clientId, nonce })).toString('base64url');
      const callback = new URL(asked.get('redirect_uri') ?? '', origin);
      callback.search = String(new URLSearchParams({ state: asked.get('state') ?? '', iss: issuer, code }));
      const answer = await get(`${callback.pathname}${callback.search}`);
      if (answer.status >= 400) throw new Error(`The callback answered ${answer.status}:\n${answer.head}`);
    },
  };
}

/** @param {Answer} answer */
const locationOf = ({ head }) => /^location: *(.*)$/im.exec(head)?.[1]?.trim();

/** @param {Map<string, string>} jar @param {Answer} answer */
function keepCookies(jar, { head }) {
  for (const [, name = '', value = '', attributes = ''] of head.matchAll(/^set-cookie: *([^=]+)=([^;\r\n]*)(.*)$/gim)) {
    const isGone = value === '' || /max-age=0(?:;|\r|$)/i.test(attributes) || /expires=[^;]* 1970 /i.test(attributes);
    if (isGone) jar.delete(name);
    else jar.set(name, value);
  }
}
