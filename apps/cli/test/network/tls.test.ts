import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newDesk } from '../run-cli.ts';
import { type Authority, newAuthority } from './certificates.ts';
import { freePort } from './free-port.ts';
import { startHttpsServer } from './https-server.ts';

const open: { close(): void }[] = [];
let sandbox: Sandbox;
let authority: Authority;

beforeAll(async () => {
  sandbox = await createSandbox({ port: 0 });
  authority = await newAuthority();
  open.push({ close: () => void sandbox.close() });
});
afterAll(() => {
  for (const one of open) one.close();
});

/** The sandbox behind TLS, as https://localhost. */
async function startTls(...[hosts, validity]: Parameters<Authority['issue']>): Promise<string> {
  const server = await startHttpsServer(await authority.issue(hosts, validity), (request) =>
    fetch(new Request(sandbox.url + new URL(request.url).pathname, request)),
  );
  open.push(server);
  return `https://localhost:${server.port}/v2`;
}

function deskAt(apiUrl: string, settings: Readonly<Record<string, string>> = {}) {
  const { tokenId, token } = sandbox.users.alice.personalAccessToken;
  return newDesk({ SIPGATE_API_URL: apiUrl, SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token, ...settings });
}

test('[L22] NODE_EXTRA_CA_CERTS makes an authority of the company trusted', async () => {
  const desk = deskAt(await startTls(['localhost']), { NODE_EXTRA_CA_CERTS: authority.file });
  const { code, stdout, stderr } = await desk.run(['clients', 'list', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toHaveLength(2);
});

test('a certificate of an unknown authority: the error names the host, and NODE_EXTRA_CA_CERTS', async () => {
  const url = await startTls(['localhost']);
  const { code, stdout, stderr } = await deskAt(url).run(['clients', 'list', '--json']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const { error } = JSON.parse(stderr);
  expect(error.code).toBe('api_unavailable');
  expect(error.message).toContain(`nobody trusted has signed the certificate of ${new URL(url).host} (`);
  expect(error.hint).toContain('set NODE_EXTRA_CA_CERTS to its path. Nothing was sent.');
});

test.each([
  ['has expired', { from: -20, until: -10 }, 'CERT_HAS_EXPIRED'],
  ['is not valid yet', { from: 10, until: 20 }, 'CERT_NOT_YET_VALID'],
])('a certificate that %s by our clock: the clock is named', async (_what, validity, code) => {
  const desk = deskAt(await startTls(['localhost'], validity), { NODE_EXTRA_CA_CERTS: authority.file });
  const { stderr } = await desk.run(['clients', 'list']);
  expect(stderr).toContain(`by the clock of this computer, the certificate of localhost`);
  expect(stderr).toContain(code);
  expect(stderr).toContain("Check this computer's date and time.");
});

test('a certificate for another host', async () => {
  const desk = deskAt(await startTls(['other.example']), { NODE_EXTRA_CA_CERTS: authority.file });
  expect((await desk.run(['clients', 'list'])).stderr).toContain('the certificate that came is not for localhost');
});

test('https where plain http is spoken', async () => {
  const { stderr } = await deskAt(sandbox.apiUrl.replace('http:', 'https:')).run(['clients', 'list']);
  expect(stderr).toMatch(/127\.0\.0\.1:\d+ and we could not agree on TLS/);
});

test('a host that does not exist, and a port where nobody listens', async () => {
  const nowhere = await deskAt('https://api.sipgate.invalid/v2').run(['clients', 'list']);
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(nowhere.stderr).toMatch(/^Error: GET \/authorization\/oauth2\/clients could not be sent: /);
  expect(nowhere.stderr).toMatch(/there is no host api\.sipgate\.invalid \(ENOTFOUND\)|no name server told where/);
  const port = await freePort();
  const closed = await deskAt(`http://127.0.0.1:${port}/v2`).run(['clients', 'list']);
  expect(closed.stderr).toContain(`nobody listens at 127.0.0.1:${port} (ECONNREFUSED).`);
  expect(closed.stderr).toContain('Check the URL, and whether the server runs. Nothing was sent.');
});

test('a warning of Node about a missing authority file goes to stderr', async () => {
  const desk = deskAt(sandbox.apiUrl, { NODE_EXTRA_CA_CERTS: '/does/not/exist.pem' });
  const { code, stdout } = await desk.run(['clients', 'list', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveLength(2);
});
