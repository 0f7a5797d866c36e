import { Hono } from 'hono';
import { etag } from 'hono/etag';
import style from './console.css?inline';
import script from './console.js?raw';
import icon from './icon.svg?raw';

const FILES = {
  'console.css': ['text/css; charset=utf-8', style],
  'console.js': ['text/javascript; charset=utf-8', script],
  'icon.svg': ['image/svg+xml', icon],
} as const;

/** The few files that pages load; the build puts them into its one file. */
export function assetRoutes() {
  const app = new Hono().use(etag());
  for (const [name, [type, text]] of Object.entries(FILES)) {
    app.get(`/${name}`, (c) => c.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache' }));
  }
  return app;
}
