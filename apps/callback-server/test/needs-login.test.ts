import { describe, expect, test } from 'vitest';
import { createCallbackServer } from '../src/index.ts';
import { createStage, type Stage } from './stage.ts';

const bodyOf = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replace(/<style>.*<\/style>/s, '');

const connectionOf = async ({ vault, sandbox }: Stage, username: 'alice' | 'bob' = 'alice') =>
  (await vault.connections.list({ subject: sandbox.users[username].sub, limit: 1 })).connections[0];

describe('a connection that needs the person', () => {
  test('[R15] ends its browser sessions and no others, raises one event, and the page offers to sign in again', async () => {
    const stage = await createStage();
    const [laptop, phone, bob] = [stage.browser(), stage.browser(), stage.browser()];
    await laptop.signIn('alice');
    stage.sandbox.clock.advance(2_000);
    await phone.signIn('alice');
    await bob.signIn('bob');
    stage.sandbox.clock.advance(301_000);
    const body = { error: 'invalid_grant', error_description: 'Session not active' };
    stage.sandbox.faults.add({ method: 'POST', path: '*/token', next: 1, status: 400, body });
    const { id = '' } = (await connectionOf(stage)) ?? {};
    const calls = Array.from({ length: 20 }, () => stage.server.manager.forConnection(id).getAccessToken());
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(stage.audits('refresh').filter(({ reason }) => reason === 'needs-login')).toHaveLength(1);
    for (const browser of [laptop, phone]) {
      expect((await browser.open('/me')).status).toBe(401);
      expect(await bodyOf(browser.open('/'))).toContain('Sign in again');
      expect(await stage.vault.sessions.read(browser.session() ?? '')).toBeUndefined();
    }
    expect((await bob.open('/me')).status).toBe(200);
    const requests = stage.tokenRequests().length;
    await stage.server.maintain();
    await expect(stage.server.manager.forConnection(id).getAccessToken()).rejects.toMatchObject({
      code: 'needs_login',
    });
    expect(stage.tokenRequests()).toHaveLength(requests);
    await laptop.signIn('alice');
    expect((await laptop.open('/me')).status).toBe(200);
    expect((await connectionOf(stage))?.id).toBe(id);
  });

  test('[R15] a step-up that is cancelled leaves the old set alive', async () => {
    const stage = await createStage();
    const more = createCallbackServer({
      configuration: { ...stage.configuration, scopes: ['account:read', 'balance:read'] },
      vault: stage.vault,
      fetch: stage.sandbox.fetch,
      now: stage.sandbox.clock.now,
    });
    let present = stage.server;
    const alice = stage.browser({ request: (request: Request) => present.app.request(request) });
    await alice.signIn('alice');
    present = more;
    const refused = await alice.open(await alice.approve('alice', '/login', 'no'));
    expect(refused.status).toBe(403);
    expect((await alice.open('/me')).status).toBe(200);
    stage.sandbox.clock.advance(301_000);
    expect((await alice.open('/me')).status).toBe(200);
    expect(await connectionOf(stage)).toMatchObject({ status: 'active', generation: 2 });
    stage.sandbox.clock.advance(2_000);
    await alice.signIn('alice');
    const { tokenSet } = (await stage.vault.connections.read((await connectionOf(stage))?.id ?? '')) ?? {};
    expect(tokenSet?.scopes).toContain('balance:read');
    await more.close();
  });

  test('[R16] is found again by issuer and subject of the ID token, never by the name within the company', async () => {
    const stage = await createStage();
    const userinfoSubs = new Set<unknown>();
    for (const username of ['alice', 'bob'] as const) {
      const browser = stage.browser();
      await browser.signIn(username);
      const { subject, issuer, person } = (await (await browser.open('/me')).json()) as Record<string, unknown>;
      expect({ subject, issuer }).toEqual({ subject: stage.sandbox.users[username].sub, issuer: stage.sandbox.issuer });
      userinfoSubs.add((person as { userId: unknown }).userId);
    }
    const ids = [(await connectionOf(stage, 'alice'))?.id, (await connectionOf(stage, 'bob'))?.id];
    expect(new Set(ids).size).toBe(2);
    expect([...userinfoSubs].every((name) => /^w\d+$/.test(String(name)))).toBe(true);
    stage.sandbox.clock.advance(2_000);
    await stage.browser().signIn('alice');
    expect((await connectionOf(stage, 'alice'))?.id).toBe(ids[0]);
    expect((await stage.vault.connections.list({ limit: 10 })).connections).toHaveLength(2);
  });
});

describe('a page about what the person has done', () => {
  test('speaks to the person, and says nothing twice; programs get the words for developers', async () => {
    const stage = await createStage();
    const browser = stage.browser();
    const page = await bodyOf(browser.open(await browser.approve('alice', '/login', 'no')));
    expect(page).toContain('You cancelled at sipgate');
    expect(page).not.toMatch(/The person/);
    expect(page).toContain('access_denied');
    expect(page).toContain('Sign in again');
    const foreign = await bodyOf(stage.browser().open('/oauth?state=x&code=y'));
    expect(foreign).toContain('not begun in this browser');
    expect(foreign).not.toMatch(/REDIRECT_URI|vault|instances/);
    const late = await browser.approve();
    stage.sandbox.clock.advance(11 * 60_000);
    expect(await bodyOf(browser.open(late))).toContain('That took too long');
    const headers = { accept: 'application/json' };
    const forPrograms = await stage.browser().open('/oauth?state=x&code=y', { headers });
    expect(await forPrograms.json()).toMatchObject({
      error: { message: expect.stringContaining('no sign-in under way') },
    });
  });
});
