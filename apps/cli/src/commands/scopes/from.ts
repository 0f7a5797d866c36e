import { defineCommand, type Options, type Positional } from '../../command.ts';

export const positionals = [
  { name: 'folder', summary: 'A folder with code, or one file', required: true },
] as const satisfies readonly Positional[];

export const options = {
  exclude: { kind: 'list', value: 'path', summary: 'Leave out files and folders of this name or path' },
  expect: {
    kind: 'list',
    value: 'scope',
    summary: 'End with 1 unless these scopes are enough; for checks in a pipeline',
  },
} as const satisfies Options;

export default defineCommand({
  name: 'scopes from',
  summary: 'Find the calls of the API in your code, and name the scopes they need',
  description: [
    'Reads JavaScript and TypeScript by their syntax (also in Vue, Svelte, Astro and HTML): calls by path (sipgate.GET("/account")) and by operationId (sipgate.call("getAccount")), of createOAuthClients and applyPlan, fetch with the URL of the API, and commands that are started. In shell scripts, workflows, make files and package.json it reads `sipgate …` and `curl` with the URL of the API, line by line.',
    '',
    'It runs nothing and knows no types. What only the running program knows is named, not guessed; a path or an operationId that happens to be one of the API counts wherever it is called. Left out are node_modules, dist, build, out, coverage, vendor, target, hidden folders, links, minified files and those over 2 MB.',
  ].join('\n'),
  positionals,
  options,
  examples: [
    'sipgate scopes from src',
    'sipgate scopes from . --exclude test --json',
    'sipgate scopes from src --expect "account:read history:read"',
  ],
  json: '{ scopes, calls: [{ file, line, column, code, operationId, method, path, scopes }], unknown: [{ file, line, column, code, why }], skipped: [{ file, why }], files }; files is how many were read',
  load: async () => (await import('./from.handler.ts')).default,
});
