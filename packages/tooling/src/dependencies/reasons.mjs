/**
 * Why each package that people install with ours is there. One that is missing here, or that nobody uses any more, is an
 * error of `pnpm generate`.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const reasons = {
  '@babel/parser': 'Reads your code for `sipgate scopes from`: which operations it calls.',
  '@hono/node-server': 'Lets Hono, which speaks in the web’s Request and Response, listen on a port of Node.',
  '@hono/zod-openapi': 'Describes an API of ours once: checks its requests, and writes its OpenAPI document.',
  '@inquirer/prompts': 'Questions on a terminal: choosing, confirming, typing what must not be shown.',
  '@napi-rs/keyring': 'The system’s keyring, for who wants the sealing key there. Only if you install it.',
  'cli-table3': 'Tables on a terminal, with wide characters measured rightly.',
  'env-paths': 'Where each system wants settings, state and cache.',
  hono: 'Routes, cookies, security headers; runs wherever the web’s standards do.',
  jose: 'Sealing (JWE, A256GCM) and signatures, without cryptography of our own.',
  'jq-wasm': 'jq itself, for `--jq`, without a native build.',
  'jsonc-parser': 'Points at the line of a mistake in a JSON file.',
  kysely: 'Queries that the compiler checks, the same for SQLite and PostgreSQL.',
  leven: 'How far a mistyped command is from a real one.',
  libsql: 'SQLite whose binary comes in its package: nothing is compiled.',
  'light-my-request': 'Sends a request to a server without a port: `createSandbox().fetch`.',
  'minipass-fetch': 'fetch on Node’s http, which starts a command in half the time of the built-in one.',
  oauth4webapi: 'The OAuth and OpenID Connect messages, certified; it has no dependencies of its own.',
  'oidc-provider': 'A certified authorization server: in the sandbox rotation and the detection of reuse are real.',
  open: 'Opens an address in the person’s browser, on each system and from WSL.',
  'openapi-fetch': 'A client of a few kB that is typed by the description of the API.',
  pg: 'The driver for PostgreSQL.',
  pino: 'Logs as JSON lines.',
  'prom-client': 'Metrics for Prometheus.',
  undici: 'Requests through a proxy, which fetch in Node 20 does not know.',
  vitest: 'Gives each test a sandbox of its own: `@sipgate-kit/sandbox/vitest`. Only if you test with it.',
  'write-file-atomic': 'Replaces a file as a whole, so that a stopped process leaves the old one.',
  yaml: 'Reads and writes the files of OAuth clients.',
  yargs: 'Reads the arguments of the command line.',
  zod: 'Checks what comes from outside, with messages that a person can act on.',
};
