import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import { inspect as inspectPage } from '@sipgate-kit/test-browser/inspect';
import { consent, consentIfAsked, enterPassword, signIn } from '@sipgate-kit/test-browser/person';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningKit, startKit } from '../src/running-kit.ts';

const PHONE = { width: 390, height: 844 };

let chromium: TestBrowser;
let kit: RunningKit;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [chromium, kit] = await Promise.all([launchBrowser(), startKit()]);
}, 60_000);
afterAll(async () => {
  await Promise.all([chromium?.close(), kit?.close()]);
}, 30_000);
beforeEach(async () => {
  context = await chromium.browser.newContext({ viewport: { width: 1100, height: 800 } });
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  expect(kit.server.exitCode, kit.output()).toBeNull();
});

const heading = (on: Page = page) => on.getByRole('heading', { level: 1 }).textContent();
const requestsTo = (path: string) => kit.sandbox.requests().filter((request) => request.path.endsWith(path)).length;

const inspect = (name: string, on: Page = page) => inspectPage(name, on);

describe('a person signs in', () => {
  test("from the start page to their account, over the sandbox's login and consent pages", async () => {
    await page.goto(kit.url);
    expect(await heading()).toBe('Sign in with sipgate');
    await inspect('start');
    await page.getByRole('main').getByRole('link', { name: 'Sign in with sipgate' }).click();
    expect(new URL(page.url()).host).toBe(new URL(kit.sandbox.url).host);
    await inspect('sandbox-login');
    await enterPassword(page, 'alice');
    expect(await page.textContent('body')).toContain('Do you grant these access privileges?');
    await inspect('sandbox-consent');
    await consent(page, 'Yes');
    expect(page.url()).toBe(`${kit.url}/`);
    await inspect('account');
    expect(await page.textContent('body')).toContain('account:read');
  });

  test('a wrong password is said, and the next try works', async () => {
    await page.goto(`${kit.url}/login`);
    await enterPassword(page, 'alice', 'wrong');
    expect(await page.textContent('body')).toContain('Invalid username or password');
    await inspect('sandbox-wrong-password');
    await enterPassword(page, 'alice');
    await consentIfAsked(page);
    expect(page.url()).toBe(`${kit.url}/`);
  });

  test('denied consent is explained, and nobody is signed in', async () => {
    await page.goto(`${kit.url}/login`);
    await enterPassword(page, 'bob');
    await consent(page, 'No');
    expect(await page.textContent('body')).toContain('access_denied');
    await inspect('access-denied');
    await page.goto(kit.url);
    expect(await heading()).toBe('Sign in with sipgate');
  });

  test('by keyboard alone', async () => {
    await page.goto(kit.url);
    const focusLink = async () => {
      for (let step = 0; step < 10; step++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => /Sign in with sipgate/.test(document.activeElement?.textContent ?? ''))) return;
      }
      throw new Error('the sign-in link cannot be reached with the Tab key');
    };
    await focusLink();
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type('sandbox');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    const yes = page.getByRole('button', { name: 'Yes', exact: true });
    if (await yes.count()) {
      await yes.focus();
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    }
    expect(page.url()).toBe(`${kit.url}/`);
  });
});

describe('browsers do what they want', () => {
  test('[S25] five tabs sign in at once, and all succeed', async () => {
    const tabs = await Promise.all(Array.from({ length: 5 }, () => context.newPage()));
    await Promise.all(tabs.map((tab) => tab.goto(`${kit.url}/login`)));
    for (const tab of tabs) {
      if (await tab.locator('input[name=username]').count()) await enterPassword(tab, 'alice');
      await consentIfAsked(tab);
      expect(tab.url()).toBe(`${kit.url}/`);
      expect(await tab.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
    }
  });

  test('the back button after a sign-in ends at a page that makes sense', async () => {
    await signIn(page, kit.url);
    await page.goBack();
    await page.goForward().catch(() => undefined);
    await page.goto(kit.url);
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
  });

  test('[S30] the callback leaves no code in the address bar, and opening it again goes to the account', async () => {
    let callback = '';
    page.on('request', (request) => {
      if (request.url().startsWith(`${kit.url}/oauth`)) callback = request.url();
    });
    await signIn(page, kit.url);
    expect(page.url()).not.toContain('code=');
    expect(callback).toContain('code=');
    const exchanges = requestsTo('/token');
    await page.goto(callback);
    expect(page.url()).toBe(`${kit.url}/`);
    expect(requestsTo('/token')).toBe(exchanges);
  });

  /** Signs alice in without the browser, which holds the cookie of this sign-in; gives the callback's address. */
  async function callbackOfThisBrowser(): Promise<string> {
    const login = await context.request.get(`${kit.url}/login`, { maxRedirects: 0 });
    const authorizationUrl = login.headers().location ?? '';
    return (await kit.sandbox.signIn({ authorizationUrl, username: 'alice', password: 'sandbox' })).href;
  }

  test('[S24] a prefetch of the callback without the cookie spends nothing', async () => {
    const callback = await callbackOfThisBrowser();
    const exchanges = requestsTo('/token');
    const prefetch = await fetch(callback, { headers: { 'sec-purpose': 'prefetch' }, redirect: 'manual' });
    expect(prefetch.status).toBe(400);
    expect(requestsTo('/token')).toBe(exchanges);
    await page.goto(callback);
    expect(page.url()).toBe(`${kit.url}/`);
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
  });

  test("[S24] another browser cannot finish this one's sign-in", async () => {
    const callback = await callbackOfThisBrowser();
    const victim = await chromium.browser.newContext();
    const other = await victim.newPage();
    await other.goto(callback);
    expect(await other.textContent('body')).toContain('state_mismatch');
    await inspect('state-mismatch', other);
    await other.goto(kit.url);
    expect(await other.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await victim.close();
  });

  test('starting on 127.0.0.1 although the redirect URI says localhost works all the same', async () => {
    await page.goto(`${kit.url.replace('localhost', '127.0.0.1')}/login`);
    await enterPassword(page, 'alice');
    await consentIfAsked(page);
    expect(page.url()).toBe(`${kit.url}/`);
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
  });
});

describe('sign-out', () => {
  test('ends the session here, says what happened, and offers to end it at sipgate as well', async () => {
    await signIn(page, kit.url);
    const revocations = requestsTo('/revoke');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForLoadState();
    expect(await heading()).toBe('You are signed out');
    expect(requestsTo('/revoke')).toBe(revocations + 1);
    await inspect('signed-out');
    await page.goto(kit.url);
    expect(await heading()).toBe('Sign in with sipgate');
  });

  test('[S28] a foreign page cannot sign anybody out', async () => {
    await signIn(page, kit.url);
    const evil = await context.newPage();
    await evil.goto(kit.sandbox.url);
    await evil.evaluate((action) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action });
      document.body.append(form);
      form.submit();
    }, `${kit.url}/logout`);
    await evil.waitForLoadState();
    await page.reload();
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
  });
});

describe('an operator', () => {
  test('sees the connections after showing an API key, by keyboard, and the description of the API', async () => {
    const key = 'acceptance-operator-key-0123456789abcdef';
    const own = await startKit({ SIPGATE_KIT_API_KEYS: `operator:read:${key}`, SIPGATE_KIT_ADMIN: 'key' });
    await signIn(page, own.url);
    const phone = await chromium.browser.newContext({ viewport: PHONE, colorScheme: 'dark' });
    for (const [name, tab] of [
      ['admin', await context.newPage()],
      ['admin-dark-phone', await phone.newPage()],
    ] as const) {
      await tab.goto(`${own.url}/admin`);
      await inspect(`${name}-key`, tab);
      await tab.keyboard.type(key);
      await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')]);
      expect(await tab.textContent('body')).toContain(own.sandbox.users.alice.sub);
      expect(await tab.content()).not.toContain(key);
      await inspect(name, tab);
      await tab.goto(`${own.url}/connections/docs`);
      await inspect(`${name.replace('admin', 'connections-api')}`, tab);
    }
    await phone.close();
    await own.close();
  });
});

describe.each([
  ['light', 'phone', PHONE],
  ['dark', 'phone', PHONE],
  ['dark', 'desk', { width: 1100, height: 800 }],
] as const)('in %s on a %s', (colorScheme, device, viewport) => {
  test('every page fits and can be read', async () => {
    const fresh = await startKit();
    const own = await chromium.browser.newContext({ viewport, colorScheme });
    const tab = await own.newPage();
    const name = (what: string) => `${what}-${colorScheme}-${device}`;
    await tab.goto(fresh.url);
    await inspect(name('start'), tab);
    await tab.getByRole('main').getByRole('link', { name: 'Sign in with sipgate' }).click();
    await inspect(name('sandbox-login'), tab);
    await enterPassword(tab, 'alice');
    await inspect(name('sandbox-consent'), tab);
    await consent(tab, 'Yes');
    await inspect(name('account'), tab);
    await tab.goto(`${fresh.url}/nowhere`);
    await inspect(name('not-found'), tab);
    await tab.goto(fresh.sandbox.url);
    await inspect(name('sandbox'), tab);
    await own.close();
    await fresh.close();
  });
});
