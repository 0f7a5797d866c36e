import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  clientCredentials,
  createTokenManager,
  fingerprint,
  finishAuthorization,
  keepInMemory,
  keycloakProvider,
  refreshTokenSet,
  Secret,
  startAuthorization,
  TokenSet,
} from '../src/index.ts';

const CANARY = 'c4nary';
const client = clientCredentials('client', `${CANARY}-client-secret`);
const tokenSet = new TokenSet({
  accessToken: `${CANARY}-access`,
  refreshToken: `${CANARY}-refresh`,
  idToken: `${CANARY}-id`,
  scopes: ['account:read'],
  issuedAt: 0,
  accessTokenExpiresAt: Date.parse('2026-01-01T00:05:00Z'),
});
const provider = keycloakProvider('https://login.test/auth/realms/third-party');

/** Every way a value usually ends up in a log. */
function printed(value: unknown): string {
  const nested = { deep: { value, list: [value] } };
  const stack = value instanceof Error ? `${value.stack} ${String(value.cause)}` : '';
  return [
    String(value),
    `${value}`,
    JSON.stringify(nested),
    inspect(nested, { depth: 10, showHidden: true, getters: true }),
    stack,
  ].join('\n');
}

describe('[S22] nothing secret is printed', () => {
  test('by a token set', () => {
    expect(printed(tokenSet)).not.toContain(CANARY);
    expect(String(tokenSet)).toBe('TokenSet(expires 2026-01-01T00:05:00.000Z, scopes: account:read)');
  });

  test('by a secret and by client credentials', () => {
    expect(printed(new Secret(`${CANARY}`))).not.toContain(CANARY);
    expect(printed(client)).not.toContain(CANARY);
    expect(client.clientSecret?.reveal()).toBe(`${CANARY}-client-secret`);
  });

  test('by a token manager and its connections', async () => {
    const signIn = { key: { issuer: provider.issuer, clientId: 'client', subject: 'x' }, tokenSet };
    const tokens = await keepInMemory({ provider, client }, signIn);
    expect(printed(tokens)).not.toContain(CANARY);
    expect(printed(signIn)).not.toContain(CANARY);
    expect(printed(createTokenManager({ provider, client, store: {} as never }))).not.toContain(CANARY);
  });

  test('by errors, even when the provider echoes what we sent', async () => {
    const { transaction } = await startAuthorization(provider, {
      clientId: 'client',
      redirectUri: 'http://localhost:8080/oauth',
      scopes: [],
    });
    const echo = async (_url: unknown, init?: RequestInit) =>
      Response.json({ error: 'invalid_grant', error_description: String(init?.body) }, { status: 400 });
    const garbage = async () => Response.json({ access_token: { [CANARY]: 1 }, token_type: `${CANARY}` });
    const callback = new URLSearchParams({ state: transaction.state, code: `${CANARY}-code` });
    for (const fetch of [echo, garbage] as unknown as (typeof globalThis.fetch)[]) {
      const errors = await Promise.all([
        refreshTokenSet(provider, client, tokenSet, { fetch }).catch((error) => error),
        finishAuthorization(provider, client, transaction, callback, { fetch }).catch((error) => error),
      ]);
      for (const error of errors) {
        expect(error).toBeInstanceOf(Error);
        expect(printed(error)).not.toContain(CANARY);
        expect(printed(error)).not.toContain(transaction.codeVerifier);
        expect(printed(error)).not.toContain(transaction.state);
      }
    }
  });

  test('a fingerprint is 8 hex digits of the SHA-256', async () => {
    expect(await fingerprint('abc')).toBe('ba7816bf');
  });
});
