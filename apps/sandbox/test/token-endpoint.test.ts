import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { claimsOf, type RelyingParty, refusalOf, relyingParty, VERIFIER } from './relying-party.ts';

const INVALID_CLIENT = '401 invalid_client "Invalid client or Invalid client credentials"';
const WRONG_SECRET = '401 unauthorized_client "Invalid client or Invalid client credentials"';

let sandbox: Sandbox;
let party: RelyingParty;
beforeEach(async () => {
  sandbox = await createSandbox();
  party = relyingParty(sandbox);
});

const newCode = async (change?: Record<string, string | undefined>) =>
  (await party.signIn(change === undefined ? {} : { change })).searchParams.get('code');

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

describe('who asks', () => {
  test.each([
    ['client_id missing', { client_id: undefined }, INVALID_CLIENT],
    ['client unknown', { client_id: 'nobody' }, INVALID_CLIENT],
    ['secret wrong', { client_secret: 'wrong' }, WRONG_SECRET],
    ['secret missing', { client_secret: undefined }, WRONG_SECRET],
    ['secret empty', { client_secret: '' }, WRONG_SECRET],
    ['grant_type missing', { grant_type: undefined }, '400 invalid_request "Missing form parameter: grant_type"'],
    ['grant_type unknown', { grant_type: 'magic' }, '400 unsupported_grant_type "Unsupported grant_type"'],
    [
      'client_credentials',
      { grant_type: 'client_credentials' },
      '401 unauthorized_client "Client not enabled to retrieve service account"',
    ],
    ['password', { grant_type: 'password' }, '400 unauthorized_client "Client not allowed for direct access grants"'],
  ] as [string, Record<string, string | undefined>, string][])('%s', async (_name, change, refusal) => {
    const code = await newCode();

    expect(await refusalOf(await party.redeem(code, change))).toBe(refusal);
    // None of this spends the code.
    expect((await party.redeem(code)).status).toBe(200);
  });

  test('HTTP Basic with both parts encoded; the colon of the client id left as it is makes another client', async () => {
    const { clientId, clientSecret } = sandbox.client;
    const bare = { client_id: undefined, client_secret: undefined };
    const redeem = async (headers: Record<string, string>, form: Record<string, string | undefined> = bare) =>
      party.token(
        {
          grant_type: 'authorization_code',
          code: (await newCode()) ?? '',
          redirect_uri: party.redirectUri,
          code_verifier: VERIFIER,
          ...form,
        },
        headers,
      );

    expect((await redeem(basic(encodeURIComponent(clientId), clientSecret))).status).toBe(200);
    expect(await refusalOf(await redeem(basic(clientId, clientSecret)))).toBe(INVALID_CLIENT);
    expect((await redeem(basic(encodeURIComponent(clientId), 'wrong'), {})).status).toBe(200);
    expect(
      await refusalOf(await redeem(basic(encodeURIComponent(clientId), clientSecret), { client_secret: 'wrong' })),
    ).toBe(WRONG_SECRET);
  });

  test('a public client, with or without a secret it does not have', async () => {
    const publicParty = relyingParty(sandbox, { client: sandbox.publicClient });
    for (const client_secret of [undefined, 'anything']) {
      const code = (await publicParty.signIn()).searchParams.get('code');
      expect((await publicParty.redeem(code, { client_secret })).status).toBe(200);
    }
  });

  test('a parameter twice', async () => {
    const { clientId, clientSecret } = sandbox.client;
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, grant_type: 'refresh_token' });
    body.append('scope', 'a');
    body.append('scope', 'b');

    const response = await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/token`, { method: 'POST', body });

    expect(await refusalOf(response)).toBe('400 invalid_request "duplicated parameter"');
  });

  test('GET and JSON are not for the token endpoint', async () => {
    const url = `${sandbox.issuer}/protocol/openid-connect/token`;
    const json = {
      method: 'POST',
      body: '{"grant_type":"refresh_token"}',
      headers: { 'content-type': 'application/json' },
    };

    expect(await refusalOf(await sandbox.fetch(url))).toBe('405 HTTP 405 Method Not Allowed');
    expect(await refusalOf(await sandbox.fetch(url, json))).toBe(
      '400 invalid_request "Missing form parameter: grant_type"',
    );
  });
});

describe('codes', () => {
  const NOT_VALID = '400 invalid_grant "Code not valid"';

  test.each([
    ['missing', null, '400 invalid_request "Missing parameter: code"'],
    ['empty', '', NOT_VALID],
    ['malformed', 'abc', NOT_VALID],
    ['of no session', 'a.b.c', NOT_VALID],
  ] as [string, string | null, string][])('%s', async (_name, code, refusal) => {
    expect(await refusalOf(await party.redeem(code))).toBe(refusal);
  });

  test('[S46] used twice: refused, and the tokens of its first use are dead', async () => {
    const code = await newCode();
    const tokens = await (await party.redeem(code)).json();

    expect(await refusalOf(await party.redeem(code))).toBe(NOT_VALID);
    expect(await refusalOf(await party.refresh(tokens.refresh_token))).toBe(
      '400 invalid_grant "Session doesn\'t have required client"',
    );
    expect((await party.api('/account', tokens.access_token)).status).toBe(401);
  });

  test('unknown, but with a session it names: costs that session', async () => {
    const code = await newCode();
    const [, session, client] = code?.split('.') ?? [];

    expect(await refusalOf(await party.redeem(`00000000-0000-4000-8000-000000000000.${session}.${client}`))).toBe(
      NOT_VALID,
    );
    expect(await refusalOf(await party.redeem(code))).toBe('400 invalid_grant "User session not found"');
  });

  test('expired', async () => {
    const code = await newCode();
    sandbox.clock.advance(60_000);

    expect(await refusalOf(await party.redeem(code))).toBe(NOT_VALID);
  });

  test.each([
    ['another redirect_uri', { redirect_uri: 'http://localhost:9998/oauth' }, 'Incorrect redirect_uri'],
    ['redirect_uri missing', { redirect_uri: undefined }, 'Incorrect redirect_uri'],
    ['PKCE: verifier missing', { code_verifier: undefined }, 'PKCE code verifier not specified'],
    ['PKCE: another verifier', { code_verifier: 'x'.repeat(43) }, 'PKCE verification failed: Code mismatch'],
    ['PKCE: verifier too short', { code_verifier: 'x'.repeat(20) }, 'PKCE verification failed: Invalid code verifier'],
  ] as [string, Record<string, string | undefined>, string][])(
    '[S46] %s: refused, and the code is spent',
    async (_name, change, description) => {
      const code = await newCode();

      expect(await refusalOf(await party.redeem(code, change))).toBe(`400 invalid_grant "${description}"`);
      expect(await refusalOf(await party.redeem(code))).toBe(NOT_VALID);
    },
  );

  test('[S46] of another client', async () => {
    const code = await newCode();
    const other = relyingParty(sandbox, { client: sandbox.publicClient });

    expect(await refusalOf(await other.redeem(code))).toBe(
      '400 invalid_grant "Auth error: Found different client_id in clientSession"',
    );
    expect(await refusalOf(await party.redeem(code))).toBe(NOT_VALID);
  });

  test('[S46] a verifier without a challenge', async () => {
    const code = await newCode({ code_challenge: undefined, code_challenge_method: undefined });

    expect(await refusalOf(await party.redeem(code))).toBe(
      '400 invalid_grant "PKCE code verifier specified but challenge not present in authorization"',
    );
  });

  test('PKCE by plain, also where the method is left out', async () => {
    for (const code_challenge_method of ['plain', undefined]) {
      const code = await newCode({ code_challenge: VERIFIER, code_challenge_method });
      expect((await party.redeem(code)).status).toBe(200);
    }
    const hashed = await newCode({ code_challenge_method: undefined });
    expect(await refusalOf(await party.redeem(hashed))).toBe(
      '400 invalid_grant "PKCE verification failed: Code mismatch"',
    );
  });

  test('the session ended meanwhile', async () => {
    const browser = new Map();
    const { refresh_token } = await party.tokens({ browser });
    const code = (await party.signIn({ browser })).searchParams.get('code');
    await party.post('logout', { refresh_token });

    expect(await refusalOf(await party.redeem(code))).toBe(NOT_VALID);
  });

  test('a second code with a wrong verifier leaves the first tokens alone', async () => {
    const browser = new Map();
    const first = await party.tokens({ browser });
    const code = (await party.signIn({ browser })).searchParams.get('code');

    await party.redeem(code, { code_verifier: 'x'.repeat(43) });

    expect((await party.refresh(first.refresh_token)).status).toBe(200);
  });
});

describe('the answer', () => {
  test('has Keycloak’s fields in their order', async () => {
    const answer = await party.tokens();

    expect(Object.keys(answer)).toEqual([
      'access_token',
      'expires_in',
      'refresh_expires_in',
      'refresh_token',
      'token_type',
      'id_token',
      'not-before-policy',
      'session_state',
      'scope',
    ]);
    expect(answer).toMatchObject({
      expires_in: 300,
      refresh_expires_in: 2_592_000,
      token_type: 'Bearer',
      'not-before-policy': 0,
      scope: 'openid account:read balance:read',
    });
  });

  test('the access token has Keycloak’s and sipgate’s claims', async () => {
    const answer = await party.tokens();
    const now = Math.floor(sandbox.clock.now() / 1000);

    const claims = claimsOf(answer.access_token);
    expect(claims).toMatchObject({
      iss: sandbox.issuer,
      aud: sandbox.client.clientId,
      sub: sandbox.users.alice.sub,
      typ: 'Bearer',
      azp: sandbox.client.clientId,
      session_state: answer.session_state,
      sid: answer.session_state,
      acr: '1',
      realm_access: { roles: ['account:read', 'balance:read'] },
      scope: 'openid account:read balance:read',
      featureScope: 'CLASSIC_PBX',
    });
    expect(claims['allowed-origins']).toContain('http://localhost:8080');
    expect(Number(claims.exp) - Number(claims.iat)).toBe(300);
    expect(Math.abs(Number(claims.iat) - now)).toBeLessThan(5);
    expect(sandbox.users.alice.sub).toMatch(/^f:[0-9a-f-]{36}:\d+$/);
  });

  test('the ID token has the nonce, once: a refreshed one has none', async () => {
    const answer = await party.tokens();
    const refreshed = await (await party.refresh(answer.refresh_token)).json();

    expect(claimsOf(answer.id_token ?? '')).toMatchObject({
      typ: 'ID',
      aud: sandbox.client.clientId,
      nonce: 'nonce-1',
    });
    expect(claimsOf(refreshed.id_token)).not.toHaveProperty('nonce');
    expect(claimsOf(refreshed.id_token).auth_time).toBe(claimsOf(answer.id_token ?? '').auth_time);
  });

  test('without openid there is no ID token', async () => {
    const answer = await party.tokens({ scope: 'account:read' });

    expect(answer).not.toHaveProperty('id_token');
    expect(answer.scope).toBe('account:read');
  });

  test('is never cached and carries the sandbox’s own time', async () => {
    sandbox.clock.set(Date.parse('2030-01-01T00:00:00Z'));
    const response = await party.redeem(await newCode());

    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
  });

  test('the published key verifies the tokens', async () => {
    const { createLocalJWKSet, jwtVerify } = await import('jose');
    const answer = await party.tokens();
    const keys = await (await sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/certs`)).json();

    for (const token of [answer.access_token, answer.id_token ?? '']) {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer: sandbox.issuer });
      expect(payload.sub).toBe(sandbox.users.alice.sub);
    }
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });

  test('userinfo needs openid', async () => {
    const ask = (token: string) =>
      sandbox.fetch(`${sandbox.issuer}/protocol/openid-connect/userinfo`, {
        headers: { authorization: `Bearer ${token}` },
      });
    const withOpenid = await ask((await party.tokens()).access_token);
    const withMore = await ask((await party.tokens({ scope: 'openid email profile' })).access_token);
    const without = await ask((await party.tokens({ scope: 'account:read' })).access_token);
    const garbage = await ask('garbage');

    expect(await withOpenid.json()).toEqual({ sub: sandbox.users.alice.sub });
    expect(await withMore.json()).toEqual({
      sub: sandbox.users.alice.sub,
      email_verified: true,
      name: 'Alice Adler',
      preferred_username: 'alice',
      given_name: 'Alice',
      family_name: 'Adler',
      email: 'alice@adler-optik.example',
    });
    expect([without.status, await without.text()]).toEqual([403, '']);
    expect([garbage.status, await garbage.text()]).toEqual([401, '']);
    expect(garbage.headers.get('www-authenticate')).toBe(
      'Bearer realm="third-party", error="invalid_token", error_description="Token verification failed"',
    );
  });
});
