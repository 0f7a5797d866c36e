import { createSandbox } from '@sipgate-kit/sandbox';
import { Webhook as Reference } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCallbackServer, metricsApp, parseApiKeys, parseWebhookSecrets } from '../src/index.ts';
import { freePort, newDirectory, run } from './process.ts';
import { createReceiver, type Reaction, silence } from './receiver.ts';
import { createStage } from './stage.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'canary-1').toString('base64')}`;
const REFUSED = {
  method: 'POST',
  path: '*/token',
  status: 400,
  body: { error: 'invalid_grant', error_description: 'Session not active' },
};

/** A server that tells a receiver, with alice signed in, and her session at the provider over. */
async function createEndedSession(...reactions: Reaction[]) {
  const receiver = await createReceiver(...reactions);
  const apiKeys = parseApiKeys(`crm:read+token:${'k'.repeat(32)}`);
  const stage = await createStage({
    more: { webhook: { url: receiver.url, secrets: parseWebhookSecrets(SECRET) }, apiKeys },
  });
  await stage.browser().signIn('alice');
  const [connection] = (await stage.vault.connections.list({ limit: 1 })).connections;
  stage.sandbox.clock.advance(301_000);
  stage.sandbox.faults.add({ ...REFUSED, next: 10 });
  return { ...stage, receiver, id: connection?.id ?? '' };
}

const tokensOf = (
  server: { manager: { forConnection(id: string): { getAccessToken(): Promise<string> } } },
  id: string,
) => Array.from({ length: 20 }, () => server.manager.forConnection(id).getAccessToken());

describe('a connection that becomes needs_login', () => {
  test('is told once, however many calls and instances notice, and without a token', async () => {
    const { receiver, server, vault, configuration, sandbox, id, secrets, audits } = await createEndedSession();
    const sibling = createCallbackServer({
      configuration,
      vault,
      now: sandbox.clock.now,
      fetch: (input, init) =>
        String(input).startsWith(receiver.url) ? fetch(input, init) : sandbox.fetch(input, init),
    });
    const outcomes = await Promise.allSettled([...tokensOf(server, id), ...tokensOf(sibling, id)]);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    await Promise.all([server.close(), sibling.close()]);
    expect(receiver.received).toHaveLength(1);
    const { body = '', headers = {} } = receiver.received[0] ?? {};
    expect(JSON.parse(body)).toEqual({
      id: headers['webhook-id'],
      type: 'connection.needs_login',
      connectionId: id,
      reason: 'refused: Session not active',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    for (const secret of [...secrets, 'canary']) expect(JSON.stringify({ body, headers })).not.toContain(secret);
    const metrics = await (await metricsApp(server.metrics).request('/metrics')).text();
    expect(metrics).toContain('sipgate_kit_webhook_total{outcome="delivered"} 1');
    expect(audits('webhook')).toMatchObject([{ outcome: 'delivered', connectionId: id, tries: 1 }]);
  });

  test('is told, too, when nobody asked for a token', async () => {
    const { receiver, server, sandbox, id } = await createEndedSession();
    sandbox.clock.advance(25 * 86_400_000);
    await server.maintain();
    expect(JSON.parse((await receiver.messages(1))[0]?.body ?? '')).toMatchObject({ connectionId: id });
    await server.close();
  });

  test('[R13] keeps nobody waiting for the receiver', async () => {
    const { receiver, server, id } = await createEndedSession(silence);
    await expect(server.manager.forConnection(id).getAccessToken()).rejects.toMatchObject({ code: 'needs_login' });
    await receiver.messages(1);
    await expect(server.manager.forConnection(id).getAccessToken()).rejects.toMatchObject({ code: 'needs_login' });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('the command', () => {
  test('tells what it was configured to tell, and shows neither secret nor path', async () => {
    const [sandbox, receiver, port] = [await createSandbox({ port: 0 }), await createReceiver(), await freePort()];
    onTestFinished(() => sandbox.close());
    const command = run({
      cwd: await newDirectory(),
      env: {
        SIPGATE_KIT_ISSUER: sandbox.issuer,
        SIPGATE_KIT_API_URL: sandbox.apiUrl,
        CLIENT_ID: sandbox.client.clientId,
        CLIENT_SECRET: sandbox.client.clientSecret,
        REDIRECT_URI: `http://localhost:${port}/oauth`,
        SIPGATE_KIT_WEBHOOK_URL: receiver.url,
        SIPGATE_KIT_WEBHOOK_SECRET: SECRET,
      },
    });
    await command.logged('listening');
    const cookie = await signedInAt(port, sandbox);
    sandbox.faults.add({ path: '/v2/', next: 2, status: 401 });
    sandbox.faults.add({ ...REFUSED, next: 1 });
    const page = await fetch(`http://localhost:${port}/`, { headers: { cookie } });
    expect(await page.text()).toContain('Please sign in again');
    const [message] = await receiver.messages(1);
    expect(new Reference(SECRET).verify(message?.body ?? '', message?.headers as Record<string, string>)).toMatchObject(
      {
        type: 'connection.needs_login',
      },
    );
    expect(await command.logged('webhook')).toMatchObject({ audit: 'webhook', outcome: 'delivered' });
    command.child.kill('SIGTERM');
    const { code, stdout, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/whsec|\/hook/);
  });
});

describe('the description of the connections API', () => {
  test('shows the message, where one is sent', async () => {
    const { server } = await createEndedSession();
    const description = await (await server.app.request('/connections/openapi.json')).json();
    expect(description).toMatchObject({
      webhooks: { 'connection.needs_login': { post: { summary: expect.any(String) } } },
    });
    expect(await (await server.app.request('/connections/docs')).text()).toContain('Webhook connection.needs_login');
    const without = await createStage({ more: { apiKeys: parseApiKeys(`crm:read:${'k'.repeat(32)}`) } });
    expect(await (await without.server.app.request('/connections/openapi.json')).json()).not.toMatchObject({
      webhooks: { 'connection.needs_login': expect.anything() },
    });
  });
});

/** The cookie of a browser that has signed in over the network. */
async function signedInAt(port: number, sandbox: Awaited<ReturnType<typeof createSandbox>>): Promise<string> {
  const cookies = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  const login = await fetch(`http://localhost:${port}/login`, { redirect: 'manual' });
  const authorizationUrl = login.headers.get('location') ?? '';
  const callback = await sandbox.signIn({ authorizationUrl, username: 'alice', password: 'sandbox' });
  return cookies(await fetch(callback, { redirect: 'manual', headers: { cookie: cookies(login) } }));
}
