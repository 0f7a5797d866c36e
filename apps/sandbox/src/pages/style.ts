/** The one style sheet, inlined into each page. Colours keep a contrast of at least 4.5:1 in both schemes. */
export const STYLE = `
:root {
  --ground: #f3f4f6; --card: #ffffff; --text: #1c2430; --quiet: #55606f; --line: #c3cad4;
  --accent: #1f5fbf; --on-accent: #ffffff; --error: #a3171f; --error-ground: #fdecec; --code: #eceff3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --card: #1c222b; --text: #e8ecf1; --quiet: #a9b3c0; --line: #4a5563;
    --accent: #8ab4f8; --on-accent: #0e1a2b; --error: #ffb4b0; --error-ground: #3b1c1f; --code: #262e39;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 0 1rem 3rem; min-height: 100vh; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.ribbon { margin: 0 -1rem; padding: .4rem 1rem; text-align: center; font-size: .875rem; color: var(--quiet); border-bottom: 1px solid var(--line); }
.card {
  max-width: 26rem; margin: 3rem auto 0; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem;
}
.wide { max-width: 56rem; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); font-size: .9375rem; }
.note { margin: 1.5rem 0 0; }
label { display: block; margin: 0 0 .25rem; font-weight: 600; }
input {
  display: block; width: 100%; margin: 0 0 1rem; padding: .6rem .75rem; font: inherit; color: inherit;
  background: var(--ground); border: 1px solid var(--quiet); border-radius: .5rem;
}
button {
  padding: .6rem 1.25rem; font: inherit; font-weight: 600; cursor: pointer; border-radius: .5rem;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent);
}
button.second { color: var(--text); background: transparent; border-color: var(--quiet); }
button.full { width: 100%; }
.row { display: flex; gap: .75rem; margin-top: 1.5rem; }
.row button { flex: 1; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error p { margin: 0; }
.error { margin: 0 0 1rem; padding: .6rem .75rem; color: var(--error); background: var(--error-ground); border-radius: .5rem; }
a { color: var(--accent); }
ul.scopes { margin: 0 0 1rem; padding: 0 0 0 1.25rem; }
code { padding: .1rem .3rem; font: .875em ui-monospace, Menlo, Consolas, monospace; background: var(--code); border-radius: .25rem; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
th, td { padding: .4rem .5rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
@media (max-width: 30rem) { .card { margin-top: 1.5rem; padding: 1.25rem; } }
`;
