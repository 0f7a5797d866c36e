/** @module the example integration: a product with the callback server inside, on Keycloak's own pages */
import assert from 'node:assert/strict';
import { USERS } from '../realms.mjs';
import { fillIn } from './pages.mjs';

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../checks.mjs').Checks} checks
 */
export async function checkExample({ serve, newPage, photograph }, { begin, check }) {
  begin('example integration, in a browser');
  const server = await serve('example', {}, 'third-party', 'example');
  const page = await newPage();

  await check('its own page leads to Keycloak, which asks for what the console needs and no more', async () => {
    await page.goto(server.url);
    await page.getByRole('main').getByRole('link', { name: 'Sign in with sipgate' }).click();
    await fillIn(page, USERS.alice);
    await page.waitForSelector('[name=accept]');
    await photograph(page, 'example-consent');
    const text = `${await page.locator('body').textContent()}`;
    for (const asked of ['Read your OAuth clients', 'Create, change and delete OAuth clients', 'Read your history']) {
      assert.ok(text.includes(asked), asked);
    }
    assert.doesNotMatch(text, /numbers/i);
  });

  await check('consent leads to the list of OAuth clients, with company and balance above it', async () => {
    await page.locator('[name=accept]').click();
    await page.waitForURL(`${server.url}/clients`);
    assert.match(`${await page.getByRole('banner').textContent()}`, /Adler Optik GmbH[\s\S]*Balance €12\.34/);
    await photograph(page, 'example-clients');
  });

  await check('a client is created, and deleted after its name was typed', async () => {
    await page.goto(`${server.url}/clients/new/server`);
    await page.getByLabel('Name').fill('Interop CRM');
    await page.getByLabel('Description').fill('Made against Keycloak');
    await page.getByLabel('Redirect URIs').fill('https://crm.example.com/oauth');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    await page.getByRole('link', { name: 'Delete' }).click();
    await page.getByRole('textbox').fill('Interop CRM');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('Interop CRM is deleted.').waitFor();
  });

  await check('the last 30 days of calls are shown as a table', async () => {
    await page.goto(`${server.url}/calls`);
    await page.getByRole('table').waitFor();
    await photograph(page, 'example-calls');
  });

  await check('signing out ends the session at the console', async () => {
    await page
      .getByRole('button', { name: 'Sign out' })
      .or(page.getByRole('link', { name: 'Sign out' }))
      .first()
      .click();
    await page
      .getByText(/signed out/i)
      .first()
      .waitFor();
    await page.goto(`${server.url}/clients`);
    assert.doesNotMatch(`${await page.locator('body').textContent()}`, /Adler Optik GmbH/);
  });

  await server.stop();
}
