import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clientCredentials,
  finishAuthorization,
  keycloakProvider,
  readCallback,
  startAuthorization,
} from '../../src/index.ts';
import { rotatingProvider } from './rotating-provider.ts';

const client = clientCredentials('client', 'c4nary-s3cret');

async function underWay(
  overrides: Parameters<typeof rotatingProvider>[1] & { issPromised?: boolean; now?: () => number } = {},
) {
  const real = rotatingProvider(() => Date.now(), overrides);
  const provider = { ...keycloakProvider(real.issuer), issParameterSupported: overrides.issPromised ?? false };
  const now = overrides.now ?? Date.now;
  const { transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri: 'http://localhost:8080/oauth',
    scopes: ['account:read', 'balance:read'],
    now,
  });
  real.nonce = transaction.nonce;
  const finish = (query: string | Record<string, string>, at = now()) =>
    finishAuthorization(provider, client, transaction, new URLSearchParams(query), {
      fetch: real.fetch,
      now: () => at,
    });
  return { real, provider, transaction, finish };
}

describe('a good callback', () => {
  test("gives the person's key and the token set", async () => {
    const { finish, transaction, real } = await underWay();
    const before = Date.now();
    const { key, tokenSet } = await finish({
      state: transaction.state,
      code: 'c0de',
      session_state: 'x',
      iss: real.issuer,
    });
    expect(key).toEqual({ issuer: real.issuer, clientId: 'client', subject: 'f:1:42' });
    expect(tokenSet.accessToken).toBe('access-1');
    expect(tokenSet.refreshToken).toBe('refresh-1');
    expect(tokenSet.accessTokenExpiresAt).toBeGreaterThanOrEqual(before + 300_000 - 1);
    expect(tokenSet.refreshTokenExpiresAt).toBeGreaterThan(before + 2_591_000_000);
  });

  test("[S10] the redirect URI of the exchange is byte-equal to the request's, and the verifier is sent", async () => {
    const { finish, transaction, real } = await underWay();
    await finish({ state: transaction.state, code: 'c0de' });
    expect(Object.fromEntries(real.tokenRequests[0] ?? [])).toEqual({
      grant_type: 'authorization_code',
      code: 'c0de',
      redirect_uri: 'http://localhost:8080/oauth',
      code_verifier: transaction.codeVerifier,
      client_id: 'client',
      client_secret: 'c4nary-s3cret',
    });
  });

  test('[S12] the client authenticates by form post only; a public client sends no secret', async () => {
    const { provider, real, transaction } = await underWay();
    await finishAuthorization(
      provider,
      clientCredentials('client'),
      transaction,
      new URLSearchParams({ state: transaction.state, code: 'x' }),
      { fetch: real.fetch },
    );
    expect(real.tokenRequests[0]?.has('client_secret')).toBe(false);
  });

  test('[S15] records the granted scopes when they are narrower than the requested ones', async () => {
    const { finish, transaction } = await underWay({ scope: 'openid account:read' });
    expect((await finish({ state: transaction.state, code: 'x' })).tokenSet.scopes).toEqual(['openid', 'account:read']);
  });
});

describe('a bad callback is refused before anything is sent', () => {
  const refused = async (
    query: (t: { state: string; issuer: string }) => string,
    code: string,
    options: Parameters<typeof underWay>[0] = {},
    at?: number,
  ) => {
    const { finish, transaction, real } = await underWay(options);
    await expect(finish(query({ state: transaction.state, issuer: real.issuer }), at)).rejects.toMatchObject({ code });
    expect(real.tokenRequests).toHaveLength(0);
  };

  test.each(['state', 'code', 'iss', 'error', 'error_description', 'session_state'])(
    '[S6] a second "%s" is refused',
    (name) => refused(({ state }) => `state=${state}&code=x&${name}=1&${name}=2`, 'duplicate_parameter'),
  );

  test('[S4] a foreign state is refused, also when the callback reports an error', async () => {
    await refused(() => 'state=foreign&code=x', 'state_mismatch');
    await refused(() => 'state=foreign&error=access_denied', 'state_mismatch');
    await refused(() => 'code=x', 'malformed_callback');
    await refused(({ state }) => `state=${state}x&code=x`, 'state_mismatch');
  });

  test("[S4] duplicates come before state, state before age, age before iss, iss before the provider's error", async () => {
    const late = Date.now() + 11 * 60_000;
    await refused(() => 'state=a&state=b&code=x', 'duplicate_parameter', {}, late);
    await refused(() => 'state=foreign&code=x&iss=https://evil.example', 'state_mismatch', {}, late);
    await refused(({ state }) => `state=${state}&code=x&iss=https://evil.example`, 'transaction_expired', {}, late);
    await refused(({ state }) => `state=${state}&error=access_denied&iss=https://evil.example`, 'issuer_mismatch');
  });

  test('[S5] another issuer is refused; a missing one only where the provider promises it', async () => {
    await refused(({ state, issuer }) => `state=${state}&code=x&iss=${issuer}/`, 'issuer_mismatch');
    await refused(({ state }) => `state=${state}&code=x`, 'issuer_mismatch', { issPromised: true });
  });

  test('neither code nor error', () => refused(({ state }) => `state=${state}`, 'malformed_callback'));

  test.each([
    ['access_denied', 'access_denied'],
    ['login_required', 'login_required'],
    ['interaction_required', 'login_required'],
    ['invalid_scope', 'invalid_scope'],
    ['temporarily_unavailable', 'provider_unavailable'],
    ['unauthorized_client', 'authorization_failed'],
    ['brand_new_error', 'authorization_failed'],
  ])("the provider's error %s becomes %s", (error, code) =>
    refused(({ state }) => `state=${state}&error=${error}`, code),
  );

  test("[S37] the provider's text is one line of at most 200 characters, without the state", async () => {
    const { finish, transaction } = await underWay();
    const text = `a\r\nb\u0000c ${transaction.state} ${'x'.repeat(500)}`;
    const error = await finish({ state: transaction.state, error: 'access_denied', error_description: text }).catch(
      (e) => e,
    );
    expect(error.errorDescription).toMatch(/^a b c \[secret\] x+…$/);
    expect(error.errorDescription.length).toBe(200);
  });
});

describe("the token endpoint's refusals get their names", () => {
  test.each([
    [400, 'invalid_grant', 'Code not valid', 'code_invalid'],
    [400, 'invalid_grant', 'Code is expired', 'code_invalid'],
    [400, 'invalid_grant', 'Incorrect redirect_uri', 'invalid_redirect_uri'],
    [400, 'invalid_grant', 'PKCE verification failed: Code mismatch', 'pkce_failed'],
    [400, 'invalid_grant', 'PKCE code verifier not specified', 'pkce_failed'],
    [401, 'invalid_client', 'Invalid client or Invalid client credentials', 'unknown_client'],
    [401, 'unauthorized_client', 'Invalid client or Invalid client credentials', 'wrong_client_secret'],
    [400, 'unauthorized_client', 'Client is disabled', 'client_disabled'],
    [400, 'unsupported_grant_type', '', 'token_request_failed'],
  ])('%i %s "%s" → %s', async (status, error, error_description, code) => {
    const { finish, transaction, real } = await underWay();
    real.interfere.push(() =>
      Response.json({ error, error_description }, { status, headers: { 'www-authenticate': 'Basic realm="x"' } }),
    );
    await expect(finish({ state: transaction.state, code: 'x' })).rejects.toMatchObject({ code, status, error });
  });

  test.each([
    ['another nonce', { nonce: 'other' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'somebody-else' }],
    ['an expiry in the past', { exp: 1_000 }],
  ])('an ID token with %s is refused', async (_what, idToken) => {
    const { finish, transaction } = await underWay({ idToken });
    await expect(finish({ state: transaction.state, code: 'x' })).rejects.toMatchObject({ code: 'id_token_invalid' });
  });

  test('an answer without an ID token is refused: we would not know who signed in', async () => {
    const { finish, transaction, real } = await underWay();
    real.interfere.push(() => Response.json({ access_token: 'a', token_type: 'Bearer' }));
    await expect(finish({ state: transaction.state, code: 'x' })).rejects.toMatchObject({ code: 'malformed_response' });
  });
});

test('readCallback never throws anything but a typed error, whatever the query', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('state', 'code', 'iss', 'error', 'error_description', 'x'), fc.string()), {
        maxLength: 8,
      }),
      (pairs) => {
        try {
          const callback = readCallback(new URLSearchParams(pairs));
          expect(callback.state.length).toBeGreaterThan(0);
        } catch (error) {
          expect(['duplicate_parameter', 'malformed_callback']).toContain((error as { code: string }).code);
        }
      },
    ),
  );
});
