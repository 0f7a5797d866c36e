import { once } from 'node:events';
import { connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseApiKeys, parseProxyAllowance } from '../src/index.ts';
import { createStage } from './stage.ts';

const KEY = 'canary-network-0123456789abcdef0123456';
const AUTHORIZATION = `authorization: Bearer ${KEY}`;

/** The server at a port, as `listen` and the README's example open it, and alice signed in. */
async function createNetwork() {
  const stage = await createStage({
    scopes: ['account:read', 'authorization:oauth2:clients:write'],
    more: {
      apiKeys: parseApiKeys(`ops:read+token+write:${KEY}`),
      apiProxy: parseProxyAllowance('account:read createClient'),
      admin: 'key',
    },
  });
  const alice = stage.browser();
  await alice.signIn('alice');
  const { fetch } = stage.server.app;
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const [connection] = (await stage.vault.connections.list({ limit: 1 })).connections;

  /** Sends a request letter by letter as it stands here; gives status and body. */
  async function send(head: string, ...lines: string[]): Promise<readonly [status: number, body: string]> {
    const end = lines.indexOf('');
    const headers = end < 0 ? lines : lines.slice(0, end);
    const body = end < 0 ? '' : lines.slice(end + 1).join('\r\n');
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write([`${head} HTTP/1.1`, 'host: localhost:8080', 'connection: close', ...headers, '', body].join('\r\n'));
    let answer = '';
    for await (const text of socket) answer += text;
    return [Number(answer.slice(9, 12)), answer.slice(answer.indexOf('\r\n\r\n') + 4)];
  }

  return { ...stage, alice, send, id: connection?.id ?? '', cookie: `cookie: sg_session_8080=${alice.session()}` };
}

const CHUNKED = ['transfer-encoding: chunked', ''];
const chunk = (text: string) => [text.length.toString(16), text, '0', '', ''];

/** The ways in which clients say how long a body is that they do not send. */
const EMPTY: Record<string, string[]> = {
  'no word about a body, as curl -X sends it': [],
  'a length of 0': ['content-length: 0'],
  'an empty chunked body': [...CHUNKED, '0', '', ''],
};

describe.each(Object.entries(EMPTY))('over the network, with %s,', (_, framing) => {
  test('a back end gets a token and removes a connection', async () => {
    const { send, id } = await createNetwork();
    const [status, token] = await send(`POST /connections/${id}/token`, AUTHORIZATION, ...framing);
    expect([status, token]).toEqual([200, expect.stringContaining('"accessToken":"eyJ')]);
    expect((await send(`DELETE /connections/${id}`, ...framing))[0]).toBe(401);
    expect(await send(`DELETE /connections/${id}`, AUTHORIZATION, ...framing)).toEqual([
      200,
      expect.stringContaining('"revoked":true'),
    ]);
  });

  test('a person signs out', async () => {
    const { send, cookie, alice } = await createNetwork();
    const [status, page] = await send('POST /logout', cookie, 'sec-fetch-site: same-origin', ...framing);
    expect([status, page]).toEqual([200, expect.stringContaining('sipgate has confirmed')]);
    expect((await alice.open('/me')).status).toBe(401);
  });
});

describe('over the network, a body', () => {
  test('that is small passes, chunked or not', async () => {
    const { send } = await createNetwork();
    const form = `key=${KEY}`;
    const headers = ['sec-fetch-site: same-origin', 'content-type: application/x-www-form-urlencoded'];
    for (const body of [
      [`content-length: ${form.length}`, '', form],
      [...CHUNKED, ...chunk(form)],
    ]) {
      expect((await send('POST /admin/login', ...headers, ...body))[0]).toBe(303);
    }
  });

  test('that is too large does not, whatever its sender says about its length', async () => {
    const { send, id, cookie } = await createNetwork();
    const large = 'x'.repeat(5_000);
    for (const body of [
      [`content-length: ${large.length}`, '', large],
      [...CHUNKED, ...chunk(large)],
    ]) {
      expect((await send(`POST /connections/${id}/token`, AUTHORIZATION, ...body))[0]).toBe(413);
      expect((await send('POST /logout', cookie, 'sec-fetch-site: same-origin', ...body))[0]).toBe(413);
    }
  });

  test('reaches the API through the proxy', async () => {
    const { send, cookie } = await createNetwork();
    const client = JSON.stringify({
      ...{ name: 'Through the proxy', description: 'A test', privacyUrl: '', termsUrl: '' },
      ...{ redirectUris: ['http://localhost/cb'], webOrigins: [] },
    });
    const headers = [cookie, 'sec-fetch-site: same-origin', 'x-sipgate-kit: 1', 'content-type: application/json'];
    for (const body of [
      [`content-length: ${client.length}`, '', client],
      [...CHUNKED, ...chunk(client)],
    ]) {
      const [status, answer] = await send('POST /api/authorization/oauth2/clients', ...headers, ...body);
      expect([status, answer]).toEqual([expect.toBeOneOf([200, 201]), expect.any(String)]);
    }
    expect((await send('GET /api/account', cookie, 'sec-fetch-site: same-origin'))[0]).toBe(200);
  });
});
