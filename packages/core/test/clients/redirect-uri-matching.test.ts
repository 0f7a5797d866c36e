import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowsOrigin, matchRedirectUri, soleRedirectUri } from '../../src/clients/index.ts';

const app = 'https://app.example.com';

/** What a stock Keycloak 26.7 accepted and refused: registered, accepted, refused. */
const rows: [registered: string, accepted: string[], refused: string[]][] = [
  [
    `${app}/cb`,
    [`${app}/cb`],
    [
      `${app}/cb/`,
      `${app}/CB`,
      'https://APP.example.com/cb',
      'HTTPS://app.example.com/cb',
      'http://app.example.com/cb',
      'https://app.example.com:443/cb',
      `${app}/cb?x=1`,
      `${app}/cb#f`,
      `${app}/cb?code=1`,
      'https://user@app.example.com/cb',
      `${app}/a/../cb`,
      '/cb',
      'cb',
      '',
      ` ${app}/cb`,
      `${app}\\cb`,
    ],
  ],
  [`${app}/cb?x=1`, [`${app}/cb?x=1`], [`${app}/cb`, `${app}/cb?x=2`, `${app}/cb?x=1&y=2`]],
  [
    `${app}/cb/*`,
    [
      `${app}/cb/`,
      `${app}/cb`,
      `${app}/cb/x`,
      `${app}/cb/x?y=1`,
      `${app}/cb/x#f`,
      `${app}/cb?y=1`,
      `${app}/cb/./x`,
      `${app}/cb/x;y`,
      `${app}/cb/x%00`,
    ],
    [
      `${app}/cbX`,
      `${app}/cb/../x`,
      `${app}/cb/%2e%2e/x`,
      `${app}/cb/%252e%252e/x`,
      `${app}/cb/..%2fx`,
      `${app}/cb/..%5cx`,
      'https://user@app.example.com/cb/x',
      `${app}@evil.example/cb/x`,
      'https://APP.example.com/cb/x',
      `${app}/cb/x?code=1`,
      `${app}/cb/x?state=1`,
      `${app}/cb/x?iss=1`,
      `${app}/cb/x?error=1`,
      `${app}/cb/x?session_state=1`,
      `${app}/cb/x?CODE=1`,
    ],
  ],
  [`${app}/cb*`, [`${app}/cb`, `${app}/cbX`, `${app}/cb/x`], [`${app}/c`]],
  [`${app}*`, [app, `${app}/`, `${app}/x`], [`${app}.evil.example/`, `${app}:8443/`, `${app}@evil.example/`]],
  [`${app}/a*b`, [`${app}/a*b`], [`${app}/aXb`]],
  ['https://*.example.com/*', [], [`${app}/cb`, 'https://*.example.com/cb', 'https://example.com/cb']],
  [`${app}/cb?x=*`, [`${app}/cb?x=*`], [`${app}/cb?x=1`]],
  ['*', ['https://anything.example/x', 'http://anything.example/x'], ['myapp://cb', 'javascript:alert(1)']],
  [
    'http://localhost/cb',
    ['http://localhost/cb', 'http://localhost:8080/cb', 'http://localhost:1/cb'],
    [
      'http://127.0.0.1:8080/cb',
      'http://[::1]:8080/cb',
      'https://localhost:8080/cb',
      'http://localhost:8080/cb/',
      'http://LOCALHOST:8080/cb',
      'http://localhost.evil.example:8080/cb',
    ],
  ],
  ['http://127.0.0.1/cb', ['http://127.0.0.1:8080/cb'], ['http://localhost:8080/cb', 'http://127.0.0.2:8080/cb']],
  ['http://[::1]/cb', ['http://[::1]:8080/cb'], []],
  ['http://localhost:8080/cb', ['http://localhost:8080/cb'], ['http://localhost:8081/cb', 'http://localhost/cb']],
  ['http://localhost/cb/*', ['http://localhost:8080/cb/x', 'http://localhost:8080/cb'], []],
  ['http://localhost:*/cb', [], ['http://localhost:8080/cb', 'http://localhost/cb']],
  ['http://localhost*', ['http://localhost:8080/cb', 'http://localhost/cb'], ['http://localhost.evil.example/']],
  ['myapp://cb', ['myapp://cb'], ['myapp://cb/', 'myapp:cb']],
  ['myapp:*', ['myapp://cb', 'myapp:/x'], []],
];

describe.each(rows)('%s', (registered, accepted, refused) => {
  test.each(accepted.map((uri) => [uri]))('accepts %s', (uri) => {
    expect(matchRedirectUri(uri, [registered])).toBe(registered);
  });

  test.each(refused.map((uri) => [uri]))('[S46] refuses %s', (uri) => {
    expect(matchRedirectUri(uri, [registered])).toBeUndefined();
  });
});

test('none registered, none accepted', () => {
  expect(matchRedirectUri(`${app}/cb`, [])).toBeUndefined();
});

test('[S46] whatever follows, a wildcard never lets another host in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (rest) => {
      const uri = `${app}${rest}`;
      if (matchRedirectUri(uri, [`${app}/*`]) === undefined) return;
      expect(new URL(uri).host).toBe('app.example.com');
      expect(new URL(uri).username).toBe('');
    }),
    { numRuns: 2000 },
  );
});

test('[S46] path segments that climb out of a wildcard are refused in every spelling', () => {
  const dot = fc.constantFrom('.', '%2e', '%2E', '%252e', '%25252E');
  const slash = fc.constantFrom('/', '%2f', '%5c', '%252F');
  fc.assert(
    fc.property(dot, dot, slash, (a, b, c) => {
      expect(matchRedirectUri(`${app}/cb/${a}${b}${c}x`, [`${app}/cb/*`])).toBeUndefined();
    }),
  );
});

test('with host wildcards switched on, a star stands for labels, and for nothing else', () => {
  const on = { hostWildcards: true };
  const registered = ['https://*.example.com/*'];

  expect(matchRedirectUri(`${app}/cb`, registered, on)).toBeDefined();
  expect(matchRedirectUri('https://a.b.example.com/cb', registered, on)).toBeDefined();
  for (const uri of [
    'https://example.com/cb',
    'https://evil.example/.example.com/',
    'https://evil.example?.example.com/',
  ]) {
    expect(matchRedirectUri(uri, registered, on)).toBeUndefined();
  }
});

test('with host wildcards switched on, a pattern without a trailing star is the whole URI', () => {
  const on = { hostWildcards: true };

  expect(matchRedirectUri(`${app}/cb`, ['https://*.example.com/cb'], on)).toBeDefined();
  expect(matchRedirectUri('http://app.example.com', ['http://*.example.com'], on)).toBeDefined();
  expect(matchRedirectUri(`${app}/cb/x`, ['https://*.example.com/cb'], on)).toBeUndefined();
  expect(matchRedirectUri('https://user@a.example.com/cb', ['https://*.example.com/cb'], on)).toBeUndefined();
  expect(matchRedirectUri('http://localhost:8080/cb', ['http://localhost:*/cb'], on)).toBeUndefined();
});

test('with host wildcards switched on, web origins know them, too', () => {
  const client = { webOrigins: ['http://*.example.com'], redirectUris: [] };

  expect(allowsOrigin(client, 'http://a.example.com', { hostWildcards: true })).toBe(true);
  expect(allowsOrigin(client, 'http://a.example.com')).toBe(false);
  expect(allowsOrigin(client, 'http://a.example.com.evil.example', { hostWildcards: true })).toBe(false);
  expect(allowsOrigin(client, 'https://a.example.com', { hostWildcards: true })).toBe(false);
});

test('the sole redirect URI', () => {
  expect(soleRedirectUri([`${app}/cb`])).toBe(`${app}/cb`);
  expect(soleRedirectUri([`${app}/cb/*`])).toBe(`${app}/cb`);
  expect(soleRedirectUri(['*'])).toBeUndefined();
  expect(soleRedirectUri([`${app}/a`, `${app}/b`])).toBeUndefined();
});
