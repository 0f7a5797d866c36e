import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { clientCredentials, keycloakProvider, refreshTokenSet, revokeTokenSet } from '@sipgate-kit/core';
import { expect, test } from 'vitest';
import { oauthDesk } from '../oauth-desk.ts';
import { BIN } from '../run-cli.ts';
import { stage } from '../stage.ts';
import { diagnosis } from './diagnosis.ts';

// What sipgate's own OAuth samples list under "Common Issues", one after the other.

const { sandbox, desk, aliceDesk } = stage();

const publicDesk = (settings: Readonly<Record<string, string>> = {}) =>
  desk({
    SIPGATE_CLIENT_ID: sandbox().publicClient.clientId,
    SIPGATE_REDIRECT_URI: 'http://127.0.0.1/oauth',
    ...settings,
  });

const confidentialDesk = (settings: Readonly<Record<string, string>> = {}) => {
  const { clientId, clientSecret } = sandbox().client;
  return publicDesk({ SIPGATE_CLIENT_ID: clientId, SIPGATE_CLIENT_SECRET: clientSecret, ...settings });
};

test('nothing is wrong where nothing is wrong', async () => {
  const { of, code } = await diagnosis(confidentialDesk());
  const failed = Object.entries(of).filter(([, { status }]) => status === 'fail');
  expect(failed).toEqual([]);
  expect(code).toBe(0);
  expect(of['client']?.message).toContain('the secret fits');
});

test('EADDRINUSE: the port of the redirect URI is taken by another program', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    const { of, code } = await diagnosis(publicDesk({ SIPGATE_REDIRECT_URI: `http://localhost:${port}/oauth` }));
    expect(of['port']).toMatchObject({ status: 'fail', message: `Port ${port} is taken by another program.` });
    expect(of['port']?.remedy).toContain('another redirect URI');
    expect(code).toBe(1);
  } finally {
    server.close();
  }
});

/** Root may listen everywhere, so that somebody else has to try. */
const NOBODY = 65_534;

test.skipIf(process.platform !== 'linux')('EACCES: a port below 1024 is not for everybody', () => {
  const { clientId } = sandbox().publicClient;
  const { status, stdout } = spawnSync(process.execPath, [BIN, 'doctor', '--json'], {
    env: {
      HOME: '/nonexistent',
      SIPGATE_API_URL: 'http://127.0.0.1:9/v2',
      SIPGATE_ISSUER: 'http://127.0.0.1:9/auth/realms/third-party',
      SIPGATE_CLIENT_ID: clientId,
      SIPGATE_REDIRECT_URI: 'http://127.0.0.1:81/oauth',
    } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv,
    encoding: 'utf8',
    ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
  });
  const found = JSON.parse(stdout).find(({ check }: { check: string }) => check === 'port');
  expect(found).toMatchObject({ status: 'fail', remedy: expect.stringContaining('Ports below 1024') });
  expect(status).toBe(1);
});

test('"Invalid parameter: redirect_uri": it is not registered, letter by letter', async () => {
  const { of } = await diagnosis(confidentialDesk({ SIPGATE_REDIRECT_URI: 'http://localhost:8080/callback' }));
  expect(of['redirect-uri']?.status).toBe('fail');
  expect(of['redirect-uri']?.message).toContain('"Invalid parameter: redirect_uri"');
  expect(of['redirect-uri']?.remedy).toContain('--redirect-uri http://localhost:8080/callback');
});

test('"Client not found": the client is used in the wrong realm', async () => {
  const { clientId, clientSecret } = sandbox().appsClient;
  const { of } = await diagnosis(
    confidentialDesk({ SIPGATE_CLIENT_ID: clientId, SIPGATE_CLIENT_SECRET: clientSecret }),
  );
  expect(of['realm']).toMatchObject({
    status: 'fail',
    remedy: expect.stringContaining(`sipgate config set issuer ${sandbox().issuers['sipgate-apps']}`),
  });
  expect(of['client']?.status).toBe('fail');
});

test('"Client not found": there is no such client', async () => {
  const { of } = await diagnosis(publicDesk({ SIPGATE_CLIENT_ID: '1234567-0-nobody:third-party' }));
  expect(of['client']).toMatchObject({ status: 'fail', remedy: expect.stringContaining('Check the client id') });
  // Said once: what depends on it is not checked.
  expect([of['redirect-uri']?.status, of['code-exchange']?.status]).toEqual(['skip', 'skip']);
});

test('"Invalid client secret", unauthorized_client', async () => {
  const { of } = await diagnosis(confidentialDesk({ SIPGATE_CLIENT_SECRET: 'not-the-secret' }));
  expect(of['client']).toMatchObject({ status: 'fail', remedy: expect.stringContaining('Copy the secret again') });
  const unknown = await diagnosis(confidentialDesk({ SIPGATE_CLIENT_SECRET: '' }));
  expect(unknown.of['client']).toMatchObject({
    status: 'warn',
    remedy: expect.stringContaining('--client-secret-stdin'),
  });
});

test('"Code not valid": trading codes is tried, and it is told what ends one', async () => {
  const good = await diagnosis(confidentialDesk());
  expect(good.of['code-exchange']).toMatchObject({ status: 'pass', message: expect.stringContaining('works once') });
  const body = { error: 'unsupported_grant_type', error_description: 'Unsupported grant_type' };
  sandbox().faults.add({ method: 'POST', path: '*/token', next: 2, status: 400, body });
  const bad = await diagnosis(confidentialDesk());
  expect(bad.of['code-exchange']).toMatchObject({ status: 'fail', remedy: expect.stringContaining('standard flow') });
});

test('"Invalid refresh token": the sign-in has ended', async () => {
  const away = await oauthDesk(sandbox(), { agoMs: 400_000 });
  const client = clientCredentials(sandbox().publicClient.clientId);
  await revokeTokenSet(keycloakProvider(sandbox().issuer), client, away.tokenSet, { fetch: sandbox().fetch });
  const { of, code } = await diagnosis(away);
  expect(of['sign-in']).toMatchObject({
    status: 'fail',
    message: expect.stringContaining('Invalid refresh token'),
    remedy: 'Sign in again: sipgate login',
  });
  expect(of['access']?.status).toBe('skip');
  expect(code).toBe(1);
});

test('a refresh token that was used twice has ended the sign-in', async () => {
  const away = await oauthDesk(sandbox(), { agoMs: 400_000 });
  const client = clientCredentials(sandbox().publicClient.clientId);
  const provider = keycloakProvider(sandbox().issuer);
  await refreshTokenSet(provider, client, away.tokenSet, { fetch: sandbox().fetch });
  expect((await diagnosis(away)).of['sign-in']?.status).toBe('fail');
});

test('403: scopes that were not granted are named with the commands that need them', async () => {
  const signedIn = await oauthDesk(sandbox(), { scopes: ['account:read', 'users:read'] });
  const { of, code } = await diagnosis(signedIn);
  expect(of['scopes']?.status).toBe('warn');
  expect(of['scopes']?.message).toContain('balance:read (sipgate balance)');
  expect(of['scopes']?.message).not.toContain('users:read');
  expect(of['scopes']?.remedy).toMatch(/sipgate login --scope ".*balance:read.*"/);
  expect(code).toBe(0);
});

test('403: what a personal access token may not do is found by trying', async () => {
  sandbox().faults.add({ method: 'GET', path: '/v2/balance', status: 403 });
  const { of } = await diagnosis(aliceDesk());
  expect(of['scopes']).toMatchObject({
    status: 'warn',
    message: expect.stringContaining('balance:read (sipgate balance)'),
  });
  expect(of['scopes']?.message).not.toContain('account:read');
  expect((await diagnosis(aliceDesk())).of['scopes']?.status).toBe('pass');
});
