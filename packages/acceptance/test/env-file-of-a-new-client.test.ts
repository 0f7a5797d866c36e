import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfiguration, readEnvFile } from '@sipgate-kit/callback-server';
import { clientCredentials, finishAuthorization, startAuthorization } from '@sipgate-kit/core';
import { createSandbox } from '@sipgate-kit/sandbox';
import { expect, test } from 'vitest';

const SIPGATE = fileURLToPath(new URL('../../../apps/cli/bin/sipgate.cjs', import.meta.url));

test('a client created by the command line signs people in at the callback server, by the .env alone', async () => {
  const sandbox = await createSandbox({ port: 0 });
  const home = await mkdtemp(join(tmpdir(), 'sipgate-kit-env-'));
  try {
    const { tokenId, token } = sandbox.users.alice.personalAccessToken;
    const env = { PATH: process.env.PATH, HOME: home, SIPGATE_TOKEN_ID: tokenId, SIPGATE_TOKEN: token };
    const where = { SIPGATE_API_URL: sandbox.apiUrl, SIPGATE_ISSUER: sandbox.issuer };
    const args = ['clients', 'create', '--preset', 'local', '--name', 'My CRM', '--write-env', '.env'];
    const command = spawn(process.execPath, [SIPGATE, ...args], { cwd: home, env: { ...env, ...where } });
    expect(await once(command, 'exit')).toEqual([0, null]);

    const variables = readEnvFile(join(home, '.env')) ?? {};
    const { provider, client, redirectUri, scopes, apiUrl } = loadConfiguration(variables, home);
    expect(apiUrl).toBe(sandbox.apiUrl);
    const { clientId, clientSecret } = client;
    const options = { fetch: sandbox.fetch, now: () => sandbox.clock.now() };
    const { url, transaction } = await startAuthorization(provider, {
      clientId,
      redirectUri,
      scopes,
      now: options.now,
    });
    const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
    const credentials = clientCredentials(clientId, clientSecret?.reveal());
    const { tokenSet } = await finishAuthorization(provider, credentials, transaction, callback, options);
    expect(tokenSet.scopes).toContain('account:read');
  } finally {
    await sandbox.close();
    await rm(home, { recursive: true, force: true });
  }
});
