import {
  clientCredentials,
  discoverProvider,
  finishAuthorization,
  keycloakProvider,
  logoutAtProvider,
  probeAuthorization,
  refreshTokenSet,
  revokeTokenSet,
  startAuthorization,
  startDeviceAuthorization,
  TokenSet,
} from '@sipgate-kit/core';
import fc from 'fast-check';
import { answering, hostileAnswer } from '../answers.ts';
import { almost } from '../hostile.ts';
import { CANARIES, holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const ISSUER = 'https://login.example.com/auth/realms/third-party';
const [SECRET, REFRESH_TOKEN, CODE] = CANARIES;
const NOW = Date.UTC(2030, 0, 1);
const provider = keycloakProvider(ISSUER);
const client = clientCredentials('client', SECRET);
const now = () => NOW;
const tokenSet = new TokenSet({
  accessToken: 'access',
  refreshToken: REFRESH_TOKEN,
  scopes: ['openid'],
  issuedAt: NOW - 400_000,
  accessTokenExpiresAt: NOW - 100_000,
});

const idToken = (claims: object) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
};
const seconds = NOW / 1_000;
const tokens = almost({
  access_token: 'new-access',
  token_type: 'Bearer',
  expires_in: 300,
  refresh_token: 'new-refresh',
  refresh_expires_in: 2_592_000,
  scope: 'openid account:read',
  id_token: idToken({ iss: ISSUER, aud: 'client', sub: 'person', iat: seconds, exp: seconds + 300, nonce: 'nonce' }),
  error: undefined,
});
const refusal = (secret: string) =>
  almost({ error: 'invalid_grant', error_description: `Token ${secret} is not active` });

/** What we take for a token set can be kept, and read again. */
function isKeepable(set: TokenSet | undefined): void {
  if (set === undefined) return;
  const data = set.serialize();
  holds(typeof data.accessToken === 'string' && data.accessToken !== '', 'a token set has no access token');
  for (const name of ['issuedAt', 'accessTokenExpiresAt', 'refreshTokenExpiresAt', 'authenticatedAt'] as const) {
    const instant = data[name];
    holds(instant === undefined || Number.isFinite(instant), `${name} is ${instant}`);
  }
  holds(!String(set).includes(data.accessToken) || data.accessToken.length < 3, 'a token set prints its token');
}

export const tokenAnswers = [
  target({
    name: 'token answer',
    promise: 'a code is exchanged for tokens that can be kept, or for an error that keeps secrets',
    input: hostileAnswer(fc.oneof(tokens, refusal(CODE), refusal(SECRET))),
    async check(answer) {
      const { transaction } = await startAuthorization(provider, {
        clientId: 'client',
        redirectUri: 'https://app.example.com/oauth',
        scopes: ['account:read'],
        now,
      });
      const callback = new URLSearchParams({ state: transaction.state, code: CODE, iss: ISSUER });
      const begun = { ...transaction, nonce: 'nonce' };
      const signIn = await refusesWell(() =>
        finishAuthorization(provider, client, begun, callback, { fetch: answering(answer), now }),
      );
      isKeepable(signIn?.tokenSet);
    },
  }),
  target({
    name: 'refresh answer',
    promise: 'a refresh brings tokens that can be kept, or an error that keeps secrets',
    input: hostileAnswer(fc.oneof(tokens, refusal(REFRESH_TOKEN), refusal(SECRET))),
    async check(answer) {
      isKeepable(
        await refusesWell(() => refreshTokenSet(provider, client, tokenSet, { fetch: answering(answer), now })),
      );
    },
  }),
  target({
    name: 'provider answers',
    promise: 'discovery, device authorization, revocation, logout and probe refuse what makes no sense',
    input: hostileAnswer(
      fc.oneof(
        almost({ error: 'invalid_client', error_description: 'no' }),
        almost({
          issuer: ISSUER,
          authorization_endpoint: `${ISSUER}/auth`,
          token_endpoint: `${ISSUER}/token`,
          end_session_endpoint: `${ISSUER}/logout`,
          revocation_endpoint: `${ISSUER}/revoke`,
          device_authorization_endpoint: `${ISSUER}/device`,
        }),
        almost({
          device_code: 'device',
          user_code: 'ABCD-EFGH',
          verification_uri: `${ISSUER}/device`,
          verification_uri_complete: `${ISSUER}/device?user_code=ABCD-EFGH`,
          expires_in: 600,
          interval: 5,
        }),
      ),
    ),
    async check(answer) {
      const options = { fetch: answering(answer), now };
      const found = await refusesWell(() => discoverProvider(ISSUER, options));
      if (found !== undefined) {
        for (const endpoint of [found.authorizationEndpoint, found.tokenEndpoint]) {
          const { protocol, hostname } = new URL(endpoint);
          holds(protocol === 'https:' || /^(localhost|127\.|\[::1\])/.test(hostname), `${endpoint} is not safe`);
        }
      }
      const device = await refusesWell(() =>
        startDeviceAuthorization(provider, client, { scopes: ['openid'] }, options),
      );
      if (device !== undefined) holds(Number.isFinite(device.expiresAt), `a device code ends at ${device.expiresAt}`);
      await refusesWell(() => revokeTokenSet(provider, client, tokenSet, options));
      await refusesWell(() => logoutAtProvider(provider, client, tokenSet, options));
      const request = { clientId: 'client', redirectUri: 'https://app.example.com/oauth', scopes: [] };
      await refusesWell(() => probeAuthorization(provider, request, options));
    },
  }),
];
