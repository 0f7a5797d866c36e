import { SipgateKitError } from '@sipgate-kit/core';
import { describe, expect, test } from 'vitest';
import { createStage, type Stage } from './stage.ts';

const html = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replace(/<style>.*<\/style>/s, '');
const json = async (response: Response | Promise<Response>): Promise<Record<string, unknown>> =>
  (await response).json();

/** Moves past the expiry of the access token and has the provider refuse the refresh. */
function endAtProvider({ sandbox }: Stage): void {
  sandbox.clock.advance(301_000);
  sandbox.faults.add({
    method: 'POST',
    path: '*/token',
    next: 10,
    status: 400,
    body: { error: 'invalid_grant', error_description: 'Session not active' },
  });
}

describe('the start page', () => {
  test('offers the sign-in to strangers', async () => {
    const page = await html((await createStage()).browser().open('/'));
    expect(page).toContain('href="/login"');
    expect(page).toContain('<html lang="en">');
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  test('shows account, person, scopes and the state of the connection', async () => {
    const stage = await createStage({ scopes: ['account:read', 'balance:read'] });
    const browser = stage.browser();
    await browser.signIn('alice');
    stage.sandbox.clock.advance(60_000);
    const page = await html(browser.open('/'));
    for (const text of [
      'Active',
      stage.sandbox.users.alice.sub,
      'balance:read',
      'in 4 minutes',
      '1 minute ago',
      'Adler Optik GmbH',
      stage.sandbox.users.alice.masterSipId,
    ]) {
      expect(page).toContain(text);
    }
  });

  test('refreshes an expired access token on the way', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    stage.sandbox.clock.advance(301_000);
    expect(await html(browser.open('/'))).toContain('Adler Optik GmbH');
    expect(stage.tokenRequests()).toHaveLength(2);
    expect(stage.audits('refresh')).toMatchObject([{ reason: 'refreshed' }]);
  });

  test('stays usable while the REST API is down', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    stage.sandbox.faults.add({ path: '/v2/', next: 5, status: 503 });
    const response = await browser.open('/');
    const page = await html(response);
    expect(response.status).toBe(200);
    expect(page).toContain('api_unavailable');
    expect(page).toContain('You stay signed in');
    expect(page).toContain('Active');
  });

  test('says so when the person did not grant account:read', async () => {
    const stage = await createStage({ scopes: ['balance:read'] });
    const browser = stage.browser();
    await browser.signIn();
    const page = await html(browser.open('/'));
    expect(page).toContain('does not include the permission');
    expect(page).toContain('account:read');
  });

  test('keeps the session while the provider is down', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    stage.sandbox.clock.advance(301_000);
    stage.sandbox.faults.add({ method: 'POST', path: '*/token', next: 10, status: 503, retryAfter: 60 });
    const page = await html(browser.open('/'));
    expect(page).toContain('provider_unavailable');
    expect(browser.session()).toBeDefined();
    expect((await stage.vault.connections.list({ limit: 1 })).connections).toMatchObject([{ status: 'active' }]);
  });

  test('offers to sign in again when the provider has ended the session, in every browser', async () => {
    const stage = await createStage();
    const [laptop, phone] = [stage.browser(), stage.browser()];
    await laptop.signIn('alice');
    stage.sandbox.clock.advance(2_000);
    await phone.signIn('alice');
    endAtProvider(stage);

    const page = await html(laptop.open('/'));
    expect(page).toContain('Sign in again');
    expect(page).toContain('often one click without a password');
    expect((await laptop.open('/me')).status).toBe(401);
    expect((await phone.open('/me')).status).toBe(401);
    expect(await html(phone.open('/'))).toContain('Sign in again');
    expect(stage.audits('refresh')).toMatchObject([{ reason: 'needs-login' }]);

    stage.sandbox.faults.clear();
    await laptop.signIn('alice');
    expect(await html(laptop.open('/'))).toContain('Active');
  });

  test('ends the sessions of a connection that a background refresh lost', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    const [connection] = (await stage.vault.connections.list({ limit: 1 })).connections;
    endAtProvider(stage);
    await expect(stage.server.manager.forConnection(connection?.id ?? '').getAccessToken()).rejects.toMatchObject({
      code: 'needs_login',
    });
    await stage.server.close();
    expect(await stage.vault.sessions.read(browser.session() ?? '')).toBeUndefined();
  });

  test('of a tab with an old session never takes away the newer one', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    const old = { cookie: `sg_session_8080=${browser.session()}` };
    await browser.signIn();
    for (const path of ['/', '/me', '/oauth?state=x&code=y', '/nowhere']) {
      const late = await stage.browser().open(path, { headers: old });
      expect(late.headers.getSetCookie()).toEqual([]);
    }
    expect((await browser.open('/me')).status).toBe(200);
  });

  test('a session that has ended stays so when the person signs in elsewhere', async () => {
    const stage = await createStage();
    const [laptop, phone] = [stage.browser(), stage.browser()];
    await laptop.signIn('alice');
    const [connection] = (await stage.vault.connections.list({ limit: 1 })).connections;
    const { id = '', generation = 0 } = connection ?? {};
    await stage.vault.connections.setStatus(id, { generation, status: 'needs_login', reason: 'revoked' });
    expect((await laptop.open('/me')).status).toBe(401);
    stage.sandbox.clock.advance(2_000);
    await phone.signIn('alice');
    expect((await phone.open('/me')).status).toBe(200);
    expect((await laptop.open('/me')).status).toBe(401);
  });

  test('says who has to act when the connection is paused', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    const [connection] = (await stage.vault.connections.list({ limit: 1 })).connections;
    const { id = '', generation = 0 } = connection ?? {};
    await stage.vault.connections.setStatus(id, { generation, status: 'paused', reason: 'restored' });
    const page = await html(browser.open('/'));
    expect(page).toContain('Paused');
    expect(page).toContain('Your sign-in is kept');
  });

  test('forgets a session that has lived too long', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    stage.sandbox.clock.advance(31 * 24 * 60 * 60_000);
    expect(await html(browser.open('/'))).toContain('Please sign in again');
  });
});

describe('/me', () => {
  test('[S31] says who is signed in, and never a token', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn('alice');
    const me = await json(browser.open('/me'));
    expect(me).toMatchObject({
      signedIn: true,
      subject: stage.sandbox.users.alice.sub,
      issuer: stage.sandbox.issuer,
      account: { company: 'Adler Optik GmbH', product: 'TEAM' },
      connection: { status: 'active', accessTokenExpiresAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    for (const secret of stage.secrets) expect(JSON.stringify(me)).not.toContain(secret);
  });

  test('answers 401 to strangers, as JSON', async () => {
    const response = await (await createStage()).browser().open('/me');
    expect(response.status).toBe(401);
    expect(await json(response)).toEqual({ signedIn: false, login: '/login' });
  });

  test('[S32] a guessed session id shows nobody', async () => {
    const stage = await createStage();
    await stage.browser().signIn();
    const { connections } = await stage.vault.connections.list({ limit: 1 });
    for (const guess of [
      connections[0]?.id ?? '',
      connections[0]?.key.subject ?? '',
      'A'.repeat(43),
      '%00',
      "' or 1=1",
    ]) {
      const headers = { cookie: `sg_session_8080=${encodeURIComponent(guess)}` };
      expect((await stage.browser().open('/me', { headers })).status).toBe(401);
    }
  });
});

describe('signing out', () => {
  test('[S21] revokes the tokens, forgets the connection and ends every browser', async () => {
    const stage = await createStage();
    const [laptop, phone] = [stage.browser(), stage.browser()];
    await laptop.signIn('alice');
    stage.sandbox.clock.advance(2_000);
    await phone.signIn('alice');
    const response = await laptop.signOut();
    expect(response.status).toBe(200);
    const page = await html(response);
    expect(page).toContain('sipgate has confirmed');
    expect(page).toContain('may still be signed in');
    expect(page).toContain('/protocol/openid-connect/logout?client_id=');
    expect(page).not.toContain('id_token_hint');
    expect(stage.sandbox.requests().filter(({ path }) => path.endsWith('/revoke'))).toHaveLength(1);
    expect((await stage.vault.connections.list({ limit: 1 })).connections).toHaveLength(0);
    expect(laptop.session()).toBeUndefined();
    expect((await phone.open('/me')).status).toBe(401);
    expect(await stage.vault.sessions.read(phone.session() ?? '')).toBeUndefined();
    expect(stage.audits('sign-out')).toMatchObject([{ revoked: true }]);
  });

  test('[S21] clears everything here even if the provider does not answer, and says so', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    stage.sandbox.faults.add({ path: '*/revoke', drop: 'before' });
    const page = await html(browser.signOut());
    expect(page).toContain('sipgate has not confirmed');
    expect(page).not.toContain('sipgate has confirmed');
    expect(page).toContain('may still be signed in');
    expect(page).toContain('provider_unreachable');
    expect((await stage.vault.connections.list({ limit: 1 })).connections).toHaveLength(0);
    expect(stage.audits('sign-out')).toMatchObject([{ revoked: false, code: 'provider_unreachable' }]);
  });

  test('claims nothing when there was nothing to end', async () => {
    const stage = await createStage();
    const [stranger, alice] = [stage.browser(), stage.browser()];
    await alice.signIn('alice');
    endAtProvider(stage);
    await alice.open('/me');
    for (const browser of [stranger, alice]) {
      const page = await html(browser.signOut());
      expect(page).toContain('nothing left to end');
      expect(page).toContain('may still be signed in');
      expect(page).not.toMatch(/has confirmed|tokens are deleted/);
      expect(browser.session()).toBeUndefined();
    }
    expect(stage.audits('sign-out')).toEqual([]);
  });

  /** Has the vault fail once as it removes a connection. */
  function failToRemove({ vault }: Stage, error: SipgateKitError): void {
    const { remove } = vault.connections;
    Object.assign(vault.connections, {
      async remove() {
        Object.assign(vault.connections, { remove });
        throw error;
      },
    });
  }

  test('can be tried again when the vault did not answer: the browser keeps its session', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    failToRemove(stage, new SipgateKitError('store_unavailable', 'down', { hint: 'wait', retryable: true }));
    expect((await browser.signOut()).status).toBe(503);
    expect(browser.session()).toBeDefined();
    expect((await browser.signOut()).status).toBe(200);
    expect((await stage.vault.connections.list({ limit: 1 })).connections).toHaveLength(0);
  });

  test('ends the sessions even if the entry in the vault is damaged for good', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    failToRemove(stage, new SipgateKitError('vault_entry_damaged', 'damaged', { hint: 'restore' }));
    expect((await browser.signOut()).status).toBe(500);
    expect((await browser.open('/me')).status).toBe(401);
  });

  test('[S28] is done by our own pages only', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:8081' },
      { origin: 'http://localhost:8080', 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin, cross-site' },
      { host: 'evil.example', origin: 'http://evil.example' },
    ];
    const types = ['application/x-www-form-urlencoded', 'application/json', 'text/plain', 'multipart/form-data'];
    for (const headers of foreign) {
      for (const type of types) {
        const response = await browser.open('/logout', {
          method: 'POST',
          body: '{}',
          headers: { ...headers, 'content-type': type },
        });
        expect(response.status).toBe(403);
        expect(await html(response)).toContain('cross_site_request');
      }
    }
    expect((await browser.open('/me')).status).toBe(200);
    const own = await browser.open('/logout', { method: 'POST', headers: { origin: 'http://localhost:8080' } });
    expect(own.status).toBe(200);
  });

  test('[S28] is not done by a link', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    await browser.signIn();
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await browser.open('/logout', { method, headers: { 'sec-fetch-site': 'same-origin' } });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    }
    expect((await browser.open('/me')).status).toBe(200);
  });

  test('is refused with a body, which the form does not have', async () => {
    const browser = (await createStage()).browser();
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    const response = await browser.open('/logout', { method: 'POST', body: 'a='.padEnd(5_000, 'a'), headers });
    expect(response.status).toBe(413);
  });
});
