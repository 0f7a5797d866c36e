import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { STYLE } from './style.ts';

const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** The frame of every page the sandbox shows to a person. Works without scripts, in light and dark, on a phone. */
export function Page({ title, wide, children }: { title: string; wide?: boolean; children?: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <header class="ribbon">Sandbox, not for production: nothing here reaches sipgate.</header>
        <main class={wide === true ? 'card wide' : 'card'}>{children}</main>
      </body>
    </html>
  );
}

export interface PageOptions {
  readonly status?: number;
  /**
   * Where this page's forms may lead, redirects included; browsers check the whole chain (CSP `form-action`). The
   * sandbox itself is always among it.
   */
  readonly formTargets?: readonly string[];
}

/** Sends a page: never cached, never framed, no script, nothing loaded from anywhere. */
export async function pageResponse(
  page: ReturnType<typeof Page>,
  { status = 200, formTargets = [] }: PageOptions = {},
): Promise<Response> {
  const policy = [
    "default-src 'none'",
    `style-src '${STYLE_HASH}'`,
    'img-src data:',
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return new Response(`<!doctype html>${String(await page)}`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  });
}
