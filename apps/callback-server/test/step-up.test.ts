import { describe, expect, test } from 'vitest';
import { parseProxyAllowance } from '../src/index.ts';
import { type Browser, createStage, type Stage } from './stage.ts';

const OWN = { 'sec-fetch-site': 'same-origin' };

/** The scopes that the sign-in behind a link asks sipgate for. */
async function askedBy(browser: Browser, link: string): Promise<string[]> {
  const { searchParams } = new URL((await browser.open(link)).headers.get('location') ?? '');
  return (searchParams.get('scope') ?? '').split(' ');
}

async function grantedTo({ vault }: Stage): Promise<readonly string[]> {
  const [state] = (await vault.connections.list({ limit: 1 })).connections;
  return (await vault.connections.read(state?.id ?? ''))?.tokenSet.scopes ?? [];
}

/** A person who has granted `account:read` only, at a server whose pages may do more. */
async function createModestSignIn() {
  const stage = await createStage({ more: { apiProxy: parseProxyAllowance('account:read balance:read users:read') } });
  const alice = stage.browser();
  await alice.signIn('alice');
  stage.sandbox.clock.advance(2_000);
  return { stage, alice };
}

describe('a link to the sign-in that names a scope', () => {
  test('asks for it beside what every sign-in asks for, and brings it', async () => {
    const { stage, alice } = await createModestSignIn();
    expect(await askedBy(stage.browser(), '/login?scope=balance:read')).toEqual([
      'openid',
      'account:read',
      'balance:read',
    ]);
    const done = await alice.signIn('alice', '/login?scope=balance%3Aread+users%3Aread&return_to=/reports');
    expect(done.headers.get('location')).toBe('http://localhost:8080/reports');
    expect(await grantedTo(stage)).toEqual(expect.arrayContaining(['account:read', 'balance:read', 'users:read']));
    expect((await stage.vault.connections.list({ limit: 10 })).connections).toHaveLength(1);
  });

  test('does not take back what another one has brought', async () => {
    const { stage, alice } = await createModestSignIn();
    await alice.signIn('alice', '/login?scope=balance:read');
    expect(await askedBy(alice, '/login?scope=users:read')).toEqual(
      expect.arrayContaining(['account:read', 'balance:read', 'users:read']),
    );
    expect(await askedBy(stage.browser(), '/login?scope=users:read')).not.toContain('balance:read');
  });

  test('without a scope is a plain sign-in', async () => {
    const { alice } = await createModestSignIn();
    for (const link of ['/login', '/login?scope=', '/login?scope=+']) {
      expect(await askedBy(alice, link)).toEqual(['openid', 'account:read']);
    }
  });

  test('asks for nothing that is unknown, for everything, or twice, and does not repeat it', async () => {
    const { stage, alice } = await createModestSignIn();
    for (const query of [
      'scope=canary:read',
      'scope=account:read,balance:read',
      'scope=all',
      'scope=balance:read+all',
      'scope=offline_access',
      'scope=balance:read&scope=users:read',
      'scope=%00',
      `scope=${'balance:read+'.repeat(3)}canary`,
    ]) {
      const response = await alice.open(`/login?${query}`);
      expect(response.status, query).toBe(400);
      const page = await response.text();
      expect(page).toContain('invalid_scope');
      expect(page).not.toContain('canary');
    }
    expect(JSON.stringify(stage.log)).not.toContain('canary');
    expect([...alice.cookies.keys()]).toEqual(['sg_session_8080']);
  });

  test('may ask for all that every sign-in asks for', async () => {
    const { browser } = await createStage({ scopes: ['all'] });
    expect(await askedBy(browser(), '/login?scope=all')).toEqual(['openid', 'all']);
  });

  test('[S27] returns nowhere else than a plain sign-in does', async () => {
    const { alice } = await createModestSignIn();
    expect((await alice.open('/login?scope=balance:read&return_to=//evil.example')).status).toBe(400);
  });

  test('keeps its scope on the way to the host of the callback', async () => {
    const { stage } = await createModestSignIn();
    const moved = await stage.server.app.request('http://127.0.0.1:8080/login?scope=balance:read');
    const { host, searchParams } = new URL(moved.headers.get('location') ?? '');
    expect([host, searchParams.get('scope')]).toEqual(['localhost:8080', 'balance:read']);
  });

  test('[R15] that is cancelled leaves the sign-in as it was', async () => {
    const { stage, alice } = await createModestSignIn();
    const refused = await alice.open(await alice.approve('alice', '/login?scope=balance:read', 'no'));
    expect(refused.status).toBe(403);
    expect((await alice.open('/me')).status).toBe(200);
    expect(await grantedTo(stage)).toEqual(['openid', 'account:read']);
  });
});

describe('who lacks a scope', () => {
  test('is led by the proxy to where they can grant it, and comes back with it', async () => {
    const { alice } = await createModestSignIn();
    const refused = await alice.open('/api/balance', { headers: OWN });
    expect(refused.status).toBe(403);
    const problem = (await refused.json()) as { login: string };
    expect(problem).toMatchObject({
      code: 'insufficient_scope',
      needs: 'balance:read',
      login: '/login?scope=balance%3Aread',
      hint: expect.stringContaining('/login?scope=balance%3Aread&return_to='),
    });
    await alice.signIn('alice', `${problem.login}&return_to=/reports`);
    expect((await alice.open('/api/balance', { headers: OWN })).status).toBe(200);
    expect((await alice.open('/api/account', { headers: OWN })).status).toBe(200);
  });

  test('is told something else where the scope is there: the answer of the API as it is', async () => {
    const { stage, alice } = await createModestSignIn();
    stage.sandbox.faults.add({ path: '/v2/account', next: 1, status: 403, body: { message: 'not in this product' } });
    const refused = await alice.open('/api/account', { headers: OWN });
    expect([refused.status, await refused.json()]).toEqual([403, { message: 'not in this product' }]);
  });

  test('finds the link on the start page, below its base path too, and in /me', async () => {
    const { browser } = await createStage({ scopes: ['balance:read'], basePath: '/sipgate' });
    const alice = browser();
    await alice.signIn('alice', '/sipgate/login');
    const page = await (await alice.open('/sipgate')).text();
    const [, link = ''] = /href="([^"]*scope=[^"]*)"/.exec(page) ?? [];
    const path = link.replaceAll('&amp;', '&');
    expect(path).toBe('/sipgate/login?scope=account%3Aread&return_to=%2Fsipgate');
    expect(await (await alice.open('/sipgate/me')).json()).toMatchObject({
      accountError: { code: 'insufficient_scope', needs: 'account:read', login: '/sipgate/login?scope=account%3Aread' },
    });
    const done = await alice.signIn('alice', path);
    expect(done.headers.get('location')).toBe('http://localhost:8080/sipgate');
    expect(await (await alice.open('/sipgate')).text()).toContain('Adler Optik GmbH');
  });
});
