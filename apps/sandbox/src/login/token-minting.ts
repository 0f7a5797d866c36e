import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SandboxAccount, SandboxUser } from '../accounts.ts';
import type { SandboxClient } from '../clients.ts';
import { secondsOf } from '../clock.ts';
import { allowedOrigins } from '../web-origins.ts';
import type { SigningKeys } from './signing-keys.ts';

/** Seconds an access token lives; sipgate's value. */
export const ACCESS_TOKEN_LIFETIME_S = 300;
/** Seconds a refresh token lives, from its own issue; sipgate's value, 30 days. */
export const REFRESH_TOKEN_LIFETIME_S = 2_592_000;

/** Scopes about the person; the others are sipgate's, and roles of the realm. */
const IDENTITY_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Everything the three tokens of one answer are made from. */
export interface MintRequest {
  readonly issuer: string;
  readonly keys: SigningKeys;
  readonly client: SandboxClient;
  readonly user: SandboxUser;
  readonly account: SandboxAccount;
  readonly userSessionId: string;
  readonly scopes: readonly string[];
  /** Of the refresh token: the old scopes stay in it when a refresh narrows the access token's. */
  readonly refreshScopes: readonly string[];
  readonly nonce?: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  /** oidc-provider's id of the refresh token. */
  readonly refreshTokenId: string;
  /** The same in all refresh tokens that follow from one sign-in. */
  readonly reuseId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface MintedTokens {
  readonly accessToken: string;
  readonly accessTokenId: string;
  readonly refreshToken: string;
  readonly idToken?: string;
  readonly idTokenId?: string;
}

/** Makes access, refresh and (with scope `openid`) ID token, with the claims Keycloak and sipgate put into them. */
export async function mintTokens(request: MintRequest): Promise<MintedTokens> {
  const accessTokenId = randomUUID();
  const accessToken = await signPublic(request, {
    ...commonClaims(request, ACCESS_TOKEN_LIFETIME_S),
    jti: accessTokenId,
    aud: request.client.clientId,
    typ: 'Bearer',
    session_state: request.userSessionId,
    acr: '1',
    'allowed-origins': [...allowedOrigins(request.client)],
    realm_access: { roles: request.scopes.filter((scope) => !IDENTITY_SCOPES.has(scope)) },
    scope: request.scopes.join(' '),
    featureScope: request.account.featureScope,
  });
  const refreshToken = await signRefreshToken(request);
  if (!request.refreshScopes.includes('openid')) return { accessToken, accessTokenId, refreshToken };
  const idTokenId = randomUUID();
  const idToken = await signPublic(request, {
    ...commonClaims(request, ACCESS_TOKEN_LIFETIME_S),
    jti: idTokenId,
    aud: request.client.clientId,
    typ: 'ID',
    acr: '1',
    at_hash: halfHash(accessToken),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  });
  return { accessToken, accessTokenId, refreshToken, idToken, idTokenId };
}

function commonClaims(request: MintRequest, lifetimeS: number) {
  const iat = secondsOf(request.now);
  return {
    exp: iat + lifetimeS,
    iat,
    auth_time: request.authTime,
    iss: request.issuer,
    sub: request.user.sub,
    azp: request.client.clientId,
    sid: request.userSessionId,
  };
}

function signPublic({ keys }: MintRequest, claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keys.kid }).sign(keys.privateKey);
}

function signRefreshToken(request: MintRequest): Promise<string> {
  const { exp, auth_time: _, ...common } = commonClaims(request, REFRESH_TOKEN_LIFETIME_S);
  const offline = isOffline(request.refreshScopes);
  const claims = {
    ...(offline ? {} : { exp }),
    ...common,
    jti: request.refreshTokenId,
    aud: request.issuer,
    typ: offline ? 'Offline' : 'Refresh',
    scope: request.refreshScopes.join(' '),
    reuse_id: request.reuseId,
  };
  const header = { alg: 'HS512', typ: 'JWT', kid: `${request.keys.kid}-refresh` };
  return new SignJWT(claims).setProtectedHeader(header).sign(request.keys.refreshTokenSecret);
}

/** With `offline_access` a refresh token does not expire, and says so. */
export function isOffline(scopes: readonly string[]): boolean {
  return scopes.includes('offline_access');
}

/** OpenID Connect Core §3.1.3.6: the left half of the access token's SHA-256. */
function halfHash(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');
}
