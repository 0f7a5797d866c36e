import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type Desk, newDesk } from '../run-cli.ts';
import { openTerminal } from '../terminal.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A desk whose API is what the listener answers. */
async function deskFor(listener: RequestListener, host = '127.0.0.1'): Promise<Desk & { readonly server: Server }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, host, listening));
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { ...newDesk({ SIPGATE_API_URL: `${origin}/v2`, SIPGATE_TOKEN: 'c4nary-token' }), server };
}

const balance = JSON.stringify({ amount: 12_3400, currency: 'EUR' });
const json = { 'content-type': 'application/json' };

test('an answer may be compressed, and the connection may stay open: the command ends all the same', async () => {
  let asked: string | string[] | undefined;
  const desk = await deskFor((request, response) => {
    asked = request.headers['accept-encoding'];
    response.writeHead(200, { ...json, 'content-encoding': 'gzip', connection: 'keep-alive' }).end(gzipSync(balance));
  });
  const { code, stdout } = await desk.run(['balance', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ currency: 'EUR' });
  expect(asked).toContain('gzip');
});

test('requests of one command share a connection', async () => {
  let connections = 0;
  let requests = 0;
  const desk = await deskFor((request, response) => {
    requests += 1;
    const offset = Number(new URL(request.url ?? '', 'http://x').searchParams.get('offset') ?? 0);
    const items = offset < 300 ? Array.from({ length: 100 }, (_, at) => entryOf(offset + at)) : [];
    response.writeHead(200, json).end(JSON.stringify({ items, totalCount: 300 }));
  });
  desk.server.on('connection', () => {
    connections += 1;
  });
  const { code } = await desk.run(['history', '--limit', '250', '--json']);
  expect(code).toBe(0);
  expect(requests).toBeGreaterThan(1);
  expect(connections).toBe(1);
});

const entryOf = (id: number) => ({
  id: String(id),
  source: '+4921100000',
  target: '+4921100001',
  created: '2026-01-01T00:00:00Z',
  lastModified: '2026-01-01T00:00:00Z',
  type: 'CALL',
  direction: 'INCOMING',
  incoming: true,
  status: 'PICKUP',
  read: true,
  archived: false,
  starred: 'UNSTARRED',
  endpoints: [],
});

test('a redirect is not followed: the token would go along', async () => {
  const paths: (string | undefined)[] = [];
  const desk = await deskFor((request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const { code, stderr } = await desk.run(['balance']);
  expect(code).toBe(1);
  expect(stderr).toContain('was answered with a redirect, which is never followed');
  expect(paths).toEqual(['/v2/balance']);
});

test('an answer that breaks off is an error, not a shorter answer', async () => {
  const desk = await deskFor((_request, response) => {
    response.writeHead(200, { ...json, 'content-length': '1000' });
    response.write(balance.slice(0, 10), () => response.destroy());
  });
  const { code, stdout, stderr } = await desk.run(['balance', '--json']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(JSON.parse(stderr).error.code).toBe('api_unavailable');
});

test('an IPv6 address works', async () => {
  const desk = await deskFor((_request, response) => response.writeHead(200, json).end(balance), '::1');
  expect(await desk.run(['balance', '--json'])).toMatchObject({ code: 0, stderr: '' });
});

test('[L24] a request is given up after --timeout, which ends the command', async () => {
  const desk = await deskFor(() => undefined);
  const { code, stderr } = await desk.run(['balance', '--timeout', '1']);
  expect(code).toBe(1);
  expect(stderr).toContain('GET /balance was not answered within 1 s.');
  expect(stderr).toContain('--timeout');
});

test('[L24] it says whom it waits for: at once on a terminal, elsewhere after a while', async () => {
  let released = deferred();
  const desk = await deskFor(async (_request, response) => {
    await released.promise;
    response.writeHead(200, json).end(balance);
  });
  const host = new URL(desk.env['SIPGATE_API_URL'] ?? '').host;

  const terminal = openTerminal(desk, ['balance']);
  await terminal.shows(new RegExp(`Waiting for ${host}`));
  released.resolve();
  expect(await terminal.ended).toBe(0);

  released = deferred();
  const child = desk.start(['balance']);
  const line = await new Promise((resolve) => child.stderr?.setEncoding('utf8').on('data', resolve));
  expect(line).toBe(`Waiting for ${host} …\n`);
  released.resolve();
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
});

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('[L16] --debug tells method, host, path, status and milliseconds, and nothing that is secret', async () => {
  const desk = await deskFor((_request, response) =>
    response.writeHead(200, { ...json, 'set-cookie': 'c4nary-cookie' }).end(balance),
  );
  const { stderr } = await desk.run(['balance', '--debug']);
  const host = new URL(desk.env['SIPGATE_API_URL'] ?? '').host;
  expect(stderr).toMatch(new RegExp(`^http: GET ${host}/v2/balance was answered with 200 in \\d+ ms$`, 'm'));
  expect(stderr).not.toContain('c4nary');
});

test('[L16] of a query, --debug tells the names', async () => {
  const desk = await deskFor((_request, response) =>
    response.writeHead(200, json).end(JSON.stringify({ items: [], totalCount: 0 })),
  );
  const { stderr } = await desk.run(['history', '--debug', '--type', 'call']);
  expect(stderr).toMatch(/GET [^ ]+\/v2\/history\?[^ ]*types=…/);
  expect(stderr).not.toContain('CALL');
});

test('Ctrl-C ends a command that waits', async () => {
  const arrived = deferred();
  const desk = await deskFor(() => arrived.resolve());
  const child = desk.start(['balance']);
  await arrived.promise;
  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(130);
});
