import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type LoginRun, startLogin } from './login-run.ts';
import { freePort, hasIpv6, idleConnection, occupy, rawRequest } from './raw-request.ts';
import { stage } from './stage.ts';

const { sandbox, desk: bareDesk } = stage();
const ipv6 = await hasIpv6();

/** Nobody is signed in; the sandbox's public client and any free port are set. */
const desk = (settings: Readonly<Record<string, string>> = {}) =>
  bareDesk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
    ...settings,
  });

/** What the person's browser is sent to. */
const callbackOf = ({ url }: LoginRun, more: { username?: string; consent?: 'yes' | 'no' } = {}) =>
  sandbox().signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox', ...more });

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

describe('where it listens', () => {
  test('[S40] any free port of 127.0.0.1, where the redirect URI names none; nothing but the loopback literal is sent', async () => {
    const run = await startLogin(desk());
    expect(run.redirectUri.hostname).toBe('127.0.0.1');
    expect(Number(run.redirectUri.port)).toBeGreaterThan(1023);
    expect(run.redirectUri.pathname).toBe('/oauth');
    if (ipv6) await (await occupy('::1', Number(run.redirectUri.port))).close();
    await fetch(await callbackOf(run));
    expect((await run.ended).code).toBe(0);
  });

  test('[S40] a registered localhost is listened for on both loopback families, at the same port', async () => {
    const port = await freePort();
    const run = await startLogin(desk(), ['--redirect-uri', `http://localhost:${port}/oauth`]);
    expect(run.redirectUri.href).toBe(`http://localhost:${port}/oauth`);
    for (const address of ipv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      expect((await rawRequest(`http://localhost:${port}/`, { address })).status).toBe(404);
    }
    await rawRequest(await callbackOf(run), { address: ipv6 ? '::1' : '127.0.0.1' });
    expect((await run.ended).code).toBe(0);
  });

  test('[S40] localhost without a port takes one that is free on both families', async () => {
    const run = await startLogin(desk(), ['--redirect-uri', 'http://localhost/oauth']);
    for (const address of ipv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      expect((await rawRequest(new URL('/', run.redirectUri), { address })).status).toBe(404);
    }
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
  });

  test.each(ipv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'])(
    '[S41] a fixed port that somebody has on %s: named, with the option for another one',
    async (address) => {
      const taken = await occupy(address);
      try {
        const uri = `http://localhost:${taken.port}/oauth`;
        const { code, stdout, stderr } = await desk().run(['login', '--redirect-uri', uri]);
        expect(code).toBe(1);
        expect(stdout).toBe('');
        expect(stderr).toContain(`Port ${taken.port} is taken by another program.`);
        expect(stderr).toContain('--redirect-uri');
        expect(stderr).toContain('port_in_use');
        expect(stderr).not.toContain('response_type=code');
      } finally {
        taken.close();
      }
    },
  );

  test('[S41] on a machine without IPv6, IPv4 will do', async () => {
    const port = await freePort();
    const preload = fileURLToPath(new URL('./fixtures/no-ipv6.cjs', import.meta.url));
    const run = await startLogin(desk({ NODE_OPTIONS: `--require "${preload}"` }), [
      '--redirect-uri',
      `http://localhost:${port}/oauth`,
    ]);
    expect((await rawRequest(await callbackOf(run), { address: '127.0.0.1' })).status).toBe(200);
    expect((await run.ended).code).toBe(0);
  });

  test('a redirect URI on another machine is refused where nothing can be pasted', async () => {
    const { code, stderr } = await desk().run(['login', '--redirect-uri', 'https://app.example.com/oauth']);
    expect(code).toBe(2);
    expect(stderr).toContain('does not lead to this machine');
    expect(stderr).toContain('--pat');
  });

  test('a pattern is no address to send a browser to', async () => {
    const { code, stderr } = await desk().run(['login', '--redirect-uri', 'http://localhost:8080/*']);
    expect(code).toBe(1);
    expect(stderr).toContain('has a star in it');
  });
});

describe('what is a callback', () => {
  test('[S42] other paths, a wrong state, no state, doubled parameters and other methods are turned away, and end nothing', async () => {
    const run = await startLogin(desk());
    const callback = await callbackOf(run);
    const withState = (state: string) => {
      const url = new URL(callback);
      url.searchParams.set('state', state);
      return url;
    };
    const doubled = new URL(callback);
    doubled.searchParams.append('code', 'another');
    const wrong: readonly (readonly [URL, number, string?])[] = [
      [new URL('/favicon.ico', callback), 404],
      [new URL('/', callback), 404],
      [new URL(`/oauth/${callback.search}`, callback), 404],
      [new URL('/oauth', callback), 400],
      [withState('somebody-elses'), 400],
      [withState(''), 400],
      [new URL(`/oauth?error=access_denied&state=somebody-elses`, callback), 400],
      [doubled, 400],
      [callback, 405, 'POST'],
      [callback, 405, 'HEAD'],
    ];
    for (const [url, status, method = 'GET'] of wrong) {
      const answer = await rawRequest(url, { method });
      expect([url.pathname, method, answer.status]).toEqual([url.pathname, method, status]);
      expect(answer.headers['connection']).toBe('close');
      expect(answer.body).not.toContain(callback.searchParams.get('code'));
    }
    expect((await rawRequest(callback)).status).toBe(200);
    expect((await run.ended).code).toBe(0);
  });

  test('[S43] under any other name (DNS rebinding) there is nothing, and the wait goes on', async () => {
    const run = await startLogin(desk());
    const callback = await callbackOf(run);
    const { port } = run.redirectUri;
    for (const host of ['evil.example', `evil.example:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:1`]) {
      expect([host, (await rawRequest(callback, { host })).status]).toEqual([host, 400]);
    }
    expect((await rawRequest(callback)).status).toBe(200);
    expect((await run.ended).code).toBe(0);
  });

  test('[S43] the second callback is refused, and after the first the port is free', async () => {
    const run = await startLogin(desk());
    const callback = await callbackOf(run);
    sandbox().faults.add({ path: '*/token', delayMs: 1_000 });
    const answers = await Promise.all([rawRequest(callback), rawRequest(callback)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await run.ended).code).toBe(0);
    expect(
      sandbox()
        .requests()
        .filter(({ grantType }) => grantType === 'authorization_code').length,
    ).toBeGreaterThan(0);
    await (await occupy('127.0.0.1', Number(run.redirectUri.port))).close();
  });

  test('the page is whole and answers for itself: no secrets, no outside, light and dark, the connection closed', async () => {
    const run = await startLogin(desk());
    const callback = await callbackOf(run);
    const { status, headers, body } = await rawRequest(callback);
    expect(status).toBe(200);
    expect(body).toContain('You are signed in');
    expect(body.trimEnd().endsWith('</html>')).toBe(true);
    expect(body).toContain('prefers-color-scheme: dark');
    for (const secret of ['code', 'state', 'session_state']) {
      expect(body).not.toContain(callback.searchParams.get(secret));
    }
    expect(headers).toMatchObject({
      connection: 'close',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect((await run.ended).code).toBe(0);
  });

  test('a connection that a browser opened ahead of time does not hold up the end', async () => {
    const run = await startLogin(desk());
    const idle = await idleConnection(run.redirectUri);
    const closed = new Promise((resolve) => idle.once('close', resolve));
    await fetch(await callbackOf(run));
    expect((await run.ended).code).toBe(0);
    await closed;
  });
});

describe('how the wait ends otherwise', () => {
  test('a refusal in the callback ends it with its error, and a page that says so', async () => {
    const run = await startLogin(desk(), ['--json']);
    const page = await rawRequest(await callbackOf(run, { username: 'bob', consent: 'no' }));
    expect(page.status).toBe(400);
    expect(page.body).toContain('You did not grant access');
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('"code": "access_denied"');
  });

  test('[S43] after the time it was given it says so, and what to try', async () => {
    const { code, stderr } = await desk().run(['login', '--wait', '1']);
    expect(code).toBe(1);
    expect(stderr).toContain('Nobody signed in within 1 s.');
    expect(stderr).toContain('sign_in_timeout');
    expect(stderr).toContain('--wait');
  });

  test('a wait that outlasts any sign-in is no wait', async () => {
    const { code, stderr } = await desk().run(['login', '--wait', '601']);
    expect(code).toBe(2);
    expect(stderr).toContain('at most 600 seconds');
  });

  test('a sandbox that does not run is told before a browser is sent there', async () => {
    const { code, stderr } = await desk().run(['login'], {
      env: { SIPGATE_ISSUER: `http://127.0.0.1:${await freePort()}/auth/realms/third-party` },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('provider_unreachable');
    expect(stderr).toContain('sipgate sandbox');
    expect(stderr).not.toContain('response_type=code');
  });

  test('[S43] five minutes, unless told otherwise', async () => {
    const run = await startLogin(desk());
    run.child.kill('SIGINT');
    await run.ended;
    expect(run.stderr()).toContain('5 minutes at most');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '[L11] [S43] %s closes the port, exits with 130 and leaves no file',
    async (signal) => {
      const { home, ...rest } = desk();
      const run = await startLogin({ home, ...rest });
      run.child.kill(signal);
      expect(await run.ended).toMatchObject({ code: 130, stdout: '' });
      expect(filesIn(home)).toEqual([]);
      await (await occupy('127.0.0.1', Number(run.redirectUri.port))).close();
    },
  );
});
