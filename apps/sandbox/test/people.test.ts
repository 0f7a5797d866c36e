import { expect, test } from 'vitest';
import { createSandbox } from '../src/index.ts';

test('a crowd can sign in, each person with a subject of their own', async () => {
  const sandbox = await createSandbox({ people: 500 });
  const authorize = new URL(`${sandbox.issuer}/protocol/openid-connect/auth`);
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: sandbox.client.clientId,
    redirect_uri: 'http://localhost/oauth',
    scope: 'openid account:read',
    state: 'state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();
  const subjects = new Set<string>();
  for (const username of ['person-1', 'person-250', 'person-500']) {
    const callback = await sandbox.signIn({ authorizationUrl: authorize, username, password: 'sandbox' });
    const answer = await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code') ?? '',
        redirect_uri: 'http://localhost/oauth',
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
        client_id: sandbox.client.clientId,
        client_secret: sandbox.client.clientSecret,
      }),
    });
    const { id_token: idToken = '' } = (await answer.json()) as { id_token?: string };
    subjects.add(JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()).sub);
  }
  expect(subjects.size).toBe(3);
  await expect(
    sandbox.signIn({ authorizationUrl: authorize, username: 'person-501', password: 'sandbox' }),
  ).rejects.toMatchObject({ problem: 'wrong_password' });
  await sandbox.close();
});
