import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { createSandbox } from '@sipgate-kit/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const found = spawnSync('sh', ['-c', 'curl --version'], { encoding: 'utf8' });
const version = found.status === 0 ? found.stdout.split(' ').slice(0, 2).join(' ') : undefined;

describe.skipIf(version === undefined)(version ?? 'left out: there is no sh, or no curl, on PATH', () => {
  let sandbox: Awaited<ReturnType<typeof createSandbox>>;
  beforeAll(async () => {
    sandbox = await createSandbox({ port: 0 });
  });
  afterAll(() => sandbox.close());

  /** Runs a recipe with these variables beside those the sandbox prints. */
  async function curl(recipe: string, variables: Record<string, string> = {}): Promise<string> {
    const { stdout } = await promisify(execFile)('sh', [`examples/curl/${recipe}.sh`], {
      cwd: new URL('..', import.meta.url),
      env: {
        PATH: process.env.PATH,
        CLIENT_ID: sandbox.client.clientId,
        CLIENT_SECRET: sandbox.client.clientSecret,
        REDIRECT_URI: 'http://localhost:8080/oauth',
        SIPGATE_KIT_ISSUER: sandbox.issuer,
        SIPGATE_KIT_API_URL: sandbox.apiUrl,
        ...variables,
      },
    });
    return stdout.trim();
  }

  async function signedIn(): Promise<{ access_token: string; refresh_token: string }> {
    const authorizationUrl = new URL(await curl('authorization-url'));
    const callback = await sandbox.signIn({ authorizationUrl, username: 'alice', password: 'sandbox' });
    return JSON.parse(await curl('token', { CODE: callback.searchParams.get('code') ?? '' }));
  }

  test('sign in, call, refresh, revoke', async () => {
    const first = await signedIn();
    const account = await curl('account', { ACCESS_TOKEN: first.access_token });
    expect(JSON.parse(account)).toMatchObject({ company: 'Adler Optik GmbH' });

    sandbox.clock.advance(301_000);
    expect(await curl('account', { ACCESS_TOKEN: first.access_token })).toBe('');
    const second = JSON.parse(await curl('refresh', { REFRESH_TOKEN: first.refresh_token }));
    expect(JSON.parse(await curl('account', { ACCESS_TOKEN: second.access_token }))).toMatchObject({ verified: true });

    expect(await curl('revoke', { REFRESH_TOKEN: second.refresh_token })).toBe('');
    const refused = JSON.parse(await curl('refresh', { REFRESH_TOKEN: second.refresh_token }));
    expect(refused).toMatchObject({ error: 'invalid_grant' });
  });

  test("the client id in --user is cut at its colon, by sipgate's Keycloak too: it belongs into the form", async () => {
    const naive = Buffer.from(`${sandbox.client.clientId}:${sandbox.client.clientSecret}`).toString('base64');
    const answer = await fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${naive}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'any' }),
    });
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('log out', async () => {
    const { refresh_token } = await signedIn();
    expect(await curl('logout', { REFRESH_TOKEN: refresh_token })).toBe('');
    const refused = JSON.parse(await curl('refresh', { REFRESH_TOKEN: refresh_token }));
    expect(refused).toEqual({ error: 'invalid_grant', error_description: 'Session not active' });
  });

  test('call with a personal access token', async () => {
    const [TOKEN_ID = '', TOKEN = ''] = 'token-BOB001:22222222-bbbb-4bbb-8bbb-b0b000000002'.split(':');
    const account = JSON.parse(await curl('personal-access-token', { TOKEN_ID, TOKEN }));
    expect(account).toMatchObject({ company: 'Brandt Logistik GmbH' });
  });

  test('create, list, read, change and delete an OAuth client, and sign in with it', async () => {
    const { access_token: ACCESS_TOKEN } = await signedIn();
    const { clientId: NEW_CLIENT_ID } = JSON.parse(await curl('create-client', { ACCESS_TOKEN }));
    expect(NEW_CLIENT_ID).toMatch(/:third-party$/);
    const { data } = JSON.parse(await curl('list-clients', { ACCESS_TOKEN }));
    expect(data.map(({ clientId }: { clientId: string }) => clientId)).toContain(NEW_CLIENT_ID);
    const { clientSecret } = JSON.parse(await curl('get-client', { ACCESS_TOKEN, NEW_CLIENT_ID }));

    const mine = { CLIENT_ID: NEW_CLIENT_ID, CLIENT_SECRET: clientSecret };
    const authorizationUrl = new URL(await curl('authorization-url', mine));
    const callback = await sandbox.signIn({ authorizationUrl, username: 'alice', password: 'sandbox' });
    const answer = JSON.parse(await curl('token', { ...mine, CODE: callback.searchParams.get('code') ?? '' }));
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 300 });

    const changed = JSON.parse(await curl('update-client', { ACCESS_TOKEN, NEW_CLIENT_ID }));
    expect(changed).toMatchObject({ description: 'Another description', webOrigins: ['https://app.example.com'] });
    expect(await curl('delete-client', { ACCESS_TOKEN, NEW_CLIENT_ID })).toBe('');
    expect(await curl('get-client', { ACCESS_TOKEN, NEW_CLIENT_ID })).toBe('');
  });
});
