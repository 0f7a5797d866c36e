import { describe, expect, test } from 'vitest';
import { type AuthorizationRequest, keycloakProvider, startAuthorization } from '../../src/index.ts';

const provider = keycloakProvider('https://login.test/auth/realms/third-party');
const request: AuthorizationRequest = {
  clientId: '2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party',
  redirectUri: 'http://localhost:8080/oauth',
  scopes: ['account:read'],
  now: () => 1_000,
};
const start = (overrides: Partial<AuthorizationRequest> = {}) =>
  startAuthorization(provider, { ...request, ...overrides });

describe('the authorization request', () => {
  test('[S1] state has at least 128 bits and is fresh for every sign-in', async () => {
    const states = await Promise.all(Array.from({ length: 50 }, async () => (await start()).transaction.state));
    expect(new Set(states).size).toBe(50);
    for (const state of states) expect(Buffer.from(state, 'base64url').byteLength).toBeGreaterThanOrEqual(16);
  });

  test('[S2] the challenge is S256 of the verifier, for confidential and public clients alike', async () => {
    const { url, transaction } = await start();
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(transaction.codeVerifier));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('code_challenge')).toBe(Buffer.from(digest).toString('base64url'));
    expect(url.href).not.toContain(transaction.codeVerifier);
  });

  test('[S3] the verifier has 43 to 128 unreserved characters and is fresh for every sign-in', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    for (const { transaction } of [one, two]) expect(transaction.codeVerifier).toMatch(/^[A-Za-z0-9\-._~]{43,128}$/);
    expect(one.transaction.codeVerifier).not.toBe(two.transaction.codeVerifier);
  });

  test('[S13] only the code flow is asked for', async () => {
    const { url } = await start();
    expect(url.searchParams.get('response_type')).toBe('code');
  });

  test('[S15] asks for the given scopes and openid, nothing else, each once', async () => {
    const { url, transaction } = await start({ scopes: ['account:read', 'openid', 'account:read'] });
    expect(url.searchParams.get('scope')).toBe('openid account:read');
    expect(transaction.scopes).toEqual(['openid', 'account:read']);
  });

  test('carries exactly the parameters of RFC 6749, PKCE and OpenID Connect', async () => {
    const { url, transaction } = await start({ prompt: 'login', loginHint: 'alice', uiLocales: 'de' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: request.clientId,
      redirect_uri: request.redirectUri,
      scope: 'openid account:read',
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
      prompt: 'login',
      login_hint: 'alice',
      ui_locales: 'de',
    });
  });

  test('the transaction is plain data that survives JSON', async () => {
    const { transaction } = await start();
    expect(JSON.parse(JSON.stringify(transaction))).toEqual(transaction);
    expect(transaction).toMatchObject({ startedAt: 1_000, redirectUri: request.redirectUri, issuer: provider.issuer });
  });

  test('[S8] refuses a plain http redirect URI beyond loopback', async () => {
    await expect(start({ redirectUri: 'http://app.example.com/oauth' })).rejects.toMatchObject({
      code: 'insecure_url',
    });
  });

  test.each(['https://app.example.com/cb#top', 'https://app.example.com/cb#'])(
    'refuses the fragment in %s',
    async (redirectUri) => {
      await expect(start({ redirectUri })).rejects.toMatchObject({ code: 'invalid_configuration' });
    },
  );
});
