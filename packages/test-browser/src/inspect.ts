import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const IMAGES = fileURLToPath(new URL('../../../apps/docs/images/', import.meta.url));
const WRITE_IMAGES = process.env.SIPGATE_KIT_WRITE_IMAGES === '1';

/** Looks at the page as a machine would, and keeps a picture of it for the documentation when asked to. */
export async function inspect(name: string, page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const { scroll, inner } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    inner: window.innerWidth,
  }));
  expect(scroll, `${name} scrolls sideways`).toBeLessThanOrEqual(inner);
  if (!WRITE_IMAGES) return;
  await mkdir(IMAGES, { recursive: true });
  await page.screenshot({ path: `${IMAGES}${name}.png`, fullPage: true });
}
