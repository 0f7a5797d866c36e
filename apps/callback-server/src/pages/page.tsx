import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Paths } from '../paths.ts';
import { STYLE } from './style.ts';

/** The frame around every page. */
export function Page({ title, paths, children }: { title: string; paths: Paths; children: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Sign in with sipgate`}</title>
        <link rel="icon" type="image/svg+xml" href={paths.icon} />
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <header>
          <a href={paths.home}>
            <img src={paths.icon} alt="" />
            Sign in with sipgate
          </a>
        </header>
        <main>{children}</main>
        <footer>Served by sipgate-kit. Tokens stay on the server, sealed; this browser only holds a session.</footer>
      </body>
    </html>
  );
}
