import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allowsOrigin,
  lintOAuthClient,
  lintRedirectUri,
  lintWebOrigin,
  matchRedirectUri,
} from '../../src/clients/index.ts';

const app = 'https://app.example.com';

/** What is found, as `severity rule`, and what to write instead. */
function inShort({ findings, instead }: ReturnType<typeof lintRedirectUri>) {
  return [findings.map(({ severity, rule }) => `${severity} ${rule}`), instead];
}

describe('redirect URIs', () => {
  test.each<[pattern: string, findings: string[], instead?: string]>([
    [`${app}/cb`, []],
    [`${app}/cb/*`, []],
    [`${app}/*`, ['note whole_host']],
    [`${app}/cb*`, ['warning prefix_wildcard'], `${app}/cb/*`],
    [`${app}*`, ['error host_end_wildcard'], `${app}/*`],
    ['https://app.example.com:84*', ['error host_end_wildcard'], 'https://app.example.com:84/*'],
    ['*', ['error any_uri']],
    ['https://*', ['error any_uri']],
    ['http*', ['error any_uri']],
    ['https://*.example.com/*', ['warning host_wildcard'], `${app}/*`],
    ['https://*.example.com/cb', ['warning host_wildcard'], `${app}/cb`],
    ['https://*/cb', ['error host_wildcard'], `${app}/cb`],
    ['https://*.com/cb', ['error host_wildcard'], `${app}/cb`],
    [`${app}/a*b`, ['error inner_wildcard'], `${app}/*`],
    [`${app}/*/cb`, ['error inner_wildcard'], `${app}/*`],
    [`${app}/cb/**`, ['error inner_wildcard', 'warning prefix_wildcard'], `${app}/cb/*`],
    [`${app}/cb?x=*`, ['error query_wildcard'], `${app}/cb`],
    [`${app}/cb?x=1`, ['note exact_query']],
    [`${app}/cb?code=1&x=2`, ['error answer_parameter', 'note exact_query'], `${app}/cb?x=2`],
    [`${app}/cb#x`, ['error fragment'], `${app}/cb`],
    [`${app}/cb#*`, ['error fragment'], `${app}/cb`],
    ['https://alice:c4nary@app.example.com/cb', ['error user_info'], `${app}/cb`],
    ['http://app.example.com/cb', ['error plain_http'], `${app}/cb`],
    ['http://app.example.com:80/cb', ['error plain_http', 'warning not_as_sent'], `${app}/cb`],
    ['http://192.168.0.1:8080/cb', ['error plain_http'], 'https://192.168.0.1:8080/cb'],
    ['http://localhost:8080/oauth', ['note loopback_port']],
    ['http://localhost/oauth', ['note loopback_any_port']],
    ['http://127.0.0.1/oauth', ['note loopback_any_port']],
    ['http://[::1]/oauth', ['note loopback_any_port']],
    ['http://127.0.0.2/oauth', ['note loopback_port']],
    ['https://localhost:8443/oauth', []],
    ['http://localhost:*/oauth', ['error port_wildcard'], 'http://localhost/oauth'],
    ['http://localhost:*', ['error port_wildcard'], 'http://localhost/*'],
    ['http://localhost*', ['error host_end_wildcard'], 'http://localhost/*'],
    [app, ['warning no_path'], `${app}/`],
    ['https://APP.example.com/cb', ['warning not_as_sent'], `${app}/cb`],
    ['HTTPS://app.example.com/CB', ['warning not_as_sent'], `${app}/CB`],
    [`${app}:443/cb`, ['warning not_as_sent'], `${app}/cb`],
    [`${app}/./cb`, ['warning not_as_sent'], `${app}/cb`],
    [`${app}/a/../cb`, ['warning dot_segments'], `${app}/cb`],
    [`${app}/a/../*`, ['error dot_segments'], `${app}/*`],
    [`${app}/%252e%252e/*`, ['error dot_segments']],
    ['https://münchen.example/cb', ['warning not_as_sent'], 'https://xn--mnchen-3ya.example/cb'],
    ['app.example.com/cb', ['error not_absolute'], `${app}/cb`],
    ['localhost:8080/cb', ['error not_absolute'], 'http://localhost:8080/cb'],
    ['https:/app.example.com/cb', ['error not_absolute'], `${app}/cb`],
    ['//app.example.com/cb', ['error not_absolute'], `${app}/cb`],
    ['/cb', ['error not_absolute']],
    ['', ['error not_absolute']],
    ['https://app.example.com:99999/cb', ['error not_absolute']],
    ['myapp://cb', ['error app_scheme']],
    ['myapp:*', ['error app_scheme']],
    ['javascript:alert(1)', ['error app_scheme']],
    [` ${app}/cb\n`, ['error characters'], `${app}/cb`],
    ['https:\\\\app.example.com\\cb', ['error characters'], `${app}/cb`],
    [`${app}/{tenant}/cb`, ['error characters']],
  ])('%j', (pattern, findings, instead) => {
    expect(inShort(lintRedirectUri(pattern))).toEqual([findings, instead]);
  });

  test('each says what it lets through', () => {
    expect(lintRedirectUri('http://localhost/cb/*')).toMatchObject({
      meaning: 'Everything below http://localhost/cb/ and http://localhost/cb itself, with any query, on any port.',
      matches: expect.arrayContaining(['http://localhost/cb', 'http://localhost:8080/cb/oauth']),
      refuses: expect.arrayContaining([{ url: 'http://localhost/cbX', why: 'another path' }]),
    });
    expect(lintRedirectUri(`${app}/cb`).meaning).toBe('Exactly this address, letter by letter.');
    expect(lintRedirectUri('*').meaning).toBe('Every address of every host.');
    expect(lintRedirectUri(`${app}/*/cb`)).toMatchObject({
      meaning: 'Only addresses with the star itself in them.',
      refuses: expect.arrayContaining([{ url: `${app}/x/cb`, why: 'the star is taken literally' }]),
    });
    expect(lintRedirectUri('https://*.example.com/*')).toMatchObject({
      meaning: 'Nothing that a program would send.',
      matches: [],
    });
  });

  test('it is told how sure a finding is', () => {
    const certainty = (pattern: string) => lintRedirectUri(pattern).findings[0]?.certainty;
    expect(certainty(`${app}/cb#x`)).toBe('certain');
    expect(certainty(`${app}/cb?x=*`)).toBe('keycloak');
    expect(certainty('https://*.example.com/*')).toBe('unknown');
  });
});

describe('web origins', () => {
  test.each<[origin: string, findings: string[], instead?: string]>([
    [app, []],
    ['http://localhost:3000', []],
    ['http://localhost', ['note usual_port']],
    [`${app}/`, ['error not_an_origin'], app],
    [`${app}/x`, ['error not_an_origin'], app],
    ['https://APP.example.com', ['error not_an_origin'], app],
    [`${app}:443`, ['error not_an_origin'], app],
    ['app.example.com', ['error not_an_origin'], app],
    ['https://alice:c4nary@app.example.com', ['error user_info', 'error not_an_origin'], app],
    ['http://app.example.com', ['warning plain_http'], app],
    ['https://*.example.com', ['warning host_wildcard'], app],
    ['*', ['error any_origin']],
    ['+', ['warning redirect_origins']],
    ['capacitor://localhost', ['warning app_origin']],
    ['ftp://app.example.com', ['error not_an_origin']],
  ])('%j', (origin, findings, instead) => {
    expect(inShort(lintWebOrigin(origin))).toEqual([findings, instead]);
  });

  test('+ stands for the origins of the redirect URIs', () => {
    expect(lintWebOrigin('+', [`${app}:8443/*`, `${app}/cb`, 'myapp://cb']).matches).toEqual([`${app}:8443`, app]);
  });
});

test('a client is looked at as a whole', () => {
  const reports = lintOAuthClient({
    redirectUris: [`${app}/*`, `${app}/cb`, `${app}/cb/*`, `${app}/cb`],
    webOrigins: [app, app],
  });
  expect(reports.map(({ path, findings }) => [path, findings.map(({ rule }) => rule)])).toEqual([
    ['redirectUris[0]', ['whole_host']],
    ['redirectUris[1]', ['covered']],
    ['redirectUris[2]', ['covered']],
    ['redirectUris[3]', ['twice']],
    ['webOrigins[0]', []],
    ['webOrigins[1]', ['twice']],
  ]);
  expect(lintOAuthClient({ redirectUris: [`${app}/cb/*`, `${app}/cb*`] })[1]?.findings).toMatchObject([
    { rule: 'prefix_wildcard' },
  ]);
});

/** Patterns as people write them, good and bad, and some that nobody would. */
const patterns = fc.oneof(
  { weight: 4, arbitrary: assembled() },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
);

function assembled() {
  const part = (...choices: string[]) => fc.constantFrom('', ...choices);
  return fc
    .tuple(
      fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:/', 'https:', '//', '', 'myapp://'),
      part('alice:c4nary@', 'alice@'),
      fc.constantFrom(
        'app.example.com',
        'APP.example.com',
        '*.example.com',
        '*',
        'localhost',
        '127.0.0.1',
        '[::1]',
        'münchen.example',
        'app.*',
      ),
      part(':8080', ':443', ':80', ':*', ':x', '*'),
      part(
        '/',
        '/cb',
        '/cb/',
        '/cb/*',
        '/*',
        '*',
        '/**',
        '/a*b',
        '/../*',
        '/a/../cb',
        '/%2e%2e/cb',
        '/ü',
        '/c b',
        '/{x}',
      ),
      part('?x=1', '?x=*', '?code=1', '?', '?a b'),
      part('#', '#x', '*', '/*'),
    )
    .map((parts) => parts.join(''));
}

const grave = ({ findings }: ReturnType<typeof lintRedirectUri>) =>
  findings.filter(({ severity }) => severity !== 'note');

test("the examples are the login's own word, and what to write instead is good", () => {
  fc.assert(
    fc.property(patterns, (pattern) => {
      const report = lintRedirectUri(pattern);
      for (const url of report.matches) expect(matchRedirectUri(url, [pattern])).toBe(pattern);
      for (const { url } of report.refuses) expect(matchRedirectUri(url, [pattern])).toBeUndefined();
      if (report.instead !== undefined) expect(grave(lintRedirectUri(report.instead))).toEqual([]);
      expect(JSON.stringify(report)).not.toContain('c4nary');
    }),
    { numRuns: 2000 },
  );
});

test('what is found good can be used, and by its own host alone', () => {
  fc.assert(
    fc.property(patterns, fc.string({ unit: 'grapheme', maxLength: 12 }), (pattern, rest) => {
      const report = lintRedirectUri(pattern);
      if (grave(report).length > 0) return;
      expect(report.matches).not.toEqual([]);
      const { host } = new URL(pattern);
      const foreign = pattern.replace(/\*$/, '') + rest;
      if (matchRedirectUri(foreign, [pattern]) !== undefined) expect(new URL(foreign).host).toBe(host);
    }),
    { numRuns: 2000 },
  );
});

test("the examples of web origins are the login's own word", () => {
  fc.assert(
    fc.property(patterns, (origin) => {
      const report = lintWebOrigin(origin);
      const allowed = (url: string) => allowsOrigin({ webOrigins: [origin], redirectUris: [] }, url);
      expect(report.matches.every(allowed)).toBe(true);
      expect(report.refuses.some(({ url }) => allowed(url))).toBe(false);
      if (report.instead !== undefined) expect(grave(lintWebOrigin(report.instead))).toEqual([]);
      expect(JSON.stringify(report)).not.toContain('c4nary');
    }),
    { numRuns: 2000 },
  );
});
