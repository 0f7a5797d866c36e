import { inspect } from '@sipgate-kit/test-browser/inspect';
import { describe, expect, test } from 'vitest';
import { chromium, context, heading, main, openWindowForEachTest, page, stage } from './window.ts';

openWindowForEachTest();

async function newServerClient(name: string, redirectUris = 'https://app.example.com/oauth'): Promise<void> {
  await page.goto(`${stage.url}/clients/new/server`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Description').fill('Made by a test');
  await page.getByLabel('Redirect URIs').fill(redirectUris);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('The client is created.').waitFor();
}

describe('a client', () => {
  test('is created, looked at, changed and deleted', async () => {
    await page.goto(stage.url);
    await inspect('example-welcome', page);
    await stage.signIn(page);
    expect(await page.getByRole('banner').textContent()).toMatch(/Adler Optik GmbH[\s\S]*TEAM[\s\S]*Balance €12\.34/);
    expect(await heading()).toBe('OAuth clients');
    await inspect('example-clients', page);

    await page.getByRole('link', { name: 'New client' }).click();
    await inspect('example-new', page);
    await page.getByRole('link', { name: 'Server' }).click();
    await page.getByLabel('Name').fill('Example CRM');
    await page.getByLabel('Description').fill('Signs people in');
    await page.getByLabel('Redirect URIs').fill('https://crm.example.com/oauth');
    await page.getByText('Exactly this address').waitFor();
    await inspect('example-new-server', page);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    expect(await heading()).toBe('Example CRM');

    const id = (await page.locator('#client-id').textContent()) ?? '';
    const secret = (await secretOf(id)) ?? '';
    expect(secret).not.toBe('');
    expect(await page.content()).not.toContain(secret);
    await inspect('example-client', page);
    await page.getByRole('button', { name: 'Show the secret' }).click();
    await page.getByRole('link', { name: 'Hide' }).waitFor();
    expect(await page.locator('#client-secret').textContent()).toBe(secret);
    expect(page.url()).not.toContain(secret);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stage.url });
    await page.getByRole('button', { name: 'Copy the client secret' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await page.getByRole('link', { name: 'Hide' }).click();
    await page.getByRole('button', { name: 'Show the secret' }).waitFor();
    expect(await page.content()).not.toContain(secret);

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Redirect URIs').fill('https://crm.example.com/oauth\nhttps://staging.example.com/oauth');
    await page.getByLabel('Description').fill('Signs people in, and out');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('heading', { name: 'Review the changes' }).waitFor();
    await inspect('example-changes', page);
    expect(await page.locator('ins').allInnerTexts()).toEqual([
      expect.stringContaining('Signs people in, and out'),
      expect.stringContaining('https://staging.example.com/oauth'),
    ]);
    expect(await page.locator('del').allInnerTexts()).toEqual([expect.stringContaining('Signs people in')]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Example CRM' }).waitFor();
    expect(await main()).toContain('https://staging.example.com/oauth');

    await page.getByRole('link', { name: 'Delete' }).click();
    await inspect('example-delete', page);
    expect(await main()).toContain('cannot be undone');
    expect(await main()).toContain('sign in and consent again');
    await page.getByRole('textbox').fill('Example');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('That is not the name. Nothing was deleted.').waitFor();
    await page.getByRole('textbox').fill('Example CRM');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('Example CRM is deleted.').waitFor();
    expect(await page.getByRole('link', { name: 'Example CRM' }).count()).toBe(0);
    expect(stage.log.join('\n')).not.toContain(secret);
  });

  async function secretOf(clientId: string) {
    const { tokenId, token } = stage.sandbox.users.alice.personalAccessToken;
    const authorization = `Basic ${Buffer.from(`${tokenId}:${token}`).toString('base64')}`;
    const answer = await fetch(`${stage.sandbox.apiUrl}/authorization/oauth2/clients/${encodeURIComponent(clientId)}`, {
      headers: { authorization },
    });
    return ((await answer.json()) as { clientSecret?: string }).clientSecret;
  }

  test.each([
    ['Server', { 'Redirect URIs': 'https://a.example.com/oauth' }, ['https://a.example.com/oauth'], []],
    [
      'Browser',
      { 'Where the app is served': 'https://b.example.com' },
      ['https://b.example.com/*'],
      ['https://b.example.com'],
    ],
    [
      'Webphone',
      { 'Pages the phone is embedded in': 'https://c.example.com' },
      ['https://phone.sipgate.com/*'],
      ['https://c.example.com'],
    ],
    ['Local', { Port: '9000' }, ['http://localhost:9000/oauth'], []],
  ])('by the preset %s has what its recipe says', async (preset, fields, redirectUris, webOrigins) => {
    await stage.signIn(page);
    await page.getByRole('link', { name: 'New client' }).click();
    await page.getByRole('link', { name: preset }).click();
    await page.getByLabel('Name').fill(`A ${preset}`);
    await page.getByLabel('Description').fill('Made by a test');
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
    await page.getByRole('button', { name: 'Create' }).click();
    if (await page.getByText('there are warnings about').count())
      await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    const of = (term: string) => page.locator(`dt:text-is("${term}") + dd code`).allInnerTexts();
    expect(await of('Redirect URIs')).toEqual(redirectUris);
    expect(await of('Web origins')).toEqual(webOrigins);
  });

  test('that the console itself signs in with is not deleted without a word about that', async () => {
    await stage.signIn(page);
    await page.getByRole('link', { name: 'Sandbox callback server' }).click();
    await page.getByRole('link', { name: 'Delete' }).click();
    expect(await main()).toContain('This console itself signs people in with it');
    await page.getByRole('link', { name: 'Keep it' }).click();
    expect(await heading()).toBe('Sandbox callback server');
  });

  test('that is gone is said to be gone', async () => {
    await stage.signIn(page);
    const answer = await page.goto(`${stage.url}/clients/nobody`);
    expect(answer?.status()).toBe(404);
    expect(await heading()).toBe('Not there any more');
    await inspect('example-gone', page);
  });

  test('is not created with the account of somebody else: two people see two lists', async () => {
    await stage.signIn(page);
    await newServerClient('Of Alice');
    const other = await chromium.browser.newContext();
    const hers = await other.newPage();
    await stage.signIn(hers, 'bob');
    expect(await hers.getByRole('link', { name: 'Of Alice' }).count()).toBe(0);
    await other.close();
  });
});
