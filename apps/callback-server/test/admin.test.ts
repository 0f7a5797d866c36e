import { describe, expect, test } from 'vitest';
import { parseApiKeys } from '../src/index.ts';
import { createStage, type StageOptions } from './stage.ts';

const OPS = 'canary-ops-0123456789abcdef0123456789';
const TOKEN_ONLY = 'canary-crm-0123456789abcdef0123456789';

async function createAdmin(admin: 'key' | 'local', options: StageOptions = {}) {
  const apiKeys = parseApiKeys(`ops:read:${OPS},crm:token:${TOKEN_ONLY}`);
  const stage = await createStage({ ...options, more: { admin, apiKeys, ...options.more } });
  const operator = stage.browser();
  const post = (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
  ) => operator.open(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { ...stage, operator, post, enter: (key = OPS) => post('/admin/login', { key }) };
}

const text = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replace(/<style>.*<\/style>/s, '');

describe('the admin page', () => {
  test('[S38] is not there unless it is switched on', async () => {
    const stage = await createStage({ more: { apiKeys: parseApiKeys(`ops:read:${OPS}`) } });
    expect((await stage.browser().open('/admin')).status).toBe(404);
  });

  test('[S38] opens for a key that may read, in a strict and short-lived cookie', async () => {
    const { operator, enter, browser, audits, sandbox } = await createAdmin('key');
    await browser().signIn('alice');
    const shut = await operator.open('/admin');
    expect(shut.status).toBe(401);
    expect(await text(shut)).not.toContain(sandbox.users.alice.sub);
    const entered = await enter();
    expect(entered.status).toBe(303);
    const cookie = entered.headers.getSetCookie().join();
    expect(cookie).toMatch(/^sg_admin=ops.*; Max-Age=900; Path=\/admin; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('canary');
    const page = await text(operator.open('/admin'));
    expect(page).toContain(sandbox.users.alice.sub);
    expect(page).toContain('Last refresh');
    expect(page).toContain('in 5 minutes');
    expect(page).not.toContain('<script');
    expect(audits('admin-sign-in')).toMatchObject([{ apiKey: 'ops' }]);
    expect(audits('admin-view')).toMatchObject([{ apiKey: 'ops' }]);
    sandbox.clock.advance(16 * 60_000);
    expect((await operator.open('/admin')).status).toBe(401);
  });

  test('[S38] stays shut for other keys and for cookies somebody made up', async () => {
    const { operator, enter, audits, sandbox } = await createAdmin('key');
    expect(await text(enter('wrong'))).toContain('not known');
    expect(await text(enter(TOKEN_ONLY))).toContain('may not look at connections');
    expect(operator.cookies.size).toBe(0);
    expect(audits('admin-refused')).toHaveLength(1);
    sandbox.clock.advance(10_000);
    await enter();
    const real = decodeURIComponent(operator.cookies.get('sg_admin') ?? '');
    const later = real.replace(/:\d+:/, (end) => `:${Number(end.slice(1, -1)) + 9}:`);
    for (const forged of [later, real.replace('ops', 'crm'), `${real}x`, 'ops:9999999999999:', '']) {
      const headers = { cookie: `sg_admin=${encodeURIComponent(forged)}` };
      expect((await operator.open('/admin', { headers })).status).toBe(401);
    }
    const statuses = [];
    for (let attempt = 0; attempt < 6; attempt++) statuses.push(await text(enter('guess')));
    expect(statuses.at(-1)).toContain('Too many attempts');
  });

  test('[S28] is entered and left by its own forms only', async () => {
    const { operator, enter, post } = await createAdmin('key');
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      expect((await post('/admin/login', { key: OPS }, headers)).status).toBe(403);
    }
    await enter();
    expect((await post('/admin/logout', { token: 'guess' })).status).toBe(403);
    const page = await text(operator.open('/admin'));
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect((await post('/admin/logout', { token }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post('/admin/logout', { token })).status).toBe(303);
    expect((await operator.open('/admin')).status).toBe(401);
  });

  test('shows who has to sign in again, with the link to send them, by filter and page', async () => {
    const { operator, enter, browser, vault, sandbox } = await createAdmin('key');
    await browser().signIn('alice');
    await browser().signIn('bob');
    for (let count = 0; count < 30; count++) {
      const key = { issuer: sandbox.issuer, clientId: 'other', subject: `person-${count}` };
      const alice = (await vault.connections.list({ subject: sandbox.users.alice.sub, limit: 1 })).connections[0];
      const tokenSet = (await vault.connections.read(alice?.id ?? ''))?.tokenSet;
      if (tokenSet !== undefined) await vault.connections.saveSignIn(key, tokenSet);
    }
    const [bob] = (await vault.connections.list({ subject: sandbox.users.bob.sub, limit: 1 })).connections;
    await vault.connections.setStatus(bob?.id ?? '', { generation: 1, status: 'needs_login', reason: 'refused <b>' });
    await enter();
    const filtered = await text(operator.open('/admin?status=needs_login'));
    expect(filtered).toContain(sandbox.users.bob.sub);
    expect(filtered).not.toContain('person-');
    expect(filtered).toContain('refused &lt;b&gt;');
    expect(filtered).toContain('href="http://localhost:8080/login"');
    expect(filtered).toContain('<option value="needs_login" selected');
    expect(await text(operator.open('/admin?subject=person-'))).toContain('person-17');
    expect(await text(operator.open('/admin?subject=nobody'))).toContain('No connection fits');
    const first = await text(operator.open('/admin'));
    const next = /href="(\/admin\?after=[^"]+)"/.exec(first)?.[1] ?? '';
    expect(first.match(/class="card"/g)?.length).toBe(26);
    const second = await text(operator.open(next.replaceAll('&amp;', '&')));
    expect(second).toContain('First page');
    expect(second.match(/class="card"/g)?.length).toBe(8);
  });

  test('names every field, so that it works by keyboard and by ear', async () => {
    const { operator, enter } = await createAdmin('key');
    await enter();
    for (const page of [await text(createLoginPage()), await text(operator.open('/admin'))]) {
      for (const [, id] of page.matchAll(/<(?:input|select) id="(\w+)"/g))
        expect(page).toContain(`<label for="${id}">`);
      expect(page.match(/<h1>/g)).toHaveLength(1);
    }
    async function createLoginPage() {
      return (await createAdmin('key')).operator.open('/admin');
    }
  });

  test('opens for browsers on this machine only, if so configured', async () => {
    const { server } = await createAdmin('local');
    const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
      server.app.request(
        'http://localhost:8080/admin',
        { headers: { host: 'localhost:8080', ...headers } },
        remoteAddress === undefined ? undefined : { incoming: { socket: { remoteAddress } } },
      );
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect((await from(address)).status).toBe(200);
    for (const address of [undefined, '10.0.0.7', '::ffff:10.0.0.7', '127.evil']) {
      expect((await from(address)).status, address).toBe(401);
    }
    for (const headers of [
      { 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'for=127.0.0.1' },
      { 'x-real-ip': '127.0.0.1' },
      { via: '1.1 proxy' },
      { host: 'evil.example' },
      { host: 'localhost.evil.example:8080' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await from('127.0.0.1', headers as Record<string, string>)).status, JSON.stringify(headers)).toBe(401);
    }
  });
});
