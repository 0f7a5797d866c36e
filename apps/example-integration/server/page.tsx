import { ApiError } from '@sipgate-kit/core';
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Env, isSignedOut, signInPath, type Visitor } from './visitor.ts';

/** Answers with a page. */
export function page(
  c: Context<Env>,
  { title, content, status = 200 }: { title: string; content: Child; status?: ContentfulStatusCode },
) {
  const { visitor } = c.var;
  return c.html(
    html`<!doctype html>${(
      <Frame title={title} visitor={visitor} path={c.req.path}>
        {content}
      </Frame>
    )}`,
    status,
  );
}

function Frame(props: { title: string; visitor: Visitor | undefined; path: string; children: Child }) {
  const { title, visitor, path, children } = props;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Client console`}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        <script type="module" src="/assets/console.js" />
      </head>
      <body data-person={visitor?.person}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header>
          <a class="brand" href="/">
            <img src="/assets/icon.svg" alt="" />
            Client console
          </a>
          {visitor !== undefined && <Account visitor={visitor} path={path} />}
        </header>
        <p id="offline" role="status" />
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <footer>An example built on sipgate-kit. Tokens stay on the server; this browser only holds a session.</footer>
      </body>
    </html>
  );
}

/** Whose account it is, at the top of every page; what may not be read, or not just now, spoils no page. */
async function Account({ visitor: { sipgate }, path }: { visitor: Visitor; path: string }) {
  const [account, balance] = await Promise.all([
    sipgate.call('getAccount').then(({ data }) => [data.company || 'No company name', data.mainProductType], missing),
    sipgate.call('getBalance').then(({ data }) => [`Balance ${inMoney(data)}`], missing),
  ]);
  return (
    <>
      <nav aria-label="Pages">
        <a href="/clients" aria-current={path.startsWith('/clients') ? 'page' : undefined}>
          OAuth clients
        </a>
        <a href="/calls" aria-current={path === '/calls' ? 'page' : undefined}>
          Calls
        </a>
      </nav>
      <ul class="account" aria-label="Account">
        {[...account, ...balance].map((fact) => (
          <li>{fact}</li>
        ))}
      </ul>
      <form method="post" action="/sipgate/logout">
        <button class="plain" type="submit">
          Sign out
        </button>
      </form>
    </>
  );

  function missing(error: unknown): readonly Child[] {
    if (isSignedOut(error)) return [];
    if (!(error instanceof ApiError) || error.code !== 'insufficient_scope') return ['Not readable just now'];
    const [scope] = error.neededScopes;
    return [<a href={signInPath(path, scope)}>Allow {scope}</a>];
  }
}

/** The API counts in ten-thousandths. */
function inMoney({ amount, currency }: { amount: number; currency: string }): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 10_000);
}

/** What an address shows that leads nowhere. */
export function NothingHere() {
  return (
    <>
      <h1>Nothing here</h1>
      <p class="lead">This address leads nowhere, or what was here has been deleted.</p>
      <p class="actions">
        <a class="button" href="/clients">
          To the OAuth clients
        </a>
      </p>
    </>
  );
}
