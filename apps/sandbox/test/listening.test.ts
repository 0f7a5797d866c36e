import { get, type IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

test('listens on a free port and answers there as in process', async () => {
  sandbox = await createSandbox({ port: 0 });
  const discovery = `${sandbox.issuer}/.well-known/openid-configuration`;

  const overPort = await (await fetch(discovery)).json();
  const inProcess = await (await sandbox.fetch(discovery)).json();

  expect(overPort).toEqual(inProcess);
  expect(overPort.issuer).toBe(sandbox.issuer);
});

test.each(['GET', 'HEAD', 'OPTIONS', 'DELETE', 'PUT'])(
  '%s without a body is answered alike on a port and in process',
  async (method) => {
    sandbox = await createSandbox({ port: 0 });
    const token = `${sandbox.issuer}/protocol/openid-connect/token`;

    const overPort = await fetch(token, { method });
    const inProcess = await sandbox.fetch(token, { method });

    expect(overPort.status).toBe(inProcess.status);
    expect(overPort.status).toBeLessThan(500);
  },
);

test('a form sent in chunks is read', async () => {
  sandbox = await createSandbox({ port: 0 });
  const body = new Blob(['grant_type=non', 'sense']).stream();

  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    duplex: 'half',
  };
  const response = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, init);

  expect(await response.json()).toMatchObject({ error: 'unsupported_grant_type' });
});

test('a dropped connection is a reset for the client, on a port and in process', async () => {
  sandbox = await createSandbox({ port: 0 });
  const discovery = `${sandbox.issuer}/.well-known/openid-configuration`;
  sandbox.faults.add({ path: '/auth', drop: 'before', next: 2 });

  await expect(fetch(discovery)).rejects.toThrow(TypeError);
  await expect(sandbox.fetch(discovery)).rejects.toThrow(TypeError);
  expect((await fetch(discovery)).status).toBe(200);
});

test('opened as localhost, a sign-in goes on at the issuer’s host, where its cookies are', async () => {
  sandbox = await createSandbox({ port: 0 });
  const url = new URL(`${sandbox.issuer}/protocol/openid-connect/auth?client_id=x`);

  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { host: `localhost:${url.port}` } }, resolve).on('error', reject);
  });
  response.resume();

  expect([response.statusCode, response.headers.location]).toEqual([302, url.href]);
});

test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com', ''])(
  'does not listen on %j, where others could reach it, unless it is allowed to',
  async (host) => {
    await expect(createSandbox({ port: 0, host })).rejects.toMatchObject({
      code: 'invalid_configuration',
      hint: expect.stringContaining('--allow-network'),
    });
  },
);

test('in a network of containers: on all addresses, under the name that the others use', async () => {
  const origin = 'http://sandbox:8090';
  sandbox = await createSandbox({ port: 0, host: '0.0.0.0', allowNetwork: true, origin });
  expect(sandbox.issuer).toBe('http://sandbox:8090/auth/realms/third-party');
  await sandbox.close();

  const byItsPort = await createSandbox({ port: 0, host: '0.0.0.0', allowNetwork: true });
  sandbox = byItsPort;
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      get(`${byItsPort.url}/`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
  expect([await statusFor(new URL(byItsPort.url).host), await statusFor('evil.example')]).toEqual([200, 421]);
});

test('it answers to the name it was given', async () => {
  sandbox = await createSandbox({ origin: 'http://sandbox:8090', allowNetwork: true });

  expect((await sandbox.fetch('http://sandbox:8090/')).status).toBe(200);
  await expect(createSandbox({ origin: 'http://sandbox:8090/path' })).rejects.toMatchObject({
    code: 'invalid_configuration',
  });
});

test('the port is free again after close()', async () => {
  sandbox = await createSandbox({ port: 0 });
  const port = Number(new URL(sandbox.url).port);
  await sandbox.close();

  sandbox = await createSandbox({ port });

  expect(sandbox.url).toBe(`http://127.0.0.1:${port}`);
});
