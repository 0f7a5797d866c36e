/** @module what a person does on Keycloak's pages and ours */

/** @typedef {import('./stage.mjs').Page} Page */
/** @typedef {import('./stage.mjs').ServerProcess} ServerProcess */

/**
 * @param {Page} page at Keycloak's sign-in page
 * @param {{ username: string, password: string }} account
 */
export async function fillIn(page, { username, password }) {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('#kc-login').click();
}

/**
 * The whole way, with consent where it is asked for.
 *
 * @param {Page} page
 * @param {ServerProcess} server
 * @param {{ username: string, password: string }} account
 */
export async function signIn(page, server, account) {
  await page.goto(`${server.url}/login`);
  await fillIn(page, account);
  const consent = page.locator('[name=accept]');
  await Promise.race([consent.waitFor(), page.waitForURL((url) => url.origin === server.url)]).catch(() => undefined);
  if (await consent.isVisible()) await consent.click();
  await page.waitForURL((url) => url.origin === server.url);
}

/**
 * `/me` as the page's own session sees it.
 *
 * @param {Page} page
 * @param {ServerProcess} server
 * @returns {Promise<{ status: number, text: string, body: any }>}
 */
export async function meOf(page, server) {
  const answer = await page.request.get(`${server.url}/me`, { headers: { accept: 'application/json' } });
  const text = await answer.text();
  return { status: answer.status(), text, body: JSON.parse(text) };
}

/** How many refreshes a server has logged. @param {ServerProcess} server */
export const refreshesOf = (server) => (server.output().match(/"reason":"refreshed"/g) ?? []).length;
