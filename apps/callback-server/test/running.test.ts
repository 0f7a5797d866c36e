import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort, newDirectory, run } from './process.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

async function start(cwd: string, port: number, more: Record<string, string> = {}) {
  const command = run({
    cwd,
    env: {
      BASE_URL: `${sandbox.issuer}/protocol/openid-connect`,
      CLIENT_ID: sandbox.client.clientId,
      CLIENT_SECRET: sandbox.client.clientSecret,
      REDIRECT_URI: `http://localhost:${port}/oauth`,
      PORT: String(port),
      SIPGATE_KIT_API_URL: sandbox.apiUrl,
      ...more,
    },
  });
  await command.logged('listening');
  return command;
}

/** Signs in over the network and returns the cookie header of the session. */
async function signIn(port: number): Promise<string> {
  const login = await fetch(`http://localhost:${port}/login`, { redirect: 'manual' });
  const callback = await sandbox.signIn({
    authorizationUrl: login.headers.get('location') ?? '',
    username: 'alice',
    password: 'sandbox',
  });
  const cookie = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  const done = await fetch(callback, { redirect: 'manual', headers: { cookie: cookie(login) } });
  expect(done.status).toBe(303);
  return cookie(done);
}

/** A REST API that leaves its caller waiting until told otherwise. */
async function createSlowApi() {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    waiting.push(response);
    server.emit('asked');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/v2`,
    /** Until so many requests wait for an answer. */
    async asked(times: number) {
      while (waiting.length < times) await once(server, 'asked');
    },
    answer() {
      for (const response of waiting) response.writeHead(503).end();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A token endpoint that keeps a refresh to itself until told otherwise; the sandbox has answered it all the same. */
async function createHoldingEndpoint() {
  let release = () => undefined as unknown;
  const released = new Promise<void>((resolve) => {
    release = resolve as () => undefined;
  });
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const answer = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body,
      headers: { 'content-type': contentType, ...(authorization !== '' && { authorization }) },
    });
    if (body.includes('grant_type=refresh_token')) {
      server.emit('asked');
      await released;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/token`, asked: once(server, 'asked'), release };
}

describe('a running server', () => {
  test('keeps everybody signed in over a restart, in files for its owner alone', async () => {
    const [cwd, port] = [await newDirectory(), await freePort()];
    const first = await start(cwd, port);
    const cookie = await signIn(port);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    for (const file of ['vault.sqlite', 'sealing.key']) {
      expect((await stat(join(cwd, '.sipgate-kit', file))).mode & 0o777).toBe(0o600);
    }
    const second = await start(cwd, port);
    const me = await fetch(`http://localhost:${port}/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ signedIn: true, account: { company: 'Adler Optik GmbH' } });
    second.child.kill('SIGTERM');
    const { stdout, stderr } = await second.ended;
    expect(stderr).toBe('');
    expect(stdout).not.toContain(cookie.split('=')[1]);
  });

  test('stops within a second when nothing is under way, though browsers hold connections open', async () => {
    const port = await freePort();
    const command = await start(await newDirectory(), port);
    await fetch(`http://localhost:${port}/healthz`).then((response) => response.text());
    const unused = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(unused, 'connect');
    command.child.kill('SIGTERM');
    expect((await command.ended).code).toBe(0);
    const [begin, end] = [await command.logged('stopping'), await command.logged('stopped')];
    expect(Date.parse(String(end['time'])) - Date.parse(String(begin['time']))).toBeLessThan(1_000);
  });

  test('answers what is under way before it stops', async () => {
    const [port, api] = [await freePort(), await createSlowApi()];
    const command = await start(await newDirectory(), port, { SIPGATE_KIT_API_URL: api.url });
    const cookie = await signIn(port);
    const page = fetch(`http://localhost:${port}/`, { headers: { cookie } });
    await api.asked(2);
    command.child.kill('SIGTERM');
    await command.logged('stopping');
    api.answer();
    expect(await (await page).text()).toContain('api_unavailable');
    expect((await command.ended).code).toBe(0);
    api.close();
  });

  test('[R13] waits for a refresh that has left before it stops, and keeps its answer', async () => {
    const [cwd, port, endpoint] = [await newDirectory(), await freePort(), await createHoldingEndpoint()];
    const env = { TOKEN_ENDPOINT: endpoint.url, SIPGATE_KIT_ISSUER: sandbox.issuer };
    const first = await start(cwd, port, env);
    const cookie = await signIn(port);
    sandbox.faults.add({ path: '/v2/', next: 2, status: 401 });
    const page = fetch(`http://localhost:${port}/`, { headers: { cookie } });
    await endpoint.asked;
    first.child.kill('SIGTERM');
    await first.logged('stopping');
    endpoint.release();
    expect(await (await page).text()).toContain('Adler Optik GmbH');
    const { code, stdout } = await first.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('"reason":"refreshed"');
    const second = await start(cwd, port, env);
    sandbox.faults.add({ path: '/v2/', next: 2, status: 401 });
    const me = await fetch(`http://localhost:${port}/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ signedIn: true, connection: { status: 'active' } });
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
  });

  test('stops at once when asked twice', async () => {
    const [port, api] = [await freePort(), await createSlowApi()];
    const command = await start(await newDirectory(), port, { SIPGATE_KIT_API_URL: api.url });
    const cookie = await signIn(port);
    const page = fetch(`http://localhost:${port}/`, { headers: { cookie } }).catch(() => 'cut off');
    await api.asked(1);
    command.child.kill('SIGINT');
    await command.logged('stopping');
    command.child.kill('SIGINT');
    expect((await command.ended).code).toBe(130);
    expect(await page).toBe('cut off');
    api.close();
  });
});
