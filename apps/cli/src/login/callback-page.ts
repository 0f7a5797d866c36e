import { createHash } from 'node:crypto';

/** What the browser shows when it has come back. Plain text; escaping is done here. */
export interface CallbackPage {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

/** Text has a contrast of at least 4.5:1 in both schemes. */
const STYLE = `
:root { color-scheme: light dark; --ground: #f4f5f8; --card: #fff; --text: #1a2030; --quiet: #5a6377; --line: #dfe3ea; --good: #17693c; --bad: #a3202c; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #11141b; --card: #191e28; --text: #e8ebf2; --quiet: #a2acbf; --line: #2c3442; --good: #7fdca6; --bad: #ffa6ab; }
}
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 30rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-top: .3rem solid var(--tone); border-radius: .875rem; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin-top: .75rem; color: var(--quiet); overflow-wrap: anywhere; }
.good { --tone: var(--good); }
.bad { --tone: var(--bad); }
`;
/** The code is spent, and need not stay in the address bar and the history. */
const SCRIPT = "history.replaceState(null, '', location.pathname);";

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Headers of every answer: kept by nobody, framed by nobody, nothing of it sent on. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  connection: 'close',
};

/** A whole page, complete in itself. */
export function pageHtml({ status, title, text }: CallbackPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · sipgate</title>
<style>${STYLE}</style>
</head>
<body>
<main class="${status < 400 ? 'good' : 'bad'}">
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
