/** @module the suite in a page of a real browser, of another origin than the sandbox */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { launchBrowser } from '@sipgate-kit/test-browser/browser';
import { bundle } from './bundle.mjs';

const PAGE = '<!doctype html><meta charset="utf-8"><title>Suite</title><script type="module" src="/suite.js"></script>';

/** A page's own server: it also passes requests on to the sandbox's control API, which takes none from other origins. */
export async function startPages() {
  let script = '';
  let control = '';
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    if (url === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    if (url === '/suite.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (!url.startsWith('/control/')) return void response.writeHead(404).end();
    const sent = await buffer(request);
    const answer = await fetch(control + url.slice('/control'.length), {
      method,
      headers: { 'content-type': request.headers['content-type'] ?? 'text/plain' },
      ...(sent.length > 0 && { body: new Uint8Array(sent) }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    /** @param {string} code @param {string} controlUrl */
    show(code, controlUrl) {
      script = code;
      control = controlUrl;
    },
    close: () => void server.close(),
  };
}

/** @param {Awaited<ReturnType<typeof startPages>>} pages @returns {import('./runtime.mjs').Runtime} */
export function onBrowser(pages) {
  /** @type {ReturnType<typeof launchBrowser> | undefined} */
  let launched;
  const chromium = async () => {
    launched ??= launchBrowser();
    return (await launched).browser;
  };
  return {
    name: 'Chromium',
    keepsReasons: true,
    version: async () => (await chromium()).version(),
    async suite(consumer, settings) {
      pages.show(readFileSync(await bundle(consumer, 'browser.mjs', ['browser']), 'utf8'), settings.controlUrl);
      const page = await (await chromium()).newPage();
      await page.goto(pages.origin);
      await page.waitForFunction('globalThis.runSuite');
      return page.evaluate((given) => /** @type {any} */ (globalThis).runSuite(given), {
        ...settings,
        controlUrl: `${pages.origin}/control`,
      });
    },
    close: async () => (await launched)?.close(),
  };
}
