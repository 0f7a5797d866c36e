import { fileURLToPath } from 'node:url';
import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import { inspect } from '@sipgate-kit/test-browser/inspect';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serveSite } from './serve-site.ts';

const DESK = { viewport: { width: 1280, height: 900 } };
const READERS: Record<string, BrowserContextOptions> = {
  'in the light': DESK,
  'in the dark': { ...DESK, colorScheme: 'dark' },
  'on a phone': { viewport: { width: 390, height: 844 }, hasTouch: true },
};
/** One of each kind: start page, text with pictures, tables, generated lists, code. */
const PAGES = [
  '/',
  '/refresh-race',
  '/comparison',
  '/security-model',
  '/errors/needs_login',
  '/api/account',
  '/sign-in',
];

let chromium: TestBrowser;
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  [chromium, site] = await Promise.all([
    launchBrowser(),
    serveSite(fileURLToPath(new URL('../../../apps/docs/dist', import.meta.url))),
  ]);
});
afterAll(async () => {
  await chromium?.close();
  site?.close();
});

/** A page that somebody has opened, and that runs. */
async function open(path: string, options: BrowserContextOptions = DESK): Promise<Page> {
  const context = await chromium.browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
  });
  onTestFinished(() => expect(failures).toEqual([]));
  await page.goto(site.url + path, { waitUntil: 'networkidle' });
  return page;
}

describe.each(Object.entries(READERS))('everybody can read it %s', (_, options) => {
  test.each(PAGES)('%s', async (path) => {
    const page = await open(path, options);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await inspect(`documentation ${path}`, page);
  });
});

describe('the refresh race', () => {
  const steps = (page: Page) => page.locator('.race svg g').count();

  test('is gone through step by step, by keyboard', async () => {
    const page = await open('/refresh-race');
    expect(await steps(page)).toBe(1);
    await page.getByRole('button', { name: 'Next' }).focus();
    for (let step = 2; step <= 8; step++) {
      await page.keyboard.press('Enter');
      await page.getByText(`Step ${step} of 8`).waitFor();
    }
    expect(await steps(page)).toBe(8);
    expect(await page.locator('.race-says').textContent()).toContain('sign in again');
    await page.getByRole('button', { name: 'With a lease' }).click();
    expect(await steps(page)).toBe(1);
  });

  test('does not play for whoever wants less motion', async () => {
    expect(await (await open('/refresh-race')).getByRole('button', { name: 'Play' }).count()).toBe(1);
    const calm = await open('/refresh-race', { ...DESK, reducedMotion: 'reduce' });
    expect(await calm.getByRole('button', { name: 'Next' }).count()).toBe(1);
    expect(await calm.getByRole('button', { name: 'Play' }).count()).toBe(0);
  });

  test('is there without scripts, as pictures', async () => {
    const page = await open('/refresh-race', { ...DESK, javaScriptEnabled: false });
    expect(await page.locator('.race svg').count()).toBe(2);
  });
});

test('an error code is found by the search', async () => {
  const page = await open('/');
  await page.getByRole('button', { name: 'Search' }).first().click();
  await page.getByRole('searchbox').fill('needs_login');
  await page.locator('.VPLocalSearchBox a[href*="needs_login"]').first().waitFor();
});
