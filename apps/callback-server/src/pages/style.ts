import { createHash } from 'node:crypto';

/** The one style sheet, inlined into every page. Text has a contrast of at least 4.5:1 in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f8; --card: #fff; --text: #1a2030; --quiet: #5a6377; --line: #dfe3ea;
  --accent: #2c54cf; --accent-strong: #2345ad; --on-accent: #fff; --tint: #eaf0ff;
  --good: #17693c; --good-tint: #e3f5ea; --warn: #7d4a00; --warn-tint: #fdf0d8; --bad: #a3202c; --bad-tint: #fdeaeb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11141b; --card: #191e28; --text: #e8ebf2; --quiet: #a2acbf; --line: #2c3442;
    --accent: #9ab6ff; --accent-strong: #b7caff; --on-accent: #0e1730; --tint: #222c47;
    --good: #7fdca6; --good-tint: #16322a; --warn: #f3c374; --warn-tint: #362a17; --bad: #ffa6ab; --bad-tint: #3b1e25;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh; display: flex; flex-direction: column; padding: 0 1.25rem; background: var(--ground);
  color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
header, main, footer { width: 100%; max-width: 42rem; margin-inline: auto; }
header { padding: 1.5rem 0 0; }
header a { display: inline-flex; align-items: center; gap: .6rem; color: var(--quiet); font-weight: 600; text-decoration: none; }
header img { width: 1.5rem; height: 1.5rem; }
main { flex: 1; padding: 2.5rem 0 3rem; }
footer { padding: 1.25rem 0 1.75rem; color: var(--quiet); font-size: .875rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.1rem); line-height: 1.2; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { font-size: 1.0625rem; line-height: 1.3; }
.lead { margin-top: .75rem; font-size: 1.0625rem; color: var(--quiet); max-width: 36rem; }
.card { margin-top: 1.5rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .875rem; }
.card > * + * { margin-top: .75rem; }
.card > dl + dl { margin-top: .5rem; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
.notice { margin-top: 1.5rem; padding: .9rem 1.1rem; border-radius: .625rem; background: var(--tint); overflow-wrap: anywhere; }
.notice p + p { margin-top: .35rem; }
.notice.bad { background: var(--bad-tint); color: var(--bad); }
.notice.good { background: var(--good-tint); color: var(--good); }
.notice.warn { background: var(--warn-tint); color: var(--warn); }
.card .notice { margin-top: .75rem; }
.pill { padding: .15rem .7rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; white-space: nowrap; }
.pill.good { background: var(--good-tint); color: var(--good); }
.pill.warn { background: var(--warn-tint); color: var(--warn); }
h3 { font-size: 1rem; }
label { font-weight: 600; }
input:not([type="hidden"]), select {
  display: block; width: 100%; padding: .65rem .8rem; font: inherit; color: var(--text); background: var(--ground);
  border: 1px solid var(--quiet); border-radius: .625rem;
}
dl { display: grid; grid-template-columns: minmax(8rem, 11rem) 1fr; gap: .5rem 1.25rem; }
dt { color: var(--quiet); }
dd { overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; }
li + li { margin-top: .3rem; }
ul.chips { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none; }
ul.chips li { margin: 0; padding: .2rem .7rem; border-radius: .5rem; background: var(--tint); font: .875rem/1.55 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; margin-top: 1.75rem; }
.button {
  display: inline-block; padding: .7rem 1.35rem; font: inherit; font-weight: 600; line-height: 1.4; text-decoration: none; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .625rem;
}
.button:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
.button.second { color: var(--text); background: transparent; border-color: var(--quiet); }
.button.second:hover { background: var(--tint); border-color: var(--text); }
a { color: var(--accent); text-underline-offset: .2em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: .375rem; }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .9375rem; }
@media (max-width: 34rem) {
  main { padding-top: 1.75rem; }
  .card { padding: 1.15rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd + dt { margin-top: .6rem; }
  .actions .button { flex: 1 1 100%; text-align: center; }
}
`;

/** The style sheet's name in a Content-Security-Policy. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
