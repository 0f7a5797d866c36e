import { inspect } from '@sipgate-kit/test-browser/inspect';
import { describe, expect, test } from 'vitest';
import { createStage, finishSignIn } from './stage.ts';
import { context, heading, main, openWindow, openWindowForEachTest, page, stage } from './window.ts';

openWindowForEachTest();

async function fillServerClient(name: string, redirectUris: string): Promise<void> {
  await page.goto(`${stage.url}/clients/new/server`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Description').fill('Made by a test');
  await page.getByLabel('Redirect URIs').fill(redirectUris);
}

/** The address of a new client's page. */
async function newClient(name: string): Promise<string> {
  await fillServerClient(name, 'https://app.example.com/oauth');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('The client is created.').waitFor();
  return page.url().replace('?created', '');
}

const creations = () =>
  stage.sandbox.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/clients')).length;

describe('the lint', () => {
  test('speaks while somebody types', async () => {
    await stage.signIn(page);
    await fillServerClient('Lint', 'https://app.example.com*');
    await page.getByText('Write a slash before the star.').waitFor();
    await page.getByText('Rather write').waitFor();
    await inspect('example-lint', page);
    await page.getByLabel('Redirect URIs').fill('https://app.example.com/oauth');
    await page.getByText('Exactly this address').waitFor();
    expect(await page.getByText('Write a slash before the star.').count()).toBe(0);
  });

  test('speaks without a script when the form is sent: errors keep it, warnings do once', async () => {
    await openWindow({ javaScriptEnabled: false });
    await stage.signIn(page);
    const before = creations();
    await fillServerClient('No script', 'ftp://app.example.com');
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await page.locator('#redirectUris-wrong').textContent()).toContain('Line 1: ');
    expect(creations()).toBe(before);
    await page.getByLabel('Redirect URIs').fill('https://app.example.com/oauth*\nhttps://*.example.com/*');
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await main()).toContain('Nothing was sent yet: there are warnings');
    expect(await page.getByLabel('Redirect URIs').inputValue()).toBe(
      'https://app.example.com/oauth*\nhttps://*.example.com/*',
    );
    expect(creations()).toBe(before);
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await main()).toContain('The client is created.');
  });
});

describe('what is refused', () => {
  test('by the check before anything is sent stands at its field', async () => {
    await stage.signIn(page);
    const before = creations();
    await fillServerClient('', 'https://app.example.com/oauth\nnonsense');
    await page.getByLabel('Link to the privacy policy').fill('nonsense');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Nothing was created or changed yet.').waitFor();
    const wrong = (name: string) => page.locator(`#${name}-wrong`).textContent();
    expect(await wrong('name')).toContain('Give the client a name');
    expect(await wrong('redirectUris')).toContain('Line 2: ');
    expect(await wrong('privacyUrl')).toContain('Write a whole URL');
    const field = page.getByLabel('Name');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const borderOf = (input: typeof field) => input.evaluate((element) => getComputedStyle(element).borderColor);
    expect(await borderOf(field)).not.toBe(
      await borderOf(page.locator('input:not([type=hidden], [aria-invalid=true])').first()),
    );
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert');
    expect(creations()).toBe(before);
    await inspect('example-wrong', page);
    await page.getByRole('alert').getByRole('link', { name: 'Redirect URIs' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('redirectUris');
  });

  test.each([
    ['server', 'redirectUris'],
    ['browser', 'origin'],
    ['webphone', 'embeddedIn'],
    ['local', 'port'],
  ])('because the preset %s lacks what it is about', async (preset, field) => {
    await stage.signIn(page);
    const before = creations();
    await page.goto(`${stage.url}/clients/new/${preset}`);
    await page.getByLabel('Name').fill('Lacking');
    await page.getByLabel('Description').fill('Made by a test');
    await page.locator(`#${field}`).fill('');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.locator(`#${field}-wrong`).waitFor();
    expect(creations()).toBe(before);
  });

  test('by sipgate stands at its field, in its words, and nothing typed is lost', async () => {
    await stage.signIn(page);
    await fillServerClient('x'.repeat(256), 'https://app.example.com/oauth');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Nothing was created or changed yet.').waitFor();
    expect(await page.locator('#name-wrong').textContent()).toContain('sipgate says: must not be longer than 255');
    expect(await page.getByLabel('Redirect URIs').inputValue()).toBe('https://app.example.com/oauth');
    await inspect('example-refused', page);
  });

  test('because sipgate fails keeps the form as well', async () => {
    await stage.signIn(page);
    stage.sandbox.faults.add({ method: 'POST', path: '/v2/authorization/oauth2/clients', status: 503 });
    await fillServerClient('Later', 'https://app.example.com/oauth');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').waitFor();
    expect(await main()).toContain('api_unavailable');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    expect(await heading()).toBe('Later');
  });
});

describe('a sign-in that ends in the middle', () => {
  test('of a new client loses nothing: what was typed is there after the next one', async () => {
    await stage.signIn(page);
    await fillServerClient('Kept', 'https://kept.example.com/oauth');
    await context.clearCookies({ domain: 'localhost' });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Your sign-in has ended').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Kept');
    await inspect('example-session-ended', page);
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await finishSignIn(page);
    await page.getByText('What you had typed is back.').waitFor();
    expect(page.url()).toBe(`${stage.url}/clients/new/server`);
    expect(await page.getByLabel('Redirect URIs').inputValue()).toBe('https://kept.example.com/oauth');
    await inspect('example-restored', page);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    await page.goto(`${stage.url}/clients/new/server`);
    expect(await page.getByLabel('Name').inputValue()).toBe('');
  });

  test('because sipgate ended it, while an edit is reviewed', async () => {
    await stage.signIn(page);
    const address = await newClient('Reviewed');
    await page.goto(`${address}/edit`);
    await page.getByLabel('Description').fill('Changed before the end');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('heading', { name: 'Review the changes' }).waitFor();
    stage.sandbox.faults.add({ path: '/v2/', status: 401, next: 20 });
    stage.sandbox.faults.add({
      path: '*/token',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Session not active' },
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your sign-in has ended').waitFor();
    stage.sandbox.faults.clear();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await finishSignIn(page);
    await page.getByText('What you had typed is back.').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('Changed before the end');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Reviewed' }).waitFor();
    expect(await main()).toContain('Changed before the end');
  });

  test('without a script leaves the form, and the sign-in opens beside it', async () => {
    await openWindow({ javaScriptEnabled: false });
    await stage.signIn(page);
    await fillServerClient('No script either', 'https://app.example.com/oauth');
    await context.clearCookies({ domain: 'localhost' });
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('No script either');
    const [beside] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in again' }).click(),
    ]);
    await beside.waitForLoadState();
    await finishSignIn(beside);
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await main()).toContain('The client is created.');
  });

  test('and somebody else signs in: they do not get what was typed', async () => {
    await stage.signIn(page);
    await fillServerClient('Private', 'https://app.example.com/oauth');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await finishSignIn(page, 'bob');
    await page.waitForURL(`${stage.url}/clients/new/server`);
    await page.getByText('Brandt Logistik').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('');
  });
});

describe('two tabs', () => {
  test('that change the same client: the second sees what the first has done before it saves', async () => {
    await stage.signIn(page);
    const address = await newClient('Twice');
    const other = await context.newPage();
    for (const [tab, text] of [
      [page, 'By the first tab'],
      [other, 'By the second tab'],
    ] as const) {
      await tab.goto(`${address}/edit`);
      await tab.getByLabel('Description').fill(text);
      await tab.getByRole('button', { name: 'Review' }).click();
      await tab.getByRole('heading', { name: 'Review the changes' }).waitFor();
    }
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Twice' }).waitFor();
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('Somebody has changed this client meanwhile').waitFor();
    expect(await other.locator('del').allTextContents()).toEqual([expect.stringContaining('By the first tab')]);
    await inspect('example-changed-meanwhile', other);
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByRole('heading', { name: 'Twice' }).waitFor();
    expect(await main(other)).toContain('By the second tab');
  });

  test('sign out in one, and the other asks for a new sign-in and comes back', async () => {
    await stage.signIn(page);
    const other = await context.newPage();
    await other.goto(`${stage.url}/calls`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await page.getByRole('link', { name: 'Back to the start' }).click();
    expect(await heading()).toBe('OAuth clients of your sipgate account');
    await other.reload();
    await finishSignIn(other);
    expect(other.url()).toBe(`${stage.url}/calls`);
  });
});

describe('the network', () => {
  test('goes, and comes back: the form stays, and is sent once it can be', async () => {
    await stage.signIn(page);
    const before = creations();
    await fillServerClient('Offline', 'https://app.example.com/oauth');
    await context.setOffline(true);
    await page.getByText('You are offline. What you type is kept').waitFor();
    await page.getByLabel('Description').fill('Typed without a network');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('You are offline: nothing was sent.').waitFor();
    await inspect('example-offline', page);
    expect(await page.getByLabel('Name').inputValue()).toBe('Offline');
    expect(creations()).toBe(before);
    await context.setOffline(false);
    await page.waitForFunction(() => document.querySelector('#offline')?.textContent === '');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    expect(await main()).toContain('Typed without a network');
    expect(creations()).toBe(before + 1);
  });
});

describe('permissions', () => {
  test('that are missing are named, with the way to grant them', async () => {
    const narrow = await createStage({ scopes: ['account:read', 'authorization:oauth2:clients:read'] });
    await narrow.signIn(page);
    const banner = page.getByRole('banner');
    expect(await banner.textContent()).toContain('Adler Optik GmbH');
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByText('You have not allowed this application history:read').waitFor();
    await inspect('example-missing-scope', page);
    await page.getByRole('link', { name: 'Allow it at sipgate' }).click();
    await finishSignIn(page);
    expect(page.url()).toBe(`${narrow.url}/calls`);
    expect(await heading()).toBe('Calls of the last 30 days');
    await banner.getByRole('link', { name: 'Allow balance:read' }).click();
    await finishSignIn(page);
    expect(await banner.textContent()).toContain('Balance €12.34');
    expect(await heading()).toBe('Calls of the last 30 days');
    await page.goto(`${narrow.url}/clients/new/local`);
    await page.getByLabel('Name').fill('May not yet');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('You have not allowed this application authorization:oauth2:clients:write').waitFor();
    await page.getByRole('link', { name: 'Allow it at sipgate' }).click();
    await finishSignIn(page);
    await page.getByText('What you had typed is back.').waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    await narrow.close();
  });

  test('are no more than the console needs', async () => {
    await page.goto(stage.url);
    expect(await page.locator('.chips li').allTextContents()).toEqual([
      'account:read',
      'authorization:oauth2:clients:read',
      'authorization:oauth2:clients:write',
      'balance:read',
      'history:read',
    ]);
  });
});

describe('calls', () => {
  test('are drawn, and stand in the table beside it', async () => {
    await stage.signIn(page);
    await page.getByRole('link', { name: 'Calls' }).click();
    await inspect('example-calls', page);
    const rows = await page.locator('tbody tr').count();
    expect(rows).toBe(30);
    const inTable = async (column: number) =>
      (await page.locator(`tbody td:nth-of-type(${column})`).allTextContents()).reduce(
        (sum, text) => sum + Number(text),
        0,
      );
    const legend = await page.locator('.legend li').allTextContents();
    expect(legend).toEqual([
      `Incoming: ${await inTable(1)}`,
      `Outgoing: ${await inTable(2)}`,
      `Missed: ${await inTable(3)}`,
    ]);
    // 40 entries of the sandbox, seven hours apart, three of six of them calls; archived ones are among them.
    expect((await inTable(1)) + (await inTable(2)) + (await inTable(3))).toBe(21);
    expect(await page.locator('svg.chart rect').count()).toBe(90);
  });

  test('of a Neo account are not there, and the page says why', async () => {
    await stage.signIn(page, 'bob');
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByText("Accounts on sipgate's newer telephone system (Neo) keep their calls elsewhere").waitFor();
    await inspect('example-calls-neo', page);
  });

  test('that a Neo account is refused are explained', async () => {
    await stage.signIn(page, 'bob');
    stage.sandbox.faults.add({
      path: '/v2/history',
      status: 403,
      body: 'This endpoint requires a sipgate Classic PBX Account',
      next: 2,
    });
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByText("This account is on sipgate's newer telephone system (Neo)").waitFor();
    await inspect('example-neo', page);
  });
});
