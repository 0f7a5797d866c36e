import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import { inspect } from '@sipgate-kit/test-browser/inspect';
import type { BrowserContext, Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishSignIn, freePort } from './stage.ts';

const CONFIG = fileURLToPath(new URL('../browser/vite.config.ts', import.meta.url));
/** Gzipped kilobytes of all its scripts: oauth4webapi, core's sign-in, manager, tab store and client, and the page. */
const LARGEST_AT_ONCE = 23;
const LARGEST_IN_ALL = 39;

let chromium: TestBrowser;
let sandbox: Sandbox;
let site: Site;
let context: BrowserContext;
/** Everything the pages of a test have said to the console, and every address they have been at. */
let said: string[];
let page: Page;

beforeAll(async () => {
  const [port, secretPort] = [await freePort(), await freePort()];
  const urls = [port, secretPort].map((each) => `http://localhost:${each}/`);
  [chromium, sandbox] = await Promise.all([
    launchBrowser(),
    createSandbox({ port: 0, webOrigins: urls.map((url) => new URL(url).origin), redirectUris: urls }),
  ]);
  site = await serve(sandbox.publicClient.clientId, port);
  withSecret = await serve(sandbox.client.clientId, secretPort);
});
let withSecret: Site;
afterAll(async () => {
  await Promise.all([chromium?.close(), site?.close(), withSecret?.close()]);
  await sandbox?.close();
});
beforeEach(async () => {
  context = await chromium.browser.newContext({ viewport: { width: 900, height: 760 } });
  await context.clock.setFixedTime(sandbox.clock.now());
  said = [];
  context.on('console', (message) => said.push(message.text()));
  context.on('weberror', (error) => said.push(String(error.error())));
  context.on('request', (request) => said.push(request.isNavigationRequest() ? request.url() : ''));
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
});
afterEach(async () => {
  sandbox.faults.clear();
  await context.close();
});

interface Site {
  readonly url: string;
  readonly folder: string;
  close(): Promise<void>;
}

/** The page as it would be published, built for this client, from a plain server of files. */
async function serve(clientId: string, port: number): Promise<Site> {
  const folder = join(tmpdir(), `my-numbers-${process.pid}-${port}`);
  process.env['VITE_SIPGATE_CLIENT_ID'] = clientId;
  process.env['VITE_SIPGATE_ISSUER'] = sandbox.issuer;
  process.env['VITE_SIPGATE_API_URL'] = sandbox.apiUrl;
  const shared = { configFile: CONFIG, logLevel: 'error' } as const;
  await build({ ...shared, build: { outDir: folder } });
  const server: PreviewServer = await preview({ ...shared, build: { outDir: folder }, preview: { port } });
  return {
    url: `http://localhost:${port}/`,
    folder,
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const heading = (on = page) => on.getByRole('heading', { level: 1 });
const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
/** Waits for a view; when another one stays, the failure says which, and every word of it. */
const shows = (title: string, on = page) =>
  expect
    // biome-ignore lint/performance/useDomNodeTextContent: what is hidden does not count
    .poll(async () => (await on.locator('main').innerText()).trim(), { timeout: 10_000 })
    .toMatch(new RegExp(`(^|\n)${title}`));

const SIGNED_OUT = 'Your phone numbers at sipgate';
const SIGNED_IN = 'Adler Optik GmbH';

async function signIn(on = page): Promise<void> {
  await on.goto(site.url);
  await button('Sign in with sipgate', on).click();
  await on.waitForURL((url) => url.origin !== new URL(site.url).origin);
  await finishSignIn(on);
  await shows(SIGNED_IN, on);
}

async function secondTab(): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(site.url);
  return tab;
}

/** Five minutes pass: every access token is out of date. */
async function expire(...tabs: readonly Page[]): Promise<void> {
  sandbox.clock.advance(301_000);
  await Promise.all(tabs.map((tab) => tab.clock.setFixedTime(sandbox.clock.now())));
}

const tokens = () => sandbox.tokens().flatMap((session) => session.tokens);
const refreshes = () => tokens().filter(({ kind, parent }) => kind === 'refresh' && parent !== undefined).length;
const requestsTo = (path: string) => sandbox.requests().filter((request) => request.path.endsWith(path)).length;

describe('a person', () => {
  test('signs in, and sees account and numbers', async () => {
    await page.goto(site.url);
    await shows(SIGNED_OUT);
    await button('Sign in with sipgate').click();
    await page.waitForURL((url) => url.origin === sandbox.url);
    await finishSignIn(page);
    await shows(SIGNED_IN);
    expect(page.url()).toBe(site.url);
    expect(await page.getByRole('row').allTextContents()).toContain('030 23125001Alice Adler');
    expect(await page.getByRole('row').count()).toBe(5);
    await inspect('example-browser', page);
  });

  test('reloads, and is signed in again without a click', async () => {
    await signIn();
    const logins = requestsTo('/auth');
    await page.reload();
    await shows(SIGNED_IN);
    expect(requestsTo('/auth')).toBe(logins + 1);
    expect(page.url()).toBe(site.url);
  });

  test('is asked again when sipgate has forgotten them, once and without going round in circles', async () => {
    await signIn();
    await context.clearCookies();
    await page.reload();
    await shows(SIGNED_OUT);
    const logins = requestsTo('/auth');
    await page.reload();
    await shows(SIGNED_OUT);
    expect(requestsTo('/auth')).toBe(logins);
  });

  test('goes elsewhere and comes back by the back button, signed in and up to date', async () => {
    await signIn();
    await page.goto(sandbox.url);
    const read = requestsTo('/account');
    await page.goBack();
    await shows(SIGNED_IN);
    expect(requestsTo('/account')).toBeGreaterThan(read);
    expect(page.url()).toBe(site.url);
  });

  test('refuses consent, and is told what that means', async () => {
    await page.goto(site.url);
    await button('Sign in with sipgate').click();
    await page.waitForURL((url) => url.origin === sandbox.url);
    await page.fill('input[name=username]', 'bob');
    await page.fill('input[name=password]', 'sandbox');
    await page.keyboard.press('Enter');
    await button('No').click();
    await shows('That did not work');
    expect(await page.getByText('access_denied').count()).toBe(1);
    expect(page.url()).toBe(site.url);
  });

  test('does everything by keyboard', async () => {
    await page.goto(site.url);
    await shows(SIGNED_OUT);
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL((url) => url.origin === sandbox.url), page.keyboard.press('Enter')]);
    await finishSignIn(page);
    await shows(SIGNED_IN);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await shows(SIGNED_OUT);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(SIGNED_OUT);
  });
});

describe('tabs', () => {
  test('share the sign-in, and refresh once', async () => {
    await signIn();
    const logins = requestsTo('/auth');
    const other = await secondTab();
    await shows(SIGNED_IN, other);
    expect(requestsTo('/auth')).toBe(logins);
    await expire(page, other);
    const before = refreshes();
    const read = requestsTo('/account');
    await Promise.all([button('Look again').click(), button('Look again', other).click()]);
    await expect.poll(() => requestsTo('/account')).toBe(read + 2);
    expect(refreshes()).toBe(before + 1);
    await Promise.all([shows(SIGNED_IN), shows(SIGNED_IN, other)]);
  });

  test('go on when the one that signed in is closed', async () => {
    await signIn();
    const other = await secondTab();
    await shows(SIGNED_IN, other);
    await page.close();
    await expire(other);
    const read = requestsTo('/account');
    await button('Look again', other).click();
    await expect.poll(() => requestsTo('/account')).toBe(read + 1);
    const logins = requestsTo('/auth');
    const third = await secondTab();
    await shows(SIGNED_IN, third);
    expect(requestsTo('/auth')).toBe(logins);
  });

  test('are all signed out by one, and at sipgate, too', async () => {
    await signIn();
    const other = await secondTab();
    await shows(SIGNED_IN, other);
    const alive = () => sandbox.tokens().filter(({ alive }) => alive).length;
    const before = alive();
    await button('Sign out').click();
    await Promise.all([shows(SIGNED_OUT), shows(SIGNED_OUT, other)]);
    expect(await page.getByRole('status').textContent()).toBe('You are signed out.');
    expect(await page.getByRole('link', { name: 'End that session' }).count()).toBe(0);
    expect(alive()).toBe(before - 1);
    expect(await other.content()).not.toContain('030 23125001');
    await page.reload();
    await shows(SIGNED_OUT);
    await button('Sign in with sipgate').click();
    await page.locator('input[name=username]').waitFor();
  });

  test('all notice when one signs in', async () => {
    const other = await secondTab();
    await shows(SIGNED_OUT, other);
    await signIn();
    await shows(SIGNED_IN, other);
  });
});

describe('what can go wrong', () => {
  test('sipgate ends the session: every tab asks, and a sign-in helps all of them', async () => {
    await signIn();
    const other = await secondTab();
    await shows(SIGNED_IN, other);
    sandbox.clock.advance(31 * 86_400_000);
    await expire(page, other);
    await button('Look again').click();
    await Promise.all([shows('Please sign in again'), shows('Please sign in again', other)]);
    await inspect('example-browser-needs-login', page);
    await button('Sign in again').click();
    await page.waitForURL((url) => url.origin === sandbox.url);
    await finishSignIn(page);
    await Promise.all([shows(SIGNED_IN), shows(SIGNED_IN, other)]);
  });

  test('the network goes away and comes back', async () => {
    await signIn();
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await button('Look again').click();
    await button('Look again').and(page.locator(':enabled')).waitFor();
    expect(await heading().textContent()).toBe(SIGNED_IN);
    const read = requestsTo('/account');
    await context.setOffline(false);
    await expect.poll(() => requestsTo('/account')).toBe(read + 1);
    await expect.poll(() => page.getByRole('status').textContent()).toBe('');
  });

  test('an answer that belongs to no sign-in of this tab is refused, and nothing is exchanged', async () => {
    const exchanges = requestsTo('/token');
    await page.goto(`${site.url}?state=made-up&code=stolen`);
    await shows('That did not work');
    expect(await page.locator('#code').textContent()).toBe('transaction_used');
    expect(page.url()).toBe(site.url);

    await page.goto(site.url);
    await button('Sign in with sipgate').click();
    await page.waitForURL((url) => url.origin === sandbox.url);
    await page.goto(`${site.url}?state=made-up&code=stolen`);
    await shows('That did not work');
    expect(await page.locator('#code').textContent()).toBe('state_mismatch');
    expect(requestsTo('/token')).toBe(exchanges);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('the API fails: its code and the next step are said, and trying again helps', async () => {
    await signIn();
    // Reads are tried again by themselves: so it fails until further notice.
    sandbox.faults.add({ path: '/v2/numbers', status: 503, next: 99 });
    await button('Look again').click();
    await shows('That did not work');
    expect(await page.locator('#code').textContent()).toBe('api_unavailable');
    await inspect('example-browser-failed', page);
    sandbox.faults.clear();
    await button('Try again').click();
    await shows(SIGNED_IN);
  });

  test('sipgate cannot be told of the sign-out: the tokens go all the same, and a link ends the session', async () => {
    await signIn();
    sandbox.faults.add({ path: '*/logout', method: 'POST', status: 503 });
    await button('Sign out').click();
    const link = page.getByRole('link', { name: 'End that session, too' });
    await link.waitFor();
    expect(sandbox.tokens().at(-1)?.alive).toBe(false);
    await link.click();
    await button('Logout').click();
    await shows(SIGNED_OUT);
  });

  test('a client with a secret is refused, and the page names the way that works', async () => {
    await page.goto(withSecret.url);
    await button('Sign in with sipgate').click();
    await page.waitForURL((url) => url.origin === sandbox.url);
    await finishSignIn(page);
    await shows('That did not work');
    expect(await page.locator('#code').textContent()).toBe('wrong_client_secret');
    await page.getByText('a page can keep none').waitFor();
  });

  test('a page whose origin the client does not list gets no answer, and is told what to add', async () => {
    const before = sandbox.snapshot();
    sandbox.restore({ ...before, clients: before.clients.map((client) => ({ ...client, webOrigins: [] })) });
    await page.goto(site.url);
    await button('Sign in with sipgate').click();
    await page.waitForURL((url) => url.origin === sandbox.url);
    await finishSignIn(page);
    await shows('That did not work');
    sandbox.restore(before);
    expect(await page.locator('#code').textContent()).toBe('provider_unreachable');
    expect(await page.locator('#hint').textContent()).toContain(
      `add ${new URL(site.url).origin} to the web origins of the OAuth client`,
    );
  });
});

describe('secrets', () => {
  test('no token is ever in storage, cookies, an address, the page or the console', async () => {
    const secrets = new Set<string>();
    await context.route('**/token', async (route) => {
      const response = await route.fetch();
      const { access_token, refresh_token, id_token } = await response.json();
      for (const token of [access_token, refresh_token, id_token]) secrets.add(token);
      await route.fulfill({ response });
    });
    await signIn();
    await page.reload();
    await shows(SIGNED_IN);
    const other = await secondTab();
    await shows(SIGNED_IN, other);
    await expire(page, other);
    await button('Look again', other).click();
    await expect.poll(() => secrets.size).toBe(9);
    await button('Sign out').click();
    await shows(SIGNED_OUT, other);
    const kept = await page.evaluate(async () => [
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys()]),
      document.cookie,
      document.documentElement.outerHTML,
      JSON.stringify(history.state),
    ]);
    const everything = [...kept, ...said, JSON.stringify(await context.cookies())].join('\n');
    expect(everything).toContain('code_challenge_method=S256');
    for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
    expect(everything).not.toMatch(/code_verifier|[?&#](?:access_token|id_token|id_token_hint|refresh_token)=/);
    expect(kept[0]).toBe('[{},{},[],[]]');
  });

  test('the policy lets in our own files, and out to login and API only; nothing has broken it', async () => {
    await signIn();
    const html = await readFile(join(site.folder, 'index.html'), 'utf8');
    expect(html).toContain(`connect-src ${sandbox.url};`);
    expect(html).not.toContain('unsafe');
    expect(html.match(/<script/g)).toHaveLength(1);
    const outcome = await page
      .evaluate(async () => {
        const script = document.createElement('script');
        script.append('window.injected = true');
        document.body.append(script);
        const foreign = await fetch('https://example.com/').then(
          () => 'let out',
          () => 'held back',
        );
        return { injected: 'injected' in window, foreign };
      })
      .catch((error: Error) => ({
        injected: false,
        foreign: error.message.includes('TrustedScript') ? 'held back' : error.message,
      }));
    expect(outcome).toEqual({ injected: false, foreign: 'held back' });
    expect((await page.request.get(site.url)).headers()['content-security-policy']).toBe("frame-ancestors 'none'");
  });

  test('in a whole visit nothing is said on the console', async () => {
    await signIn();
    await page.reload();
    await shows(SIGNED_IN);
    await button('Sign out').click();
    await shows(SIGNED_OUT);
    expect(said.filter((line) => line !== '' && !line.startsWith('http'))).toEqual([]);
  });
});

describe.each([
  ['light', { width: 390, height: 844 }],
  ['dark', { width: 390, height: 844 }],
  ['dark', { width: 900, height: 760 }],
] as const)('in %s, %o', (colorScheme, viewport) => {
  test('every view fits and can be read', async () => {
    const own = await chromium.browser.newContext({ colorScheme, viewport });
    await own.clock.setFixedTime(sandbox.clock.now());
    const tab = await own.newPage();
    const name = (what: string) => `example-browser-${what}${colorScheme}-${viewport.width < 500 ? 'phone' : 'desk'}`;
    await tab.goto(site.url);
    await shows(SIGNED_OUT, tab);
    await inspect(name('signed-out-'), tab);
    await signIn(tab);
    await inspect(name(''), tab);
    await tab.goto(`${site.url}?state=made-up&code=stolen`);
    await inspect(name('failed-'), tab);
    await own.close();
  });
});

test(`the page waits for at most ${LARGEST_AT_ONCE} kB of scripts, gzipped, of ${LARGEST_IN_ALL} kB in all`, async () => {
  const assets = join(site.folder, 'assets');
  const page = await readFile(join(site.folder, 'index.html'), 'utf8');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const sizeOf = async (names: readonly string[]) => {
    const files = await Promise.all(names.map((name) => readFile(join(assets, name))));
    return files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length / 1000, 0);
  };
  const atOnce = await sizeOf(scripts.filter((name) => page.includes(name)));
  const inAll = await sizeOf(scripts);
  process.stdout.write(
    `The page's scripts: ${atOnce.toFixed(1)} kB at once, ${inAll.toFixed(1)} kB in all, gzipped.\n`,
  );
  expect(atOnce).toBeGreaterThan(10);
  expect(atOnce).toBeLessThanOrEqual(LARGEST_AT_ONCE);
  expect(inAll).toBeLessThanOrEqual(LARGEST_IN_ALL);
});
