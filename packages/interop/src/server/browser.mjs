/**
 * A real browser without installing one: Chromium out of an npm package, or the one CHROME_PATH names.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

/** Each run unpacks into a folder of its own: another user's copy in the shared temp folder could not be read. */
export async function launchBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'sipgate-kit-browser-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const executablePath = process.env['CHROME_PATH'] ?? (await sparticuz.executablePath());
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  const environment = /** @type {Record<string, string>} */ (
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined))
  );
  const browser = await chromium.launch({ executablePath, env: { ...environment, TMPDIR: folder } });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
