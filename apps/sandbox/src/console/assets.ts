import { readFile } from 'node:fs/promises';
import buttons from '@sipgate-kit/page-style/buttons.css?inline';
import colours from '@sipgate-kit/page-style/colours.css?inline';
import pieces from '@sipgate-kit/page-style/console.css?inline';
import forms from '@sipgate-kit/page-style/forms.css?inline';
import page from '@sipgate-kit/page-style/page.css?inline';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { CONSOLE_PATH } from './paths.ts';

/** Where the files are that the pages load. */
export const ASSETS_PATH = `${CONSOLE_PATH}/assets/`;

/** What the console looks alike in with other pages; the build puts it into the bundle. */
const SHARED_STYLE = { text: [colours, page, pieces, buttons, forms].join('') };

/** The address of each, and what it is made of: files beside this module in the sources, beside its bundle when built. */
const ASSETS = {
  'console.css': [
    SHARED_STYLE,
    ...['base', 'frame', 'clock', 'pieces', 'forms', 'overview', 'clients', 'requests', 'tokens'].map(
      (name) => `style/${name}.css`,
    ),
  ],
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
  for (const [name, parts] of Object.entries(ASSETS)) {
    app.get(`${ASSETS_PATH}${name}`, async (c) => {
      const texts = await Promise.all(parts.map(textOf));
      return c.body(texts.join(''), 200, {
        'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      });
    });
  }
  return app;
}

function textOf(part: string | typeof SHARED_STYLE): string | Promise<string> {
  return typeof part === 'string' ? readFile(new URL(`./browser/${part}`, import.meta.url), 'utf8') : part.text;
}
