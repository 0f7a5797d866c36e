/** @module signing in, looking, signing out: what everybody does */
import assert from 'node:assert/strict';
import { CLIENT, USERS } from '../realms.mjs';
import { fillIn, meOf, signIn } from './pages.mjs';

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkUsualWay({ keycloak, serve, newPage, photograph }, { begin, check }) {
  begin('callback server, in a browser');
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

  await check('it stops within a second when nothing is under way', async () => {
    const startedAt = performance.now();
    await server.stop();
    assert.ok(performance.now() - startedAt < 1_500);
  });
}
