import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createStage, type Stage } from './stage.ts';

/** What the tests of a file share. */
export let chromium: TestBrowser;
export let stage: Stage;

/** What each test has anew. */
export let context: BrowserContext;
export let page: Page;

/** A browser and a stage for the file that calls it, and a window for each of its tests. */
export function openWindowForEachTest(): void {
  beforeAll(async () => {
    [chromium, stage] = await Promise.all([launchBrowser(), createStage()]);
  });
  afterAll(async () => {
    await chromium?.close();
    await stage?.close();
  });
  beforeEach(() => openWindow({ viewport: { width: 1100, height: 800 } }));
  afterEach(async () => {
    stage.sandbox.faults.clear();
    await context.close();
  });
}

/** Another window instead of the one that the test has. */
export async function openWindow(options: BrowserContextOptions): Promise<void> {
  await context?.close();
  context = await chromium.browser.newContext(options);
  page = await context.newPage();
}

/** What is written on the window's page, or on another one. */
export const heading = (on = page) => on.getByRole('heading', { level: 1 }).textContent();
export const main = (on = page) => on.getByRole('main').textContent();
