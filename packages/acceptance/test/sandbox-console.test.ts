import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseEnv } from 'node:util';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import { inspect } from '@sipgate-kit/test-browser/inspect';
import { consent, enterPassword } from '@sipgate-kit/test-browser/person';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

let chromium: TestBrowser;
/** The application that people are sent back to. */
let application: Server;
let redirectUri: string;
let sandbox: Sandbox;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  chromium = await launchBrowser();
  application = createServer((_, response) => response.end('signed in')).listen(0, '127.0.0.1');
  await once(application, 'listening');
  redirectUri = `http://localhost:${(application.address() as AddressInfo).port}/oauth`;
}, 60_000);
afterAll(async () => {
  application?.close();
  await chromium?.close();
}, 30_000);
beforeEach(async () => {
  sandbox = await createSandbox({ port: 0 });
  context = await chromium.browser.newContext({ viewport: DESK });
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await sandbox.close();
});

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

function authorizationUrl({ clientId }: Pick<Client, 'clientId'>): string {
  const url = new URL(`${sandbox.issuer}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid account:read',
    state: 'a-state',
  }).toString();
  return url.href;
}

async function tokenRequest(client: Client, form: Record<string, string>) {
  const response = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: client.clientId, client_secret: client.clientSecret, ...form }),
  });
  return (await response.json()) as { access_token: string; refresh_token: string };
}

const redeem = (client: Client, callback: URL) =>
  tokenRequest(client, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
  });

const refresh = (refreshToken: string) =>
  tokenRequest(sandbox.client, { grant_type: 'refresh_token', refresh_token: refreshToken });

async function signIn(username: string) {
  return redeem(
    sandbox.client,
    await sandbox.signIn({ authorizationUrl: authorizationUrl(sandbox.client), username, password: 'sandbox' }),
  );
}

/** Presses Tab until what has the focus is called so. */
async function tabTo(name: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0] : activeElement;
      return label?.textContent?.replace(/\s+/g, ' ').trim();
    });
    if (focused === name) return;
  }
  throw new Error(`the Tab key does not lead to "${name}"`);
}

async function press(name: string): Promise<void> {
  await tabTo(name);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

describe('the tab Clients', () => {
  test("the steps of sipgate's sample, by keyboard alone; then the client signs a person in", async () => {
    await page.goto(sandbox.url);
    await press('Clients');
    await press('New client');
    await page.keyboard.type('Example CRM');
    for (const [label, text] of [
      ['Description', 'Calls from the customer card'],
      ['Privacy policy URL', 'https://crm.example/privacy'],
      ['Terms of use URL', 'https://crm.example/terms'],
    ] as const) {
      await tabTo(label);
      await page.keyboard.type(text);
    }
    await press('Create client');
    expect(await page.getByRole('navigation', { name: 'Clients' }).textContent()).toContain('Example CRM');

    const clientId = (await page.locator('#client-id').textContent()) ?? '';
    expect(await page.locator('#client-secret').count()).toBe(0);
    await press('Show the secret');
    const clientSecret = (await page.locator('#client-secret').textContent()) ?? '';

    await press('Add redirect uri');
    await page.keyboard.type('http://localhost:8080*');
    await page.getByText('Write a slash before the star.').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.pathname.endsWith('/new'));
    await press('Add redirect uri');
    await page.keyboard.type(redirectUri);
    await page.getByText('Exactly this address').waitFor();
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.getByRole('status').first().textContent()).toContain('It holds at once.');

    await page.goto(authorizationUrl({ clientId }));
    await enterPassword(page, 'alice');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Grant Access to Example CRM');
    expect(await page.getByRole('link', { name: 'privacy policy.' }).getAttribute('href')).toBe(
      'https://crm.example/privacy',
    );
    await consent(page, 'Yes');
    expect(await redeem({ clientId, clientSecret }, new URL(page.url()))).toMatchObject({ token_type: 'Bearer' });
  });

  test('the secret is copied without being shown', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${sandbox.url}/console/clients/${encodeURIComponent(sandbox.client.clientId)}`);
    await page.getByRole('button', { name: 'Copy the secret' }).click();
    await page.locator('#said', { hasText: 'Copied.' }).waitFor({ state: 'attached' });

    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sandbox.client.clientSecret);
    expect(await page.content()).not.toContain(sandbox.client.clientSecret);
  });

  test('what a program needs is copied as lines for a .env, the secret among them', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { clientId, clientSecret } = sandbox.client;
    await page.goto(`${sandbox.url}/console/clients/${encodeURIComponent(clientId)}`);
    await page.getByRole('button', { name: 'Copy as .env' }).click();
    await page.locator('#said', { hasText: 'Copied.' }).waitFor({ state: 'attached' });

    expect(parseEnv(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      SIPGATE_KIT_ISSUER: sandbox.issuer,
      SIPGATE_KIT_API_URL: sandbox.apiUrl,
    });
    expect(await page.content()).not.toContain(clientSecret);
  });

  test('all of it without JavaScript: what is doubtful has to be sent twice, deleting asks for the name', async () => {
    const plain = await chromium.browser.newContext({ javaScriptEnabled: false, viewport: DESK });
    page = await plain.newPage();
    const send = (name: string) =>
      Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()]);
    await page.goto(`${sandbox.url}/console/clients/new`);
    await page.getByLabel('Name').fill('Plain');
    await send('Create client');
    expect(await page.locator('.wrong').allTextContents()).toEqual([
      'Enter a description.',
      'Enter the privacy policy URL.',
      'Enter the terms of use URL.',
    ]);
    await page.getByLabel('Description').fill('Without scripts');
    await page.getByLabel('Privacy policy URL').fill('https://plain.example/privacy');
    await page.getByLabel('Terms of use URL').fill('https://plain.example/terms');
    await page.getByLabel('Account').selectOption('Brandt Logistik GmbH');
    await send('Create client');

    await page.getByRole('link', { name: 'Add redirect uri' }).click();
    await page.getByRole('textbox', { name: 'Redirect URI' }).fill('https://*.plain.example/*');
    await send('Add redirect uri');
    expect(await page.locator('#lint').textContent()).toContain('Warning:');
    await send('Add redirect uri');
    expect(await page.locator('.addresses code').first().textContent()).toBe('https://*.plain.example/*');
    await page.getByRole('link', { name: 'Show the secret' }).click();
    expect(await page.locator('#client-secret').textContent()).toMatch(/^[\da-f-]{36}$/);
    expect(sandbox.snapshot().clients.at(-1)).toMatchObject({ name: 'Plain', owner: sandbox.users.bob.masterSipId });

    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByLabel('Type its name: Plain').fill('plain');
    await send('Delete client');
    expect(await page.locator('.wrong').textContent()).toContain('That is not its name.');
    await page.getByLabel('Type its name: Plain').fill('Plain');
    await send('Delete client');
    expect(sandbox.snapshot().clients.map(({ name }) => name)).not.toContain('Plain');
    await plain.close();
  });
});

describe('what happens, as it happens', () => {
  test('requests appear by themselves, what is open stays open, and each can be copied as curl', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { access_token: accessToken } = await signIn('alice');
    await page.goto(`${sandbox.url}/console/requests`);
    await page.locator('summary').first().click();
    await page.locator('summary').first().focus();

    await fetch(`${sandbox.apiUrl}/account`, { headers: { authorization: `Bearer ${accessToken}` } });

    const row = page.locator('.request', { hasText: '/v2/account' });
    await row.waitFor();
    expect(await page.locator('.request:has(details[open])').getAttribute('id')).not.toBe(await row.getAttribute('id'));
    expect(await page.evaluate(() => document.activeElement?.closest('.request')?.textContent)).toContain('/token');
    await row.getByRole('button', { name: 'Copy as curl' }).click();
    await page.locator('#said', { hasText: 'Copied.' }).waitFor({ state: 'attached' });
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `curl ${sandbox.apiUrl}/account \\\n  -H "Authorization: Bearer $ACCESS_TOKEN"`,
    );
  });

  test('a paused list stands still, and catches up when it goes on', async () => {
    await page.goto(`${sandbox.url}/console/requests`);
    const pause = page.getByRole('button', { name: 'Pause' });
    await pause.click();
    const heard = page.waitForResponse((response) => response.url().includes('/__sandbox/requests?after='));
    await signIn('alice');
    await (await heard).finished();
    // The page asks for the next change only after it has dealt with this one.
    await page.waitForRequest((request) => request.url().includes('/__sandbox/requests?after='));
    expect(await pause.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.request').count()).toBe(0);

    await pause.click();
    await page.locator('.request', { hasText: '/token' }).waitFor();
    expect(await pause.getAttribute('aria-pressed')).toBe('false');
  });

  test('the tokens of a session: refreshed, expired by the clock, and dead after a reuse, without a reload', async () => {
    const first = await signIn('alice');
    await page.goto(`${sandbox.url}/console/tokens`);
    await page.evaluate(() => document.body.classList.add('not-reloaded'));
    const picture = page.getByRole('img');
    await refresh(first.refresh_token);
    await page.getByRole('img', { name: 'Signed in, refreshed once, alive.' }).waitFor();

    await page.getByRole('button', { name: /^\+5 min/ }).click();
    await picture.getByText('expired').first().waitFor();
    await page.getByRole('button', { name: /^Freeze/ }).click();
    await page.getByText('Frozen').waitFor();
    expect(sandbox.clock.frozen).toBe(true);

    await refresh(first.refresh_token);
    await picture.locator('.end', { hasText: 'refresh token used twice' }).waitFor();
    expect(await page.locator('.badge.bad').textContent()).toBe('over');
    expect(await page.locator('body.not-reloaded').count()).toBe(1);
  });

  test('a sandbox that is gone is said to be gone, and shown again when it is back', async () => {
    await page.goto(sandbox.url);
    const port = Number(new URL(sandbox.url).port);
    await sandbox.close();
    await page.getByText('The sandbox does not answer.').waitFor();
    sandbox = await createSandbox({ port });
    await page.getByText('The sandbox does not answer.').waitFor({ state: 'hidden' });
  });

  test('[S28] a page from elsewhere cannot reset the sandbox', async () => {
    await signIn('alice');
    await page.route('http://evil.localhost/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${sandbox.url}/console/reset"><button>Win a prize</button></form>`,
      }),
    );
    await page.goto('http://evil.localhost/');
    const answered = page.waitForResponse((response) => response.url().endsWith('/console/reset'));
    await page.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    expect(sandbox.tokens()).toHaveLength(1);
  });
});

test.each([
  ['light', 'desk', DESK],
  ['dark', 'phone', PHONE],
] as const)(
  'in %s on a %s every page fits and can be read',
  async (colorScheme, device, viewport) => {
    const first = await signIn('nina');
    sandbox.clock.advance(240_000);
    const second = await refresh(first.refresh_token);
    sandbox.clock.advance(200_000);
    await refresh(second.refresh_token);
    const lost = await signIn('alice');
    sandbox.clock.advance(240_000);
    await refresh(lost.refresh_token);
    await refresh(lost.refresh_token);
    sandbox.play('lost-refresh', { username: 'alice' });
    const own = await chromium.browser.newContext({ viewport, colorScheme });
    const tab = await own.newPage();
    const look = (what: string) =>
      inspect(`sandbox-console-${what}${viewport === DESK ? '' : `-${colorScheme}-${device}`}`, tab);
    const open = async (what: string, path: string) => {
      await tab.goto(`${sandbox.url}${path}`);
      await look(what);
    };
    const client = `/console/clients/${encodeURIComponent(sandbox.client.clientId)}`;

    await open('overview', '/');
    await open('clients', client);
    await open('new-client', '/console/clients/new');
    await open('delete-client', `${client}/delete`);
    await open('requests', '/console/requests?show=failed');
    await tab.locator('summary').first().click();
    await look('curl');
    await open('tokens', '/console/tokens');
    await tab.getByText('As a table').first().click();
    await look('table');
    await tab.goto(`${sandbox.url}${client}/redirect-uris/new`);
    await tab.getByRole('textbox', { name: 'Redirect URI' }).fill('https://app.example.com*');
    await tab.getByText('Better:').waitFor();
    await look('lint');
    await own.close();
  },
  60_000,
);
