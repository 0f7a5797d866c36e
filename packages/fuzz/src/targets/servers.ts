import { createCallbackServer, loadConfiguration } from '@sipgate-kit/callback-server';
import { createSandbox } from '@sipgate-kit/sandbox';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import fc from 'fast-check';
import { almost, hostileJson, hostileText } from '../hostile.ts';
import { CANARIES, holds, saysNoSecret } from '../promises.ts';
import { target } from '../target.ts';

const [SECRET] = CANARIES;
const ORIGIN = 'http://localhost:8080';
const API_KEY = 'a-key-of-at-least-thirty-two-characters';
const PATHS = [
  '/',
  '/login',
  '/oauth',
  '/me',
  '/logout',
  '/healthz',
  '/readyz',
  '/connections',
  '/connections/x',
  '/connections/x/token',
  '/admin',
  '/api/account',
  '/api/balance',
];

/** One for the whole run: whatever came before must not matter. */
const stage = lazily(async () => {
  const sandbox = await createSandbox();
  const configuration = loadConfiguration({
    CLIENT_ID: sandbox.client.clientId,
    CLIENT_SECRET: SECRET,
    BASE_URL: `${sandbox.issuer}/protocol/openid-connect`,
    REDIRECT_URI: `${ORIGIN}/oauth`,
    SIPGATE_KIT_API_URL: sandbox.apiUrl,
    SIPGATE_KIT_API_KEYS: `crm:read+token:${API_KEY}`,
    SIPGATE_KIT_API_PROXY: 'balance:read getAccount',
    SIPGATE_KIT_ADMIN: 'key',
  });
  const vault = await openVault({ file: ':memory:', keyRing: KeyRing.generate(), pendingSignIns: 1_000_000 });
  return { sandbox, server: createCallbackServer({ configuration, vault, fetch: sandbox.fetch }) };
});

/** Whatever a question did to it is undone afterwards. */
const controlled = lazily(async () => {
  const sandbox = await createSandbox();
  return { sandbox, beginning: sandbox.snapshot() };
});

const inHeader = (text: fc.Arbitrary<string>) =>
  text.map((value) => value.replaceAll(/[^\x20-\x7e\x80-\xff]/g, '').trim());

const question = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'),
  path: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
    { weight: 1, arbitrary: hostileText(...PATHS).map((text) => `/${text}`) },
  ),
  query: fc.array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom('return_to', 'scope', 'state', 'code', 'iss', 'error', 'moved', 'limit', 'after'),
        hostileText(),
      ),
      hostileText('https://evil.example', '/\\evil'),
    ),
    { maxLength: 4 },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      'cookie',
      'origin',
      'host',
      'referer',
      'x-forwarded-host',
      'x-forwarded-proto',
      'sec-fetch-site',
      'x-request-id',
      'content-type',
      'accept',
    ),
    inHeader(
      hostileText(
        'sipgate_session=',
        'sipgate_flow_AAAAAAAA=',
        'abc.AAAAAAAAAAAAAAAAAAAAAA.',
        '; ',
        ORIGIN,
        'application/json',
        'a'.repeat(43),
      ),
    ),
    { maxKeys: 5 },
  ),
  key: fc.constantFrom(undefined, API_KEY, 'wrong', SECRET),
  body: fc.oneof(
    fc.constant(undefined),
    hostileText('{"'),
    hostileJson('refreshToken').map((value) => JSON.stringify(value)),
  ),
});

export const servers = [
  target({
    name: 'callback server',
    promise: 'no request, cookie or parameter makes it fail, leads elsewhere or brings a secret out',
    input: question,
    async check({ method, path, query, headers, key, body }) {
      const { server } = await stage();
      const url = new URL(`${ORIGIN}${encodeURI(path.toWellFormed()).replaceAll('#', '')}`);
      url.search = String(new URLSearchParams(query));
      const request = new Request(url, {
        method,
        headers: { ...headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
        ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body }),
      });
      const answer = await server.app.fetch(request);
      holds(answer.status < 500 || answer.status === 503, `${method} ${url.pathname} answered ${answer.status}`);
      const location = answer.headers.get('location');
      if (location !== null) {
        const { origin } = new URL(location, ORIGIN);
        const { sandbox } = await stage();
        holds(origin === ORIGIN || origin === new URL(sandbox.issuer).origin, `it leads to ${location}`);
      }
      saysNoSecret([...answer.headers].flat().join('\n') + (await answer.text()));
    },
  }),
  target({
    name: 'control API',
    promise: "the sandbox's control API refuses what it does not understand, and goes on",
    input: fc.record({
      method: fc.constantFrom('POST', 'PUT', 'DELETE', 'GET'),
      path: fc.constantFrom(
        'clock',
        'faults',
        'tokens',
        'requests',
        'sign-in',
        'state',
        'reset',
        'scenarios',
        'scenarios/x',
      ),
      body: fc.oneof(
        almost({ advanceMs: 1_000 }),
        almost({ path: '*/token', method: 'POST', status: 503, next: 1, delayMs: 0, drop: 'after', retryAfter: 1 }),
        almost({ authorizationUrl: 'http://127.0.0.1/auth', username: 'alice', password: 'sandbox' }),
        hostileJson('setTo', 'version', 'clients', 'companies'),
        hostileText('{"path":').map((text) => ({ raw: text })),
      ),
    }),
    async check({ method, path, body }) {
      const { sandbox, beginning } = await controlled();
      try {
        const raw =
          typeof body === 'object' && body !== null && 'raw' in body ? String(body.raw) : JSON.stringify(body);
        const answer = await sandbox.fetch(`${sandbox.url}/__sandbox/${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          ...(method !== 'GET' && { body: raw }),
        });
        const text = await answer.text();
        holds(answer.status < 500, `${method} ${path} answered ${answer.status}: ${text}`);
        if (answer.status >= 400) holds(text.length > 20, `${answer.status} without a reason`);
      } finally {
        sandbox.faults.clear();
        sandbox.clock.set(Date.now());
        sandbox.restore(beginning);
      }
    },
  }),
];

/** Made when it is first needed. */
function lazily<Thing>(make: () => Promise<Thing>): () => Promise<Thing> {
  let made: Promise<Thing> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
