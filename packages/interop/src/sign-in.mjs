/**
 * The callback server's bin against a real Keycloak, in a real browser: Keycloak's own pages, nothing but a `.env`.
 * @module
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser } from './browser.mjs';
import { freePort } from './free-port.mjs';
import { CLIENT, thirdParty, thirdPartyShort, USERS } from './realms.mjs';
import { startRestApi } from './rest-api.mjs';
import { startServer } from './server-process.mjs';

/** Long enough for a page of a busy machine, short enough to be noticed. Duration in milliseconds. */
const PATIENCE_MS = 15_000;

/** The lifetime of an access token in the realm where they end while you watch. */
const ACCESS_TOKEN_S = 3;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./server-process.mjs').ServerProcess} ServerProcess */

/**
 * @param {import('./keycloak.mjs').Keycloak} keycloak
 * @param {import('./checks.mjs').Checks} checks
 * @param {(line: string) => void} say
 */
export async function checkSignIn(keycloak, { begin, check }, say) {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-interop-'));
  const screenshots = join(folder, 'screenshots');
  mkdirSync(screenshots);
  // Fresh, so that nobody has consented to anything yet.
  await keycloak.admin.importRealm(thirdParty());
  await keycloak.admin.importRealm(thirdPartyShort({ accessTokenSeconds: ACCESS_TOKEN_S, sessionSeconds: 3_600 }));
  const issuers = ['third-party', 'third-party-short'].map(keycloak.issuer);
  const api = await startRestApi({ issuers });
  const { browser, close } = await launchBrowser();
  /** @type {ServerProcess[]} */
  const servers = [];
  let shots = 0;

  /** @param {Page} page @param {string} name */
  const photograph = async (page, name) => {
    shots += 1;
    await page.screenshot({ path: join(screenshots, `${String(shots).padStart(2, '0')}-${name}.png`), fullPage: true });
  };

  /** A person's browser, with nothing in it yet. */
  const newPage = async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(PATIENCE_MS);
    return context.newPage();
  };

  /**
   * @param {string} name
   * @param {Record<string, string>} [changes] of the `.env`
   */
  const serve = async (name, changes = {}, realm = 'third-party') => {
    const home = join(folder, name);
    mkdirSync(home, { recursive: true });
    const server = await startServer(home, {
      BASE_URL: `${keycloak.issuer(realm)}/protocol/openid-connect`,
      CLIENT_ID: CLIENT.clientId,
      CLIENT_SECRET: CLIENT.clientSecret,
      OAUTH_SCOPE: 'account:read balance:read',
      REDIRECT_URI: `http://localhost:${await freePort()}/oauth`,
      SIPGATE_KIT_API_URL: api.url,
      ...changes,
    });
    servers.push(server);
    return server;
  };

  begin('callback server, in a browser');
  try {
    const server = await serve('usual');
    const page = await newPage();

    await check('the start page offers the sign-in', async () => {
      await page.goto(server.url);
      await photograph(page, 'start');
      await page.getByRole('main').getByRole('link', { name: 'Sign in with sipgate' }).click();
      await page.waitForSelector('#kc-form-login');
      await photograph(page, 'keycloak-sign-in');
    });

    await check('a wrong password stays at Keycloak', async () => {
      await fillIn(page, { ...USERS.alice, password: 'wrong' });
      await page.getByText('Invalid username or password').waitFor();
    });

    await check('password, then Keycloak’s consent page with what was asked for', async () => {
      await fillIn(page, USERS.alice);
      await page.waitForSelector('[name=accept]');
      await photograph(page, 'keycloak-consent');
      const text = `${await page.locator('body').textContent()}`;
      assert.match(text, /Read your account/);
      assert.match(text, /Read your balance/);
    });

    await check('consent leads to the account page, at a clean address', async () => {
      await page.locator('[name=accept]').click();
      await page.waitForURL(`${server.url}/`);
      await page.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
      await photograph(page, 'account');
      const text = `${await page.locator('body').textContent()}`;
      assert.match(text, /f:[0-9a-f-]+:1048101/);
      assert.match(text, /balance:read/);
    });

    await check('/me says the same, and no token', async () => {
      const me = await meOf(page, server);
      assert.equal(me.status, 200);
      assert.equal(me.body.account.company, 'Adler Optik GmbH');
      assert.equal(me.body.connection.status, 'active');
      assert.doesNotMatch(me.text, /eyJ/);
    });

    await check('going back in the browser does no harm', async () => {
      await page.goBack();
      await page.goto(server.url);
      await page.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
    });

    await check('a second person in a second browser is a second connection', async () => {
      const other = await newPage();
      await signIn(other, server, USERS.bob);
      await other.getByRole('heading', { name: 'Brandt Logistik' }).waitFor();
      assert.equal((await meOf(page, server)).body.account.company, 'Adler Optik GmbH');
      await other.context().close();
    });

    await check('signing in again in the same browser shows no page of Keycloak', async () => {
      await page.goto(`${server.url}/login`);
      await page.waitForURL(`${server.url}/`);
      await page.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
    });

    await check('signing out revokes at Keycloak and ends the session', async () => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('sipgate has confirmed').waitFor();
      await photograph(page, 'signed-out');
      assert.equal((await meOf(page, server)).status, 401);
    });

    await check('signing in after that asks for the password, not for consent', async () => {
      await page.goto(`${server.url}/login`);
      await page.waitForSelector('#kc-form-login');
      await fillIn(page, USERS.alice);
      await page.waitForURL(`${server.url}/`);
    });

    await check('“Also sign out at sipgate” ends the sign-on session at Keycloak', async () => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Also sign out at sipgate' }).click();
      await page.locator('#kc-logout').click();
      await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
      await photograph(page, 'keycloak-signed-out');
    });

    await check('“No” on the consent page is explained; signing in again takes the password once more', async () => {
      await keycloak.admin.withdrawConsent('third-party', 'bob', CLIENT.clientId);
      const bob = await newPage();
      await bob.goto(`${server.url}/login`);
      await fillIn(bob, USERS.bob);
      await bob.locator('[name=cancel]').click();
      await bob.getByText('access_denied').waitFor();
      await photograph(bob, 'consent-refused');
      await bob.getByRole('link', { name: 'Sign in again' }).click();
      await fillIn(bob, USERS.bob);
      await bob.locator('[name=accept]').click();
      await bob.getByRole('heading', { name: 'Brandt Logistik' }).waitFor();
      await bob.context().close();
    });

    begin('callback server, with access tokens of 3 s');
    let short = await serve('short', {}, 'third-party-short');
    const watcher = await newPage();

    await check('the account page goes on after the access token has ended', async () => {
      await signIn(watcher, short, USERS.alice);
      const before = await meOf(watcher, short);
      await sleep((ACCESS_TOKEN_S + 1) * 1_000);
      await watcher.reload();
      await watcher.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
      const after = await meOf(watcher, short);
      assert.notEqual(after.body.connection.refreshedAt, before.body.connection.refreshedAt);
    });

    await check('fifty requests at once after its end all succeed, with far fewer refreshes', async () => {
      await sleep((ACCESS_TOKEN_S + 1) * 1_000);
      const before = refreshesOf(short);
      const answers = await Promise.all(Array.from({ length: 50 }, () => meOf(watcher, short)));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      assert.deepEqual([...new Set(answers.map(({ body }) => body.account?.company))], ['Adler Optik GmbH']);
      const refreshes = refreshesOf(short) - before;
      assert.ok(refreshes >= 1 && refreshes <= 25, `${refreshes} refreshes`);
    });

    await check('twenty seconds of use: nobody is signed out', async () => {
      const endAt = Date.now() + 20_000;
      let asked = 0;
      while (Date.now() < endAt) {
        const { status, body } = await meOf(watcher, short);
        assert.equal(status, 200);
        assert.ok(body.account, JSON.stringify(body.accountError));
        asked += 1;
        await sleep(200);
      }
      assert.ok(asked > 20);
    });

    await check('killed and started again, it still knows the person', async () => {
      await short.kill();
      short = await serve('short', { REDIRECT_URI: `${short.url}/oauth` }, 'third-party-short');
      await sleep((ACCESS_TOKEN_S + 1) * 1_000);
      await watcher.goto(short.url);
      await watcher.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
    });

    await check('two servers on one vault, ten seconds of use of both: nobody is signed out', async () => {
      const second = await serve(
        'second',
        { SIPGATE_KIT_DATA_DIR: join(folder, 'short', '.sipgate-kit') },
        'third-party-short',
      );
      const visitor = await newPage();
      await signIn(visitor, second, USERS.alice);
      const endAt = Date.now() + 10_000;
      while (Date.now() < endAt) {
        const answers = await Promise.all([meOf(watcher, short), meOf(visitor, second), meOf(watcher, short)]);
        assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
        await sleep(100);
      }
      const refreshes = [refreshesOf(short), refreshesOf(second)];
      assert.ok(
        refreshes.every((count) => count > 0),
        `refreshes: ${refreshes.join(' and ')}`,
      );
      await second.stop();
      await visitor.context().close();
    });

    await check('a session ended at Keycloak ends ours, and one click is enough to say so', async () => {
      await keycloak.admin.logout('third-party-short', 'alice');
      await sleep((ACCESS_TOKEN_S + 1) * 1_000);
      await watcher.goto(short.url);
      await watcher.getByRole('heading', { name: 'Please sign in again' }).waitFor();
      await photograph(watcher, 'sign-in-again');
      await watcher.getByRole('link', { name: 'Sign in again' }).click();
      await fillIn(watcher, USERS.alice);
      await watcher.getByRole('heading', { name: 'Adler Optik GmbH' }).waitFor();
    });

    begin('callback server, set up wrongly');
    await check('a wrong secret is named, and no connection is made', async () => {
      const wrong = await serve('wrong-secret', { CLIENT_SECRET: 'not-the-secret' });
      const stranger = await newPage();
      await signIn(stranger, wrong, USERS.alice);
      await stranger.getByText('wrong_client_secret').waitFor();
      await photograph(stranger, 'wrong-secret');
      assert.equal((await meOf(stranger, wrong)).status, 401);
      await stranger.context().close();
    });

    await check('a redirect URI that is not registered ends at Keycloak’s page', async () => {
      const redirectUri = `http://localhost:${await freePort()}/elsewhere`;
      const wrong = await serve('wrong-redirect', { REDIRECT_URI: redirectUri });
      const stranger = await newPage();
      const answer = await stranger.goto(`${wrong.url}/login`);
      assert.equal(answer?.status(), 400);
      await stranger.getByText('Invalid parameter: redirect_uri').waitFor();
      await photograph(stranger, 'wrong-redirect-uri');
      await stranger.context().close();
    });

    await check('a scope the client does not have is named', async () => {
      const wrong = await serve('wrong-scope', { OAUTH_SCOPE: 'account:read nonsense:read' });
      const stranger = await newPage();
      await stranger.goto(`${wrong.url}/login`);
      await stranger.getByText('invalid_scope').first().waitFor();
      await photograph(stranger, 'wrong-scope');
      await stranger.context().close();
    });

    await check('an issuer that is not Keycloak’s own is refused at the callback', async () => {
      const otherName = keycloak.issuer('third-party').replace('127.0.0.1', 'localhost');
      const wrong = await serve('wrong-issuer', { SIPGATE_KIT_ISSUER: otherName });
      const stranger = await newPage();
      await signIn(stranger, wrong, USERS.alice);
      await stranger.getByText('issuer_mismatch').waitFor();
      await stranger.context().close();
    });

    begin('callback server, what it leaves behind');
    await check('no log carries a token, a code or the client secret', async () => {
      const printed = servers.map((one) => one.output()).join('\n');
      assert.ok(printed.includes('signed in'), 'the servers printed nothing');
      assert.doesNotMatch(printed, /eyJ[\w-]{10}/);
      assert.ok(!printed.includes(CLIENT.clientSecret));
      assert.doesNotMatch(printed, /[?&](code|state)=[\w-]{8}/);
    });

    await check('it stops within a second when nothing is under way', async () => {
      const startedAt = performance.now();
      await server.stop();
      assert.ok(performance.now() - startedAt < 1_500);
    });
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    await close();
    await api.close();
    for (const name of readdirSync(folder)) {
      if (name !== 'screenshots') rmSync(join(folder, name), { recursive: true, force: true });
    }
    say(`\nscreenshots: ${screenshots}`);
  }
}

/**
 * @param {Page} page at Keycloak's sign-in page
 * @param {{ username: string, password: string }} account
 */
async function fillIn(page, { username, password }) {
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
async function signIn(page, server, account) {
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
async function meOf(page, server) {
  const answer = await page.request.get(`${server.url}/me`, { headers: { accept: 'application/json' } });
  const text = await answer.text();
  return { status: answer.status(), text, body: JSON.parse(text) };
}

/** How many refreshes a server has logged. @param {ServerProcess} server */
const refreshesOf = (server) => (server.output().match(/"reason":"refreshed"/g) ?? []).length;
