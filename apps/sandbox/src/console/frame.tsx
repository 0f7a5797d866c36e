import type { Child } from 'hono/jsx';
import { assetPath } from './assets.ts';
import { ClockPanel, type ClockReading } from './clock-panel.tsx';
import { CLIENTS_PATH, REQUESTS_PATH, TOKENS_PATH } from './paths.ts';

const PAGES = [
  { path: '/', name: 'Overview' },
  { path: CLIENTS_PATH, name: 'Clients' },
  { path: REQUESTS_PATH, name: 'Requests' },
  { path: TOKENS_PATH, name: 'Tokens' },
] as const;

export interface FrameContent {
  readonly title: string;
  /** Path of the page, with its query: what the clock's buttons lead back to. */
  readonly path: string;
  readonly clock: ClockReading;
  /** Id of the newest logged request, from which the script waits for the next one. */
  readonly lastRequest: number;
  readonly children?: Child;
}

/** The frame of every page of the console: the menu and the clock at the left, the page beside it. */
export function Frame({ title, path, clock, lastRequest, children }: FrameContent) {
  const here = path.split('?', 1)[0] ?? path;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · sipgate sandbox`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href={assetPath('icon.svg')} />
        <link rel="stylesheet" href={assetPath('console.css')} />
        <script type="module" src={assetPath('console.js')} />
      </head>
      <body data-last-request={String(lastRequest)}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <aside class="ribbon" aria-label="Notice">
          Sandbox, not for production: nothing here reaches sipgate.
        </aside>
        <div class="shell">
          <header class="side">
            <div class="menu">
              <a class="brand" href="/">
                <img src={assetPath('icon.svg')} alt="" width="28" height="28" />
                sipgate sandbox
              </a>
              <nav aria-label="Console">
                <ul class="pages">
                  {PAGES.map((page) => (
                    <li>
                      <a href={page.path} aria-current={isCurrent(page.path, here) ? 'page' : undefined}>
                        {page.name}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
              <ClockPanel clock={clock} back={path} />
            </div>
          </header>
          <main id="main" tabindex={-1} data-live>
            {children}
          </main>
        </div>
        <p id="lost" role="status" />
        <p id="said" class="unseen" role="status" />
      </body>
    </html>
  );
}

function isCurrent(page: string, here: string): boolean {
  return page === '/' ? here === '/' : here === page || here.startsWith(`${page}/`);
}
