import { launchBrowser, type TestBrowser } from '@sipgate-kit/test-browser/browser';
import { inspect } from '@sipgate-kit/test-browser/inspect';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStage, type Stage } from './stage.ts';

let chromium: TestBrowser;
let stage: Stage;

beforeAll(async () => {
  [chromium, stage] = await Promise.all([launchBrowser(), createStage()]);
});
afterAll(async () => {
  await chromium?.close();
  await stage?.close();
});

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1100, height: 800 };

describe.each([
  ['light', 'phone', PHONE],
  ['dark', 'phone', PHONE],
  ['dark', 'desk', DESK],
] as const)('in %s on a %s', (colorScheme, device, viewport) => {
  test('every page fits and can be read', async () => {
    const context = await chromium.browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    const look = (what: string) => inspect(`example-${what}-${colorScheme}-${device}`, page);
    await page.goto(stage.url);
    await look('welcome');
    expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('flex');
    await stage.signIn(page);
    await look('clients');
    await page.getByRole('link', { name: 'Calls' }).click();
    await look('calls');
    await page.goto(`${stage.url}/clients/new`);
    await look('new');
    await page.goto(`${stage.url}/clients/new/server`);
    await page.getByLabel('Redirect URIs').fill('https://app.example.com*\nhttps://*.example.com/*');
    await page.getByText('Write a slash before the star.').waitFor();
    await look('lint');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Nothing was created or changed yet.').waitFor();
    await look('wrong');
    await page.goto(`${stage.url}/clients`);
    await page.getByRole('link', { name: 'Sandbox browser app' }).click();
    await look('client');
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Web origins').fill('https://app.example.com');
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('heading', { name: 'Review the changes' }).waitFor();
    await look('changes');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Delete' }).click();
    await look('delete');
    await page.goto(`${stage.url}/nowhere`);
    await look('nowhere');
    await context.close();
  });
});

describe('by keyboard alone', () => {
  test('a client is created, changed and deleted', async () => {
    const context = await chromium.browser.newContext({ viewport: DESK });
    const page = await context.newPage();
    await stage.signIn(page);
    await press(page, 'New client');
    await press(page, 'Local');
    await focus(page, 'Name');
    await page.keyboard.type('By keyboard');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    // The port has a default, and the error summary takes the focus where something is wrong.
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('By keyboard');
    await press(page, 'Edit');
    await focus(page, 'Description');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Typed, not clicked');
    await press(page, 'Review');
    await press(page, 'Save');
    expect(await page.getByRole('main').textContent()).toContain('Typed, not clicked');
    await press(page, 'Delete');
    await focus(page, 'Type the name By keyboard to confirm');
    await page.keyboard.type('By keyboard');
    await press(page, 'Delete for good');
    expect(await page.getByRole('main').textContent()).toContain('By keyboard is deleted.');
    await context.close();
  });

  /** Goes on with the Tab key until the thing of that name has the focus, which has to be visible. */
  async function focus(page: Page, name: string): Promise<void> {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      const { label, visible } = await page.evaluate(() => {
        const element = document.activeElement;
        const labels =
          element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
        const text = labels?.[0]?.textContent ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
        return {
          label: text
            .replace(/\(optional\)/, '')
            .replace(/\s+/g, ' ')
            .trim(),
          visible: element !== null && getComputedStyle(element).outlineStyle !== 'none',
        };
      });
      if (label !== name) continue;
      expect(visible, `${name} shows its focus`).toBe(true);
      return;
    }
    throw new Error(`${name} cannot be reached with the Tab key`);
  }

  async function press(page: Page, name: string): Promise<void> {
    await focus(page, name);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  }
});

describe('nobody else', () => {
  test('can send our forms: a foreign page is refused, though the person is signed in', async () => {
    const context = await chromium.browser.newContext();
    const page = await context.newPage();
    await stage.signIn(page);
    const [cookie] = (await context.cookies(stage.url)).filter(({ name }) => name.startsWith('sg_session'));
    const headers = { cookie: `${cookie?.name}=${cookie?.value}`, 'content-type': 'application/x-www-form-urlencoded' };
    const send = (more: Record<string, string>) =>
      fetch(`${stage.url}/clients/new/local`, {
        method: 'POST',
        body: 'name=Evil&port=8080',
        redirect: 'manual',
        headers: { ...headers, ...more },
      });
    for (const more of [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      {},
    ]) {
      expect((await send(more)).status, JSON.stringify(more)).toBe(403);
    }
    expect((await send({ origin: stage.url, 'sec-fetch-site': 'same-origin' })).status).toBe(303);
    await context.close();
  });

  test('can put a script or a frame around us, and no cache keeps a page', async () => {
    const answer = await fetch(stage.url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('gets into a page what a client is called', async () => {
    const context = await chromium.browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('dialog', () => complaints.push('a dialog'));
    await stage.signIn(page);
    await page.goto(`${stage.url}/clients/new/local`);
    const name = '</code><img src=x onerror=alert(1)><script>alert(2)</script>';
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('The client is created.').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
    await page.getByRole('link', { name: 'Delete' }).click();
    await page.getByRole('textbox').fill(name);
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('is deleted.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});
