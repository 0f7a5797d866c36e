import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSandbox } from '@sipgate-kit/sandbox';
import { expect, onTestFinished, test } from 'vitest';
import { metricsApp, parseApiKeys } from '../src/index.ts';
import { freePort, newDirectory, run } from './process.ts';
import { createStage } from './stage.ts';

const KEY = 'canary-metrics-0123456789abcdef01234567';

/** The value of one line of the metrics. */
function sampleOf(text: string, line: string): number {
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? Number.NaN);
}

test('/metrics counts sign-ins, refreshes, tokens, the store and requests, and names nobody', async () => {
  const stage = await createStage({ more: { apiKeys: parseApiKeys(`crm:read+token:${KEY}`) } });
  const { server, sandbox, vault, browser, secrets } = stage;
  const alice = browser();
  await alice.signIn('alice');
  await browser().open('/oauth?state=x&code=y');
  sandbox.clock.advance(301_000);
  const { connections } = await vault.connections.list({ limit: 1 });
  const id = connections[0]?.id ?? '';
  await server.app.request(`/connections/${id}/token`, { method: 'POST', headers: { authorization: `Bearer ${KEY}` } });
  await browser().open('/nowhere/canary-path');
  await browser().open('/login', { method: 'BREW' });
  const app = metricsApp(server.metrics);
  const response = await app.request('/metrics');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  const text = await response.text();
  for (const [line, value] of [
    ['sipgate_kit_sign_ins_total{outcome="success"}', 1],
    ['sipgate_kit_sign_ins_total{outcome="state_mismatch"}', 1],
    ['sipgate_kit_refreshes_total{reason="refreshed"}', 1],
    ['sipgate_kit_time_to_token_seconds_count{outcome="ok"}', 1],
    ['sipgate_kit_connections{status="active"}', 1],
    ['sipgate_kit_connections{status="needs_login"}', 0],
    ['sipgate_kit_store_seconds_count{operation="connections.replace",outcome="ok"}', 1],
    ['sipgate_kit_http_request_seconds_count{method="POST",route="/connections/:id/token",status="200"}', 1],
    ['sipgate_kit_http_request_seconds_count{method="GET",route="none",status="404"}', 1],
    ['sipgate_kit_http_request_seconds_count{method="GET",route="/oauth",status="303"}', 1],
  ] as const) {
    expect(sampleOf(text, line), line).toBe(value);
  }
  for (const secret of [...secrets, id, sandbox.users.alice.sub, 'canary']) expect(text).not.toContain(secret);
  await vault.close();
  sandbox.clock.advance(61_000);
  const without = await (await app.request('/metrics')).text();
  expect(sampleOf(without, 'sipgate_kit_sign_ins_total{outcome="success"}')).toBe(1);
  expect(without).not.toContain('sipgate_kit_connections{');
});

test('/readyz tells how the provider did, without depending on it', async () => {
  const { browser, sandbox, server, vault } = await createStage();
  const ready = async () => {
    const response = await browser().open('/readyz');
    return [response.status, await response.json()];
  };
  expect(await ready()).toEqual([200, { status: 'ok', vault: 'ok', provider: 'unknown' }]);
  await browser().signIn('alice');
  expect(await ready()).toEqual([200, { status: 'ok', vault: 'ok', provider: 'ok' }]);
  sandbox.clock.advance(301_000);
  sandbox.faults.add({ method: 'POST', path: '*/token', next: 1, status: 503, retryAfter: 60 });
  const { connections } = await vault.connections.list({ limit: 1 });
  const tokens = server.manager.forConnection(connections[0]?.id ?? '');
  await expect(tokens.getAccessToken()).rejects.toMatchObject({ code: 'provider_unavailable' });
  expect(await ready()).toEqual([200, { status: 'ok', vault: 'ok', provider: 'unavailable' }]);
});

test('the command opens a port for each, on this machine only, and closes all of them', async () => {
  const sandbox = await createSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const [port, apiPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    SIPGATE_KIT_ISSUER: sandbox.issuer,
    CLIENT_ID: sandbox.client.clientId,
    CLIENT_SECRET: sandbox.client.clientSecret,
    REDIRECT_URI: `http://localhost:${port}/oauth`,
    SIPGATE_KIT_API_URL: sandbox.apiUrl,
    SIPGATE_KIT_API_KEYS: `crm:read:${KEY}`,
    SIPGATE_KIT_API_PORT: String(apiPort),
    SIPGATE_KIT_ADMIN: 'local',
    SIPGATE_KIT_METRICS_PORT: String(metricsPort),
    SIPGATE_KIT_API_PROXY: 'getAccount',
  };
  const command = run({ cwd: await newDirectory(), env });
  onTestFinished(() => void command.child.kill('SIGKILL'));
  await command.logged('listening');
  const get = (at: number, path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${at}${path}`, { headers, redirect: 'manual' });
  expect((await get(port, '/metrics')).status).toBe(404);
  expect((await get(port, '/connections')).status).toBe(404);
  expect((await get(apiPort, '/connections')).status).toBe(401);
  expect((await get(apiPort, '/connections', { authorization: `Bearer ${KEY}` })).status).toBe(200);
  expect((await get(apiPort, '/admin')).status).toBe(200);
  expect((await get(apiPort, '/admin', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(401);
  expect((await get(port, '/api/account', { 'sec-fetch-site': 'same-origin' })).status).toBe(401);
  const metrics = await (await get(metricsPort, '/metrics')).text();
  expect(metrics).toContain('process_resident_memory_bytes');
  expect(metrics).toContain('sipgate_kit_connections{status="active"} 0');
  command.child.kill('SIGTERM');
  const { code, stdout } = await command.ended;
  expect(code).toBe(0);
  expect(stdout).not.toContain('canary');
  for (const closed of [port, apiPort, metricsPort]) await expect(get(closed, '/')).rejects.toThrow('fetch failed');
});

test('the command says which of its ports is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const env = {
    CLIENT_ID: 'a:third-party',
    CLIENT_SECRET: 'b',
    REDIRECT_URI: `http://localhost:${await freePort()}/oauth`,
    SIPGATE_KIT_METRICS_PORT: String(port),
  };
  const { code, stderr } = await run({ cwd: await newDirectory(), env }).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`SIPGATE_KIT_METRICS_PORT=${port + 1}`);
});
