import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { CONSOLE_PATH } from './paths.ts';

/** Where the files are that the pages load. */
export const ASSETS_PATH = `${CONSOLE_PATH}/assets/`;

/** The address of each, and the files it is made of. They lie beside this module in the sources, and beside its bundle when built. */
const ASSETS = {
  'console.css': ['base', 'frame', 'clock', 'pieces', 'forms', 'overview', 'clients', 'requests', 'tokens'].map(
    (name) => `style/${name}.css`,
  ),
  'console.js': ['console.js'],
  'clock.js': ['clock.js'],
  'copying.js': ['copying.js'],
  'dialog.js': ['dialog.js'],
  'live-page.js': ['live-page.js'],
  'icon.svg': ['icon.svg'],
} as const;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Address of one of them. */
export function assetPath(name: keyof typeof ASSETS): string {
  return `${ASSETS_PATH}${name}`;
}

export function assetRoutes() {
  const app = new Hono().use(etag());
  for (const [name, files] of Object.entries(ASSETS)) {
    app.get(`${ASSETS_PATH}${name}`, async (c) => {
      const texts = await Promise.all(
        files.map((file) => readFile(new URL(`./browser/${file}`, import.meta.url), 'utf8')),
      );
      return c.body(texts.join(''), 200, {
        'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      });
    });
  }
  return app;
}
