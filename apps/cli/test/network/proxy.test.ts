import { createSandbox, type Sandbox } from '@sipgate-kit/sandbox';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import { type Desk, newDesk } from '../run-cli.ts';
import { type Authority, newAuthority } from './certificates.ts';
import { type ConnectProxy, startConnectProxy } from './connect-proxy.ts';
import { freePort } from './free-port.ts';
import { startHttpsServer } from './https-server.ts';

// A host that exists behind the proxy only: whoever goes there directly does not find it.
const HOST = 'sipgate.invalid';
const open: { close(): void }[] = [];
const proxies: ConnectProxy[] = [];
let sandbox: Sandbox;
let authority: Authority;
let serverPort = 0;

beforeAll(async () => {
  sandbox = await createSandbox({ port: 0 });
  authority = await newAuthority();
  const server = await startHttpsServer(await authority.issue([HOST]), (request) =>
    fetch(new Request(sandbox.url + new URL(request.url).pathname, request)),
  );
  serverPort = server.port;
  open.push(server, { close: () => void sandbox.close() });
});
afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close();
});
afterAll(() => {
  for (const one of open) one.close();
});

async function proxyWith(options: Parameters<typeof startConnectProxy>[1] = {}) {
  const proxy = await startConnectProxy(serverPort, options);
  proxies.push(proxy);
  return proxy;
}

/** The sandbox as the company's proxy shows it. */
const behindTls = () => ({
  SIPGATE_API_URL: sandbox.apiUrl.replace(sandbox.url, `https://${HOST}`),
  SIPGATE_ISSUER: sandbox.issuer.replace(sandbox.url, `https://${HOST}`),
});

/** Alice's desk in a company, where everything leaves through a proxy. */
function companyDesk(settings: Readonly<Record<string, string>>): Desk {
  const { tokenId, token } = sandbox.users.alice.personalAccessToken;
  return newDesk({
    ...behindTls(),
    SIPGATE_TOKEN_ID: tokenId,
    SIPGATE_TOKEN: token,
    NODE_EXTRA_CA_CERTS: authority.file,
    ...settings,
  });
}

test.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'all_proxy'])(
  '[L22] a call goes through the proxy that %s names',
  async (variable) => {
    const proxy = await proxyWith();
    const { code, stdout, stderr } = await companyDesk({ [variable]: proxy.url }).run(['clients', 'list', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(proxy.asked).toEqual([`${HOST}:443`]);
  },
);

test('[L22] [L6] so does the token exchange, and stdout is still data only', async () => {
  const proxy = await proxyWith();
  const desk = await oauthDesk(sandbox, {
    agoMs: 600_000,
    settings: { ...behindTls(), HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority.file },
  });
  const before = sandbox.requests().length;
  const { code, stdout, stderr } = await desk.run(['account', '--json', '--debug']);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(JSON.parse(stdout)).toHaveProperty('company');
  const sent = sandbox.requests().slice(before);
  expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
    expect.stringMatching(/^POST .*\/protocol\/openid-connect\/token$/),
    'GET /v2/account',
  ]);
  expect(proxy.asked.length).toBeGreaterThanOrEqual(1);
  expect(new Set(proxy.asked)).toEqual(new Set([`${HOST}:443`]));
  expect(stderr).toMatch(/GET sipgate\.invalid\/v2\/account through http:\/\/127\.0\.0\.1:\d+ was answered with 200/);
});

test('[L22] small letters win, and an empty variable means none', async () => {
  const proxy = await proxyWith();
  const wins = await companyDesk({ HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: proxy.url }).run([
    'clients',
    'list',
  ]);
  expect(wins.code).toBe(0);
  const none = await companyDesk({ HTTPS_PROXY: proxy.url, https_proxy: '' }).run(['clients', 'list']);
  expect(none.stderr).toContain(`there is no host ${HOST}`);
});

test.each(['sipgate.invalid', '.invalid', '*.invalid', 'other.example,sipgate.invalid:443', '*', 'x SIPGATE.invalid'])(
  '[L22] NO_PROXY=%s: there without the proxy',
  async (noProxy) => {
    const proxy = await proxyWith();
    const { stderr } = await companyDesk({ HTTPS_PROXY: proxy.url, NO_PROXY: noProxy }).run(['clients', 'list']);
    expect(stderr).toContain(`there is no host ${HOST}`);
    expect(proxy.asked).toEqual([]);
  },
);

test.each(['gate.invalid', 'sipgate.invalid:8443', 'sipgate.invalid.example', ','])(
  '[L22] NO_PROXY=%s does not mean this host',
  async (noProxy) => {
    const proxy = await proxyWith();
    const { code } = await companyDesk({ HTTPS_PROXY: proxy.url, NO_PROXY: noProxy }).run(['clients', 'list']);
    expect(code).toBe(0);
    expect(proxy.asked).toEqual([`${HOST}:443`]);
  },
);

test('[L22] this machine is never reached through a proxy', async () => {
  const proxy = await proxyWith();
  const desk = companyDesk({
    SIPGATE_API_URL: sandbox.apiUrl,
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
    ALL_PROXY: proxy.url,
  });
  expect((await desk.run(['clients', 'list'])).code).toBe(0);
  expect(proxy.asked).toEqual([]);
});

test('[L16] a proxy that is away is named, without its credentials', async () => {
  const port = await freePort();
  const desk = companyDesk({ HTTPS_PROXY: `http://ann:c4nary-proxy@127.0.0.1:${port}` });
  const { code, stdout, stderr } = await desk.run(['clients', 'list', '--json', '--debug']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`the proxy http://127.0.0.1:${port} (HTTPS_PROXY) cannot be reached (ECONNREFUSED).`);
  expect(stderr).toContain(`Correct HTTPS_PROXY, or name ${HOST} in NO_PROXY`);
  expect(stderr).not.toContain('c4nary');
});

test('a proxy with a password gets it, and says so when it is missing or wrong', async () => {
  const proxy = await proxyWith({ password: 'c4nary+proxy' });
  const address = `127.0.0.1:${proxy.port}`;
  const right = await companyDesk({ HTTPS_PROXY: `http://ann:c4nary%2Bproxy@${address}` }).run(['clients', 'list']);
  expect(right.code).toBe(0);
  for (const value of [`http://${address}`, `http://ann:c4nary-wrong@${address}`]) {
    const { code, stderr } = await companyDesk({ HTTPS_PROXY: value }).run(['clients', 'list']);
    expect(code).toBe(1);
    expect(stderr).toContain('wants a user name and a password');
    expect(stderr).toContain('Put them into HTTPS_PROXY');
    expect(stderr).not.toContain('c4nary');
  }
});

test('a proxy that does not let the host through is named', async () => {
  const proxy = await proxyWith({ refuseWith: 403 });
  const { code, stderr } = await companyDesk({ HTTPS_PROXY: proxy.url }).run(['clients', 'list']);
  expect(code).toBe(1);
  expect(stderr).toContain(`the proxy ${proxy.url} (HTTPS_PROXY) does not connect to ${HOST} (403).`);
});

test('a proxy that opens TLS, and whose authority nobody was told of: the remedy is named', async () => {
  const proxy = await proxyWith();
  const desk = companyDesk({ HTTPS_PROXY: proxy.url });
  const { code, stderr } = await desk.run(['clients', 'list'], { env: { NODE_EXTRA_CA_CERTS: undefined } });
  expect(code).toBe(1);
  expect(stderr).toContain(`nobody trusted has signed the certificate of ${HOST}`);
  expect(stderr).toContain('NODE_EXTRA_CA_CERTS');
});

test('the address of a proxy may lack its scheme; one of another kind is refused, and not shown', async () => {
  const proxy = await proxyWith();
  expect((await companyDesk({ HTTPS_PROXY: `127.0.0.1:${proxy.port}` }).run(['clients', 'list'])).code).toBe(0);
  const socks = await companyDesk({ ALL_PROXY: 'socks5://ann:c4nary@127.0.0.1:1080' }).run(['clients', 'list']);
  expect(socks.code).toBe(1);
  expect(socks.stderr).toContain('ALL_PROXY names a proxy of the kind socks5');
  const broken = await companyDesk({ HTTPS_PROXY: 'http://ann:c4nary@:::' }).run(['clients', 'list']);
  expect(broken.stderr).toContain('HTTPS_PROXY is no URL.');
  expect(socks.stderr + broken.stderr).not.toContain('c4nary');
});
