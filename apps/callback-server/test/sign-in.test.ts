import { describe, expect, test } from 'vitest';
import { createStage } from './stage.ts';

const attributesOf = (response: Response) =>
  response.headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    return { name: pair.split('=')[0], attributes: attributes.sort() };
  });

describe('a sign-in', () => {
  test('ends on the page with the account', async () => {
    const browser = (await createStage()).browser();
    const done = await browser.signIn('alice');
    const page = await (await browser.open(done.headers.get('location') ?? '')).text();
    expect(page).toContain('You are signed in');
    expect(page).toContain('account:read');
  });

  test('[S23] on https both cookies are __Host-, Secure, HttpOnly, Lax, without a domain', async () => {
    const { browser: newBrowser } = await createStage({ redirectUri: 'https://app.example/oauth' });
    const browser = newBrowser();
    const [flow] = attributesOf(await browser.open('/login'));
    expect(flow?.name).toMatch(/^__Host-sg_login_[\w-]{8}$/);
    expect(flow?.attributes).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax', 'Secure']);
    const session = attributesOf(await browser.signIn()).find(({ name }) => name === '__Host-sg_session');
    expect(session?.attributes).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  test('[S23] on http, which only this machine may use, names carry the port instead of prefix and flag', async () => {
    const browser = (await createStage({ redirectUri: 'http://localhost:3000/oauth' })).browser();
    const [flow] = attributesOf(await browser.open('/login'));
    expect(flow?.name).toMatch(/^sg_login_3000_[\w-]{8}$/);
    expect(flow?.attributes).toEqual(['HttpOnly', 'Max-Age=600', 'Path=/', 'SameSite=Lax']);
    const session = attributesOf(await browser.signIn()).find(({ name }) => name === 'sg_session_3000');
    expect(session?.attributes).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax']);
  });

  test('[S23] the flow cookie does not contain the state, and goes when the sign-in is over', async () => {
    const browser = (await createStage()).browser();
    const callback = await browser.approve();
    expect([...browser.cookies.values()].join()).not.toContain(callback.searchParams.get('state'));
    await browser.open(callback);
    expect([...browser.cookies.keys()]).toEqual(['sg_session_8080']);
  });

  test('[S24] a callback in another browser fails, and spends nothing', async () => {
    const stage = await createStage();
    const [victim, attacker] = [stage.browser(), stage.browser()];
    const callback = await attacker.approve('bob');

    const refused = await victim.open(callback);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('state_mismatch');
    expect(victim.session()).toBeUndefined();
    expect(stage.tokenRequests()).toHaveLength(0);

    expect((await attacker.open(callback)).status).toBe(303);
  });

  test('[S24] a flow cookie of another sign-in, or a changed one, does not match', async () => {
    const stage = await createStage();
    const [browser, other] = [stage.browser(), stage.browser()];
    const callback = await browser.approve();
    const [[name = '', value = '']] = [...browser.cookies] as [[string, string]];
    await other.open('/login');
    const [foreign = ''] = other.cookies.values();
    const [startedAt, browserId, binding = ''] = value.split('.');
    const forgeries = [
      foreign,
      `${startedAt}.${browserId}.${binding.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
      `${startedAt}.${browserId}.`,
      `.${browserId}.${binding}`,
      '',
      'x',
    ];
    for (const forgery of forgeries) {
      const response = await browser.open(callback, { headers: { cookie: `${name}=${forgery}` } });
      expect(response.status).toBe(400);
    }
    expect(stage.tokenRequests()).toHaveLength(0);
    expect((await browser.open(callback)).status).toBe(303);
  });

  test('[S25] five tabs sign in at once, and all arrive where they wanted to go', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const tabs = [1, 2, 3, 4, 5];
    const starts = await Promise.all(tabs.map((tab) => browser.open(`/login?return_to=/tab-${tab}`)));
    const callbacks = await Promise.all(
      starts.map((start) =>
        stage.sandbox.signIn({
          authorizationUrl: start.headers.get('location') ?? '',
          username: 'alice',
          password: 'sandbox',
        }),
      ),
    );
    const ends = await Promise.all(callbacks.map((callback) => browser.open(callback)));
    expect(ends.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    expect(ends.map(({ headers }) => headers.get('location'))).toEqual(
      tabs.map((tab) => `http://localhost:8080/tab-${tab}`),
    );
  });

  test('[S25] the sixth sign-in under way makes the browser forget the first, and no other', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callbacks: URL[] = [];
    for (let tab = 0; tab < 6; tab++) {
      callbacks.push(await browser.approve());
      stage.sandbox.clock.advance(10);
    }
    expect(browser.cookies.size).toBe(5);
    const statuses: number[] = [];
    for (const callback of callbacks.reverse()) statuses.push((await browser.open(callback, {})).status);
    // The last one is the first: its cookie is gone, but by then the browser is signed in.
    expect(statuses).toEqual([303, 303, 303, 303, 303, 303]);
    expect(stage.tokenRequests()).toHaveLength(5);
  });

  test('[S26] the session id changes at every sign-in, and the old one is dead', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.open('/', { headers: { cookie: 'sg_session_8080=planted-by-a-stranger' } });
    browser.cookies.set('sg_session_8080', 'planted-by-a-stranger');
    await browser.signIn();
    const first = browser.session();
    expect(first).not.toBe('planted-by-a-stranger');
    await browser.signIn();
    const second = browser.session();
    expect(second).not.toBe(first);
    const me = (session: string | undefined) =>
      stage.browser().open('/me', { headers: { cookie: `sg_session_8080=${session}` } });
    expect((await me(first)).status).toBe(401);
    expect((await me('planted-by-a-stranger')).status).toBe(401);
    expect((await me(second)).status).toBe(200);
  });

  test('[S30] ends with 303 at an address without code and state', async () => {
    const browser = (await createStage()).browser();
    const done = await browser.signIn('alice', '/login?return_to=/reports?month=5');
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe('http://localhost:8080/reports?month=5');
  });

  test('[S11] of two equal callbacks at once, one trades the code', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    const answers = await Promise.all([browser.open(callback), browser.open(callback)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect(stage.tokenRequests()).toHaveLength(1);
    expect((await browser.open('/me')).status).toBe(200);
  });

  test('two companies whose people are both w0 are two connections', async () => {
    const stage = await createStage();
    const [alice, bob] = [stage.browser(), stage.browser()];
    await alice.signIn('alice');
    await bob.signIn('bob');
    const { connections } = await stage.vault.connections.list({ limit: 10 });
    expect(connections.map(({ key }) => key.subject).sort()).toEqual(
      [stage.sandbox.users.alice.sub, stage.sandbox.users.bob.sub].sort(),
    );
    const subjects = await Promise.all(
      [alice, bob].map(async (browser) => ((await (await browser.open('/me')).json()) as { subject: string }).subject),
    );
    expect(new Set(subjects).size).toBe(2);
  });

  test('the same person in two browsers is one connection with two sessions', async () => {
    const stage = await createStage();
    const [laptop, phone] = [stage.browser(), stage.browser()];
    await laptop.signIn('alice');
    stage.sandbox.clock.advance(2_000);
    await phone.signIn('alice');
    expect((await stage.vault.connections.list({ limit: 10 })).connections).toHaveLength(1);
    expect((await laptop.open('/me')).status).toBe(200);
    expect((await phone.open('/me')).status).toBe(200);
  });
});

describe('a callback that comes again', () => {
  test('leads a signed-in browser to the start page (back button, reload)', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    await browser.open(callback);
    const again = await browser.open(callback);
    expect(again.status).toBe(303);
    expect(again.headers.get('location')).toBe('http://localhost:8080/');
    expect(stage.tokenRequests()).toHaveLength(1);
  });

  test('explains itself to a browser that is not signed in', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    const flowCookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join();
    await browser.open(callback);
    const again = await stage.browser().open(callback, { headers: { cookie: flowCookie } });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('transaction_used');
  });

  test('a look at it with HEAD spends nothing', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    expect((await browser.open(callback, { method: 'HEAD' })).status).toBe(405);
    expect((await browser.open(callback)).status).toBe(303);
  });

  test('is too late after ten minutes', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const callback = await browser.approve();
    stage.sandbox.clock.advance(601_000);
    const late = await browser.open(callback);
    expect(late.status).toBe(400);
    expect(await late.text()).toContain('transaction_expired');
    expect(stage.tokenRequests()).toHaveLength(0);
  });
});

describe('a sign-in that is refused', () => {
  test('leaves the session of before alive', async () => {
    const stage = await createStage({ scopes: ['account:read', 'balance:read'] });
    const browser = stage.browser();
    await browser.signIn('alice');
    const refused = await browser.open(await browser.approve('bob', '/login', 'no'));
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('access_denied');
    const me = (await (await browser.open('/me')).json()) as { subject: string };
    expect(me.subject).toBe(stage.sandbox.users.alice.sub);
  });

  test('with a wrong client secret names the remedy, not the secret', async () => {
    const stage = await createStage();
    stage.sandbox.faults.add({
      method: 'POST',
      path: '*/token',
      status: 401,
      body: { error: 'unauthorized_client', error_description: 'Invalid client or Invalid client credentials' },
    });
    const failed = await stage.browser().signIn();
    expect(failed.status).toBe(502);
    const page = await failed.text();
    expect(page).toContain('wrong_client_secret');
    expect(page).toContain('Invalid client or Invalid client credentials');
    expect(page).not.toContain(stage.sandbox.client.clientSecret);
  });

  test('by a provider that does not answer says so', async () => {
    const stage = await createStage();
    stage.sandbox.faults.add({ method: 'POST', path: '*/token', status: 503 });
    const failed = await stage.browser().signIn();
    expect(failed.status).toBe(503);
    expect(await failed.text()).toContain('provider_unavailable');
  });
});

describe('the way to the sign-in', () => {
  test('[S36] neither Host nor X-Forwarded-* change the redirect URI', async () => {
    const stage = await createStage({ redirectUri: 'https://app.example/oauth' });
    const spoofs: Record<string, string>[] = [
      { host: 'evil.example' },
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-forwarded-port': '81' },
      { forwarded: 'host=evil.example;proto=http' },
      { 'x-original-host': 'evil.example', 'x-forwarded-prefix': '/evil' },
    ];
    for (const headers of spoofs) {
      const response = await stage.server.app.request('https://app.example/login', { headers });
      const location = new URL(response.headers.get('location') ?? '');
      expect(location.searchParams.get('redirect_uri')).toBe('https://app.example/oauth');
    }
    const elsewhere = await stage.server.app.request('https://evil.example/login?return_to=/reports');
    expect(elsewhere.headers.getSetCookie()).toEqual([]);
    const moved = new URL(elsewhere.headers.get('location') ?? '');
    expect(moved.origin + moved.pathname).toBe('https://app.example/login');
    expect(moved.searchParams.get('return_to')).toBe('https://app.example/reports');
  });

  test('begins on the host the callback will come to', async () => {
    const stage = await createStage({ redirectUri: 'http://127.0.0.1:8080/oauth' });
    const moved = await stage.server.app.request('http://localhost:8080/login');
    expect(moved.status).toBe(303);
    expect(moved.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:8080\/login\?/);
    const arrived = await stage.server.app.request(moved.headers.get('location') ?? '');
    expect(arrived.headers.get('location')).toContain(stage.sandbox.issuer);
  });

  test('does not go in circles behind a proxy that changes Host', async () => {
    const stage = await createStage({ redirectUri: 'https://app.example/oauth' });
    const first = await stage.server.app.request('http://10.0.0.7:8080/login');
    const { pathname, search } = new URL(first.headers.get('location') ?? '');
    const second = await stage.server.app.request(`http://10.0.0.7:8080${pathname}${search}`);
    expect(second.headers.get('location')).toContain(stage.sandbox.issuer);
  });

  test('[S27] a hostile return_to ends on a page, without a sign-in', async () => {
    const stage = await createStage();
    for (const target of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%0d%0a/../..//evil.example',
      'javascript:alert(1)',
    ]) {
      const response = await stage.browser().open(`/login?return_to=${encodeURIComponent(target)}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).toContain('return_target_refused');
    }
  });

  test('an allowed origin is returned to', async () => {
    const stage = await createStage({ returnOrigins: ['http://localhost:5173'] });
    const done = await stage.browser().signIn('alice', '/login?return_to=http://localhost:5173/inbox');
    expect(done.headers.get('location')).toBe('http://localhost:5173/inbox');
  });

  test('[S35] stays open to other browsers while one asks without end', async () => {
    const stage = await createStage();
    const [patient, flood] = [stage.browser(), stage.browser()];
    const callback = await patient.approve();
    for (let request = 0; request < 50; request++) await flood.open('/login');
    expect(flood.cookies.size).toBe(5);
    expect((await patient.open(callback)).status).toBe(303);
  });
});
