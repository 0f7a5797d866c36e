import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCallbackServer } from '../src/index.ts';
import { createStage } from './stage.ts';

describe('every answer', () => {
  test('[S29] loads nothing from elsewhere, is not framed, not kept, and not a referrer', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    const answers = {
      login: await browser.open('/login'),
      refusedLogin: await browser.open('/login?return_to=//evil.example'),
      callback: await browser.open(callback),
      failedCallback: await browser.open('/oauth?state=x&code=y&code=z'),
      home: await browser.open('/'),
      nowhere: await browser.open('/nowhere'),
      wrongMethod: await browser.open('/login', { method: 'POST' }),
    };
    for (const [name, { headers }] of Object.entries(answers)) {
      const csp = headers.get('content-security-policy') ?? '';
      expect(csp, name).toContain("default-src 'none'");
      expect(csp, name).toContain("frame-ancestors 'none'");
      expect(csp, name).toContain("form-action 'self'");
      expect(csp, name).toMatch(/style-src 'sha256-[\w+/]{43}='(;|$)/);
      expect(csp, name).not.toContain('unsafe');
      expect(headers.get('cache-control'), name).toBe('no-store');
      expect(headers.get('x-content-type-options'), name).toBe('nosniff');
      expect(headers.get('x-frame-options'), name).toBe('DENY');
      expect(headers.get('strict-transport-security'), name).toBeNull();
      expect(headers.get('referrer-policy'), name).toBe(
        name === 'home' || name === 'nowhere' ? 'same-origin' : 'no-referrer',
      );
    }
    for (const answer of [answers.refusedLogin, answers.failedCallback, answers.home]) {
      expect(await answer.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    }
  });

  test('[S29] on https asks for https from then on', async () => {
    const stage = await createStage({ redirectUri: 'https://app.example/oauth' });
    const { headers } = await stage.server.app.request('https://app.example/');
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/);
  });

  test('[S37] quotes the provider escaped, at most 200 characters of it, and names the request', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    const state = callback.searchParams.get('state') ?? '';
    const words = `<script>alert(1)</script>"'&\u0007\r\n${'long '.repeat(500)}`;
    const query = new URLSearchParams({ state, error: 'server_<b>error', error_description: words });
    const response = await browser.open(`/oauth?${query}`);
    const page = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/<script|<b>/);
    expect(page).not.toContain('long '.repeat(60));
    expect(page).toContain(response.headers.get('x-request-id'));
  });

  test('is JSON for programs', async () => {
    const browser = (await createStage()).browser();
    for (const [path, status] of [
      ['/nowhere', 404],
      ['/oauth', 400],
      ['/logout', 405],
      ['/login?return_to=//x', 400],
    ] as const) {
      const response = await browser.open(path, { headers: { accept: 'application/json' } });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        error: {
          code: expect.any(String),
          message: expect.any(String),
          hint: expect.any(String),
          requestId: response.headers.get('x-request-id'),
        },
      });
    }
  });

  test('to HEAD has no body, and starts nothing', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    for (const path of ['/', '/me', '/healthz', '/nowhere', '/login']) {
      const response = await browser.open(path, { method: 'HEAD' });
      expect(await response.text()).toBe('');
    }
    expect(browser.cookies.size).toBe(0);
  });

  test('says whether the server is well', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    expect((await browser.open('/healthz')).status).toBe(200);
    expect((await browser.open('/readyz')).status).toBe(200);
    await stage.vault.close();
    expect((await browser.open('/healthz')).status).toBe(200);
    const unready = await browser.open('/readyz');
    expect(unready.status).toBe(503);
    expect(await unready.json()).toEqual({ status: 'unavailable', vault: 'store_unavailable', provider: 'unknown' });
    const page = await browser.open('/login');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('store_unavailable');
  });
});

describe('a hostile callback', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('', '<script>', '\u0000', '%00', '%', '../', 'access_denied', 'a'.repeat(3_000)),
  );
  const name = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom('state', 'code', 'iss', 'error', 'error_description', 'session_state', 'error_uri'),
    },
    { weight: 1, arbitrary: word },
  );
  const query = fc.array(fc.tuple(name, word), { maxLength: 8 });

  test('[S24] never breaks the server, and spends nothing without the cookie', async () => {
    const stage = await createStage();
    const owner = stage.browser();
    const callback = await owner.approve();
    const state = callback.searchParams.get('state') ?? '';
    await fc.assert(
      fc.asyncProperty(query, fc.boolean(), fc.boolean(), async (pairs, withState, raw) => {
        const parameters = withState ? [...pairs, ['state', state]] : pairs;
        const search = raw
          ? parameters
              .map(([key, value]) => `${key}=${value}`)
              .join('&')
              .replace(/[#\s]/g, '')
          : new URLSearchParams(parameters as [string, string][]).toString();
        const response = await stage.browser().open(`/oauth?${search}`);
        expect(response.status).toBe(400);
        expect(response.headers.getSetCookie()).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(stage.tokenRequests()).toHaveLength(0);
    expect((await owner.open(callback)).status).toBe(303);
  });

  test('[S37] never breaks the server with the cookie either', async () => {
    const stage = await createStage();
    await fc.assert(
      fc.asyncProperty(query, async (pairs) => {
        const owner = stage.browser();
        const login = await owner.open('/login');
        const state = new URL(login.headers.get('location') ?? '').searchParams.get('state') ?? '';
        const parameters = new URLSearchParams([...pairs.filter(([key]) => key !== 'state'), ['state', state]]);
        const response = await owner.open(`/oauth?${parameters}`);
        expect(response.status).not.toBe(500);
        expect(await response.text()).not.toContain('<script');
      }),
      { numRuns: 150 },
    );
  });

  test('hostile cookies change nothing', async () => {
    const stage = await createStage();
    const cookie = fc.array(
      fc.tuple(
        fc.constantFrom('sg_session_8080', 'sg_login_8080_abcdefgh', 'sg_login_8080_', '__proto__', 'constructor'),
        word,
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(cookie, async (pairs) => {
        const header = pairs
          .map(([key, value]) => `${key}=${value}`)
          .join('; ')
          .replace(/[^\x20-\x7e]/g, '');
        for (const path of ['/', '/login', '/me']) {
          const response = await stage.browser().open(path, { headers: { cookie: header } });
          expect(response.status).toBeLessThan(500);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('nothing secret gets out', () => {
  test('[S39] sign-in, refresh, failure and sign-out leave a trace, with fingerprints only', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    stage.sandbox.clock.advance(301_000);
    await browser.open('/');
    await browser.open('/oauth?state=x&code=y');
    await stage.browser().open('/oauth?state=x&code=y');
    await browser.signOut();
    expect(stage.audits('sign-in')).toMatchObject([
      { fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/), generation: 1 },
    ]);
    expect(stage.audits('refresh')).toMatchObject([
      { reason: 'refreshed', fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/) },
    ]);
    expect(stage.audits('sign-in-failed')).toMatchObject([{ code: 'state_mismatch' }]);
    expect(stage.audits('sign-out')).toMatchObject([{ revoked: true }]);
    expect(stage.log.filter(({ msg }) => msg === 'request').every((line) => line['requestId'])).toBe(true);
  });

  test('[S31] no page, header or log line carries a token, code, verifier, secret, state or cookie', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const seen: string[] = [];
    const cookies = new Set<string>();
    const states = new Set<string>();
    const open = async (address: string | URL, init?: RequestInit) => {
      const response = await browser.open(address, init);
      for (const value of browser.cookies.values()) cookies.add(value);
      const headers = new Headers(response.headers);
      headers.delete('set-cookie');
      if (address === '/login') {
        states.add(new URL(headers.get('location') ?? '').searchParams.get('state') ?? '');
        headers.delete('location');
      }
      seen.push(JSON.stringify([...headers]), await response.text());
    };
    const callback = await browser.approve();
    states.add(callback.searchParams.get('state') ?? '');
    for (const value of browser.cookies.values()) cookies.add(value);
    stage.secrets.add(callback.searchParams.get('code') ?? '');
    await open(callback);
    await open(callback);
    await open('/login');
    stage.sandbox.clock.advance(301_000);
    await open('/');
    await open('/me');
    await open(`/nowhere${callback.search}`);
    await open(`${callback.pathname}${callback.search}&code=again`);
    stage.sandbox.faults.add({ path: '*/revoke', status: 500 });
    await open('/logout', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
    await stage.browser().open(callback);
    await stage.vault.close();
    await open('/login').catch(() => undefined);

    const secrets = [...stage.secrets, ...cookies, ...states].filter((secret) => secret !== '');
    expect(secrets.length).toBeGreaterThan(12);
    const log = JSON.stringify(stage.log);
    for (const secret of secrets) {
      expect(log).not.toContain(secret);
      for (const text of seen) expect(text).not.toContain(secret);
    }
  });

  test('[S31] a defect is told without what the browser sent', async () => {
    const stage = await createStage();
    const lines: string[] = [];
    const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const leaking = new Proxy(stage.vault, {
      get: (vault, name) =>
        name === 'sessions'
          ? {
              read: (id: string) =>
                Promise.reject(new TypeError(`no session ${id}, cannot open ${encodeURIComponent('canary&query')}`)),
            }
          : Reflect.get(vault, name),
    });
    const logger = { debug: write, info: write, warn: write, error: write };
    const server = createCallbackServer({ configuration: stage.configuration, vault: leaking, logger });
    const response = await server.app.request('/?x=canary%26query', {
      headers: { cookie: 'sg_session_8080=canary-session' },
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('canary');
    expect(lines.join()).toContain('TypeError');
    expect(lines.join()).not.toContain('canary');
  });
});
