import { fileURLToPath } from 'node:url';
import { clientCredentials, finishAuthorization, keycloakProvider, startAuthorization } from '@sipgate-kit/core';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import type { BrowserContext, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

let chromium: TestBrowser;
let pages: ViteDevServer;
let sandbox: Sandbox;
let context: BrowserContext;
let url: string;

beforeAll(async () => {
  pages = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../pages/', import.meta.url)),
    resolve: { conditions: ['development', 'module', 'browser'] },
    server: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  });
  await pages.listen();
  url = `${pages.resolvedUrls?.local[0]}tabs.html`;
  [chromium, sandbox] = await Promise.all([
    launchBrowser(),
    createSandbox({ port: 0, webOrigins: [new URL(url).origin] }),
  ]);
}, 60_000);
afterAll(() => Promise.all([chromium?.close(), pages?.close(), sandbox?.close()]), 30_000);
beforeEach(async () => {
  context = await chromium.browser.newContext();
  await context.clock.setFixedTime(sandbox.clock.now());
});
afterEach(() => context.close());

async function newTab(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.tab !== undefined);
  await page.evaluate(() => window.tab.join());
  return page;
}

/** Alice signs in; the tokens are handed to a tab, as its callback page would. */
async function signInWith(page: Page) {
  const provider = keycloakProvider(sandbox.issuer);
  const client = clientCredentials(sandbox.publicClient.clientId);
  const { url: authorizationUrl, transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: 'http://127.0.0.1/app',
    scopes: ['account:read'],
  });
  const callback = await sandbox.signIn({ authorizationUrl, username: 'alice', password: 'sandbox' });
  const { key, tokenSet } = await finishAuthorization(provider, client, transaction, callback);
  const id = await page.evaluate(([a, b]) => window.tab.keep(a, b), [key, tokenSet.serialize()] as const);
  return { id: id ?? '', key };
}

test('every case of the store contract holds between two tabs', async () => {
  const page = await newTab();
  const titles = await page.evaluate(() => window.tab.contractTitles);
  expect(titles.length).toBeGreaterThan(30);
  const broken = [];
  for (const [index, title] of titles.entries()) {
    const problem = await page.evaluate((at) => window.tab.contract(at), index);
    if (problem !== undefined) broken.push(`${title}: ${problem}`);
  }
  expect(broken).toEqual([]);
});

test('a new tab finds the sign-in of its siblings, and the last one to leave takes it along', async () => {
  const first = await newTab();
  const { id } = await signInWith(first);
  const second = await newTab();
  expect(await second.evaluate(() => window.tab.known())).toEqual([{ id, generation: 1, status: 'active' }]);
  await first.close();
  const third = await newTab();
  expect(await third.evaluate(() => window.tab.known())).toEqual([{ id, generation: 1, status: 'active' }]);
  await Promise.all([second.close(), third.close()]);
  const last = await newTab();
  expect(await last.evaluate(() => window.tab.known())).toEqual([]);
});

test('three tabs whose token has expired refresh once, and all go on with the same token', async () => {
  const tabs = [await newTab(), await newTab(), await newTab()];
  const { id, key } = await signInWith(tabs[0] as Page);
  await expire(...tabs);
  const before = refreshes();
  const answers = await Promise.all(
    tabs.map((page) =>
      page.evaluate(([issuer, clientId, one]) => window.tab.accessTokens(issuer, clientId, one, 20), [
        key.issuer,
        key.clientId,
        id,
      ] as const),
    ),
  );
  expect(refreshes() - before).toBe(1);
  expect(new Set(answers.flat()).size).toBe(1);
  expect(sandbox.tokens().at(-1)?.alive).toBe(true);
});

test('a frozen tab keeps nobody from refreshing', async () => {
  const [frozen, awake] = [await newTab(), await newTab()];
  const { id, key } = await signInWith(frozen);
  expect(await awake.evaluate(() => window.tab.known())).toHaveLength(1);
  const session = await context.newCDPSession(frozen);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await expire(awake);
  const before = refreshes();
  const [token] = await awake.evaluate(([issuer, clientId, one]) => window.tab.accessTokens(issuer, clientId, one, 1), [
    key.issuer,
    key.clientId,
    id,
  ] as const);
  expect(token).toBeDefined();
  expect(refreshes() - before).toBe(1);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  expect(await frozen.evaluate(() => window.tab.known())).toEqual([{ id, generation: 2, status: 'active' }]);
});

test('a tab that falls asleep during a change loses its turn, is told so, and nothing that others changed is lost', async () => {
  const [sleeper, ...awake] = [await newTab(), await newTab(), await newTab(), await newTab()] as const;
  await Promise.all(awake.map((page) => page.evaluate(() => window.tab.joinInHaste())));
  await sleeper.evaluate(() => window.tab.fallAsleep('sleeper'));
  const kept = await Promise.all(
    awake.map((page, index) => page.evaluate((who) => window.tab.keepFor(who), `person ${index}`)),
  );
  expect(kept).toEqual(['kept', 'kept', 'kept']);
  expect(await sleeper.evaluate(() => window.tab.wakeUp())).toBe('store_unavailable');
  const people = ['person 0', 'person 1', 'person 2'];
  expect(await awake[0].evaluate(() => window.tab.subjects())).toEqual(people);
  expect(await sleeper.evaluate(() => window.tab.keepFor('sleeper'))).toBe('kept');
  for (const page of [sleeper, ...awake]) {
    expect(await page.evaluate(() => window.tab.subjects())).toEqual([...people, 'sleeper']);
  }
});

test('a change that is under way when its tab leaves fails in our own terms', async () => {
  const page = await newTab();
  await page.evaluate(() => window.tab.fallAsleep('somebody'));
  await page.evaluate(() => window.tab.leave());
  expect(await page.evaluate(() => window.tab.wakeUp())).toBe('store_unavailable');
});

test('what only a frozen tab knows is waited for once', async () => {
  const [silent, awake] = [await newTab(), await newTab()];
  await silent.evaluate(() => window.tab.beSilent());
  await awake.evaluate(() => window.tab.joinInHaste());
  expect(await awake.evaluate(() => window.tab.known())).toEqual([]);
  const waits = await awake.evaluate(() => window.tab.waits());
  expect(waits).toBeGreaterThan(0);
  expect(await awake.evaluate(() => window.tab.known())).toEqual([]);
  expect(await awake.evaluate(() => window.tab.waits())).toBe(waits);
  await signInWith(awake);
  expect(await silent.evaluate(() => window.tab.known())).toHaveLength(1);
});

/** Five minutes pass, for the sandbox and for these tabs. */
async function expire(...tabs: readonly Page[]): Promise<void> {
  sandbox.clock.advance(301_000);
  await Promise.all(tabs.map((page) => page.clock.setFixedTime(sandbox.clock.now())));
}

/** How many refreshes have succeeded so far. */
function refreshes(): number {
  return sandbox
    .tokens()
    .flatMap(({ tokens }) => tokens)
    .filter(({ kind, parent }) => kind === 'refresh' && parent !== undefined).length;
}
