/**
 * People with a browser at a callback server: they sign in at the sandbox, and look at their account.
 * @module
 */

/** @typedef {{ username: string, cookies: Map<string, string> }} Browser */

/**
 * The whole way of a browser.
 *
 * @param {string} url @param {import('./orders.mjs').Child} sandbox @param {Browser} browser
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>} the callback's answer
 */
export async function signInByBrowser(url, sandbox, browser, signal) {
  const begun = await go(`${url}/login`, browser, signal);
  const authorizationUrl = begun.headers.get('location');
  if (authorizationUrl === null) return begun;
  const { username } = browser;
  const callback = await sandbox.ask('signIn', { authorizationUrl, browser: username, username });
  return go(callback, browser, signal);
}

/** A request with the browser's cookies, which follows no redirect. @param {string} url @param {Browser} browser @param {AbortSignal} [signal] */
export async function go(url, { cookies }, signal) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, accept: 'application/json' };
  const answer = await fetch(url, { headers, redirect: 'manual', ...(signal && { signal }) });
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return answer;
}

/** @template Item @param {readonly Item[]} items @param {number} atOnce @param {(item: Item) => Promise<void>} work */
export async function inTurns(items, atOnce, work) {
  const waiting = [...items];
  const hand = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
}
