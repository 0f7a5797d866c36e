import { createSandbox } from '@sipgate-kit/sandbox';
import { describe, expect, test } from 'vitest';
import { keptConnections } from './kept-connection.ts';
import type { Desk, Run } from './run-cli.ts';
import { stage } from './stage.ts';

// The person does not let anybody wait: a second between two polls is enough.
const { sandbox, desk: bareDesk } = stage({ deviceFlow: { pollingIntervalS: 1 } });

const desk = (settings: Readonly<Record<string, string>> = {}) =>
  bareDesk({ SIPGATE_CLIENT_ID: sandbox().publicClient.clientId, ...settings });

/** Runs `sipgate login --device` to its end; `act` gets what it shows, and the process. */
function deviceLogin(
  own: Desk,
  args: readonly string[],
  act: (shown: { userCode: string; stderr: string; interrupt: () => void }) => unknown,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = own.start(['login', '--device', ...args]);
    let [stdout, stderr, seen] = ['', '', false];
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      const userCode = /^ {2}([A-Z]{4}-[A-Z]{4})$/m.exec(stderr)?.[1];
      if (seen || userCode === undefined || !stderr.includes('Waiting until you have confirmed it')) return;
      seen = true;
      Promise.resolve(act({ userCode, stderr, interrupt: () => child.kill('SIGINT') })).catch(reject);
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const alice = { username: 'alice', password: 'sandbox' };

describe('login --device', () => {
  test('shows a code and where to enter it, and is signed in once that is done', async () => {
    const own = desk();
    let shown = '';
    const { code, stdout, stderr } = await deviceLogin(
      own,
      ['--json', '--scope', 'account:read'],
      ({ userCode, ...on }) => {
        shown = on.stderr;
        return sandbox().confirmDevice({ userCode, ...alice });
      },
    );
    expect(code).toBe(0);
    expect(shown).toContain(`\n  ${sandbox().issuer}/device\n`);
    expect(stderr).toContain('Signed in as user w0 of Adler Optik GmbH');
    expect(JSON.parse(stdout)).toMatchObject({
      profile: 'default',
      method: 'oauth',
      person: { id: 'w0' },
      clientId: sandbox().publicClient.clientId,
      issuer: sandbox().issuer,
      scopes: ['openid', 'account:read'],
    });
    expect((await own.run(['account'])).code).toBe(0);
  });

  test('[S40] what it prints has no device code and no token in it', async () => {
    const own = desk();
    const { stdout, stderr } = await deviceLogin(own, ['--debug'], ({ userCode }) =>
      sandbox().confirmDevice({ userCode, ...alice }),
    );
    const [connection] = await keptConnections(own);
    expect(connection?.tokenSet.accessToken).toMatch(/^eyJ/);
    expect(stdout + stderr).not.toMatch(/eyJ|device_code=\S/);
  });

  test('a no at the browser: nobody is signed in', async () => {
    const own = desk();
    const { code, stderr } = await deviceLogin(own, [], ({ userCode }) =>
      sandbox()
        .confirmDevice({ userCode, ...alice, consent: 'no' })
        .catch(() => undefined),
    );
    expect(code).toBe(1);
    expect(stderr).toContain('The person did not grant access.');
    expect((await own.run(['auth', 'status'])).code).toBe(4);
  });

  test('[L11] Ctrl-C ends the wait and leaves no file', async () => {
    const own = desk();
    const { code } = await deviceLogin(own, [], ({ interrupt }) => interrupt());
    expect(code).toBe(130);
    expect(await own.run(['auth', 'status', '--offline', '--json'])).toMatchObject({ code: 4 });
  });

  test('nobody confirms within --wait', async () => {
    const { code, stderr } = await deviceLogin(desk(), ['--wait', '1', '--json'], () => undefined);
    expect(code).toBe(1);
    expect(stderr).toContain('"code": "sign_in_timeout"');
  });

  test('the code expires', async () => {
    const brief = await createSandbox({ port: 0, deviceFlow: { codeLifespanS: 1, pollingIntervalS: 1 } });
    try {
      const own = desk({ SIPGATE_ISSUER: brief.issuer, SIPGATE_API_URL: brief.apiUrl });
      const { code, stderr } = await own.run(['login', '--device', '--json']);
      expect(code).toBe(1);
      expect(stderr).toContain('"code": "device_expired"');
    } finally {
      await brief.close();
    }
  });

  test('a login that does not announce it, and a client that may not: what to do instead', async () => {
    const without = await createSandbox({ port: 0, deviceFlow: false });
    try {
      const desks = [
        desk({ SIPGATE_ISSUER: without.issuer }),
        desk({
          SIPGATE_CLIENT_ID: sandbox().client.clientId,
          SIPGATE_CLIENT_SECRET: sandbox().client.clientSecret,
        }),
      ];
      for (const own of desks) {
        const { code, stdout, stderr } = await own.run(['login', '--device', '--json']);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(JSON.parse(stderr).error).toMatchObject({
          code: 'device_unsupported',
          hint: expect.stringContaining('sipgate login --no-browser'),
        });
      }
    } finally {
      await without.close();
    }
  });

  test('a client that has a secret is told how to say it', async () => {
    const { stderr } = await desk({ SIPGATE_CLIENT_ID: sandbox().client.clientId }).run(['login', '--device']);
    expect(stderr).toContain('--client-secret-stdin');
  });

  test.each([
    [['--pat', '--device'], '--pat and --device do not go together'],
    [['--device', '--redirect-uri', 'http://localhost:8080/oauth'], '--device and --redirect-uri do not go together'],
  ])('%j is refused before anything is sent', async (args, message) => {
    const before = sandbox().requests().length;
    const { code, stderr } = await desk().run(['login', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(sandbox().requests()).toHaveLength(before);
  });
});
