import {
  clientCredentials,
  createMemoryTokenStore,
  createTokenManager,
  keycloakProvider,
  type RefreshEvent,
  type TokenManagerOptions,
  TokenSet,
  type TokenStore,
} from '../../src/index.ts';
import { rotatingProvider } from './rotating-provider.ts';

export const START = Date.parse('2026-01-01T00:00:00Z');
export const client = clientCredentials('client', 's3cret');
export const resetConnection = () => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
  });
};
export const refusedConnection = () => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
  });
};

/** A signed-in person whose access token is `age` milliseconds old, and a clock that only moves when somebody waits. */
export async function signedIn(
  options: { age?: number; refreshTokenExpiresAt?: number } & Partial<TokenManagerOptions> = {},
) {
  const { age = 0, refreshTokenExpiresAt, ...overrides } = options;
  const time = { now: START };
  const now = () => time.now;
  const real = rotatingProvider(now);
  const provider = keycloakProvider(real.issuer);
  const store: TokenStore = createMemoryTokenStore({ now });
  const first = (await (
    await real.fetch(provider.tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'authorization_code' }),
    })
  ).json()) as Record<string, string>;
  real.tokenRequests.length = 0;
  const key = { issuer: real.issuer, clientId: 'client', subject: 'f:1:42' };
  const { id } = await store.saveSignIn(
    key,
    new TokenSet({
      accessToken: first.access_token ?? '',
      refreshToken: first.refresh_token ?? '',
      scopes: ['account:read'],
      issuedAt: START,
      accessTokenExpiresAt: START + 300_000,
      ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt }),
    }),
  );
  const events: RefreshEvent[] = [];
  const manager = () =>
    createTokenManager({
      provider,
      client,
      store,
      now,
      fetch: real.fetch,
      random: () => 0.5,
      apiOrigins: ['https://api.test'],
      async wait(ms) {
        await new Promise((resolve) => setImmediate(resolve));
        time.now += ms;
      },
      onEvent: (event) => void events.push(event),
      ...overrides,
    });
  time.now += age;
  return {
    time,
    real,
    key,
    provider,
    store,
    id,
    events,
    manager,
    tokens: manager().forConnection(id),
    reasons: () => events.map(({ reason }) => reason),
  };
}
