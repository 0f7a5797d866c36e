import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReturnTargets } from '../src/return-target.ts';

const HOME = 'https://app.example/';
const ALLOWED = ['https://app.example', 'https://shop.example'];
const targets = createReturnTargets({
  origin: 'https://app.example',
  allowedOrigins: ['https://shop.example'],
  home: '/',
  refusedPaths: ['/login', '/logout', '/oauth'],
});

/** Where the browser would end up; `undefined` when the target is refused. */
function destination(requested: string): string | undefined {
  try {
    return targets.parse([requested]);
  } catch (error) {
    expect(error).toMatchObject({ code: 'return_target_refused' });
    return undefined;
  }
}

const LEAVING = [
  '//evil.example',
  '///evil.example',
  '////evil.example/%2f..',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  '\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  ' https://evil.example',
  '\u0000//evil.example',
  '\u00a0//evil.example',
  '\u2028//evil.example',
  '\u200b//evil.example',
  '\ufeff//evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https:\\\\evil.example',
  'https://evil.example',
  'http://evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'hTTps://evil.example/path',
  'http://app.example/',
  'https://app.example:8443/',
  'https://app.example@evil.example/',
  'https://user:pass@app.example/',
  'https://user@app.example/',
  'https://@evil.example',
  'https://app.example.evil.example/',
  'https://evil.example/app.example',
  'https://evil.example#app.example',
  'https://evil.example?app.example',
  'https://evil.example\\@app.example',
  'https://app.example%2eevil.example',
  'https://app.example%00.evil.example',
  'https://evil。example/',
  'https://evil．example/',
  'https://ｅvil.example/',
  'https://аpp.example/',
  'https://127.0.0.1/',
  'https://0x7f000001/',
  'https://[::1]/',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'javascript://app.example/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://app.example/1',
  'file:///etc/passwd',
  'ftp://app.example/',
  'ws://app.example/',
  'about:blank',
  'mailto:a@evil.example',
  'view-source:https://app.example/',
  'evil.example',
  'www.evil.example/path',
  '@evil.example',
  '.evil.example',
  '../evil',
  '?next=//evil.example',
  '#//evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/./..//evil.example/..',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  '/path with space',
  '/ok\u202e/evil',
  `/${'a'.repeat(2100)}`,
];

const STAYING: Record<string, string> = {
  '': HOME,
  '/': HOME,
  '/reports': 'https://app.example/reports',
  '/reports?month=5&year=2026#top': 'https://app.example/reports?month=5&year=2026#top',
  '/a/../reports': 'https://app.example/reports',
  '/go?to=//evil.example': 'https://app.example/go?to=//evil.example',
  '/%2f%2fevil.example': 'https://app.example/%2f%2fevil.example',
  '/%5cevil.example': 'https://app.example/%5cevil.example',
  '/%09/evil.example': 'https://app.example/%09/evil.example',
  '/%0d%0aLocation:%20https://evil.example': 'https://app.example/%0d%0aLocation:%20https://evil.example',
  '/@evil.example': 'https://app.example/@evil.example',
  '/:evil.example': 'https://app.example/:evil.example',
  '/straße': 'https://app.example/stra%C3%9Fe',
  '/loginpage': 'https://app.example/loginpage',
  'https://app.example/reports': 'https://app.example/reports',
  'https://APP.example/reports': 'https://app.example/reports',
  'https://app.example:443/reports': 'https://app.example/reports',
  'https://shop.example': 'https://shop.example/',
  'https://shop.example/login': 'https://shop.example/login',
};

describe('return_to', () => {
  test(`[S27] none of ${LEAVING.length} payloads is followed`, () => {
    expect(LEAVING.length).toBeGreaterThan(60);
    expect(LEAVING.filter((payload) => destination(payload) !== undefined)).toEqual([]);
  });

  for (const [requested, expected] of Object.entries(STAYING)) {
    test(`[S27] ${requested || 'nothing'} leads to ${expected}`, () => expect(destination(requested)).toBe(expected));
  }

  test('[S27] whatever is asked for, the browser stays on the list', () => {
    const pieces = fc.constantFrom(
      ...[
        '/',
        '\\',
        '//',
        'https:',
        'http:',
        '@',
        ':',
        '?',
        '#',
        '.',
        '..',
        '%2f',
        '%5c',
        '%00',
        '\t',
        '\n',
        '\r',
        ' ',
      ],
      ...['evil.example', 'app.example', 'shop.example', 'javascript:', '\u3002', '\uff0f', '[::1]', '443', 'a'],
    );
    const hostile = fc.oneof(
      fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(hostile, (requested) => {
        const href = destination(requested);
        if (href === undefined) return;
        // As browsers resolve a Location header, from any page.
        const end = new URL(href, 'https://elsewhere.example/path');
        expect(ALLOWED).toContain(end.origin);
        expect(end.username + end.password).toBe('');
        expect(href).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a path that would start the sign-in again is refused', () => {
    for (const path of ['/login', '/login?return_to=/', '/logout', '/oauth?code=1'])
      expect(destination(path)).toBeUndefined();
  });

  test('two targets are refused', () => {
    expect(() => targets.parse(['/', '/'])).toThrow('more than once');
  });
});
