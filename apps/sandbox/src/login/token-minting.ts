import { createHash } from 'node:crypto';
import { allowedOrigins } from '@sipgate-kit/core/clients';
import { SignJWT } from 'jose';
import type { SandboxAccount, SandboxUser } from '../accounts.ts';
import type { SandboxClient } from '../clients.ts';
import { secondsOf } from '../clock.ts';
import type { RandomSource } from '../random.ts';
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
  readonly random: RandomSource;
}

export interface MintedTokens {
  readonly accessToken: string;
  readonly accessTokenId: string;
  readonly refreshToken: string;
  readonly idToken?: string;
  readonly idTokenId?: string;
}

/** Makes access, refresh and (with scope `openid`) ID token, with Keycloak's and sipgate's claims in Keycloak's order. */
export async function mintTokens(request: MintRequest): Promise<MintedTokens> {
  const accessTokenId = request.random.uuid();
  const [accessToken, refreshToken] = await Promise.all([
    signPublic(request, accessTokenClaims(request, accessTokenId)),
    signRefreshToken(request),
  ]);
  if (!request.refreshScopes.includes('openid')) return { accessToken, accessTokenId, refreshToken };
  const idTokenId = request.random.uuid();
  const idToken = await signPublic(request, idTokenClaims(request, idTokenId, accessToken));
  return { accessToken, accessTokenId, refreshToken, idToken, idTokenId };
}

/** With `offline_access` a refresh token does not expire, and says so. */
export function isOffline(scopes: readonly string[]): boolean {
  return scopes.includes('offline_access');
}

/** What access and ID tokens begin with, in Keycloak's order. */
function firstClaims(request: MintRequest, jti: string, typ: 'Bearer' | 'ID') {
  const { clientId } = request.client;
  return {
    exp: expiry(request, ACCESS_TOKEN_LIFETIME_S),
    iat: secondsOf(request.now),
    auth_time: request.authTime,
    jti,
    iss: request.issuer,
    aud: clientId,
    sub: request.user.sub,
    typ,
    azp: clientId,
  };
}

function accessTokenClaims(request: MintRequest, jti: string) {
  const { client, scopes, userSessionId } = request;
  return {
    ...firstClaims(request, jti, 'Bearer'),
    sid: userSessionId,
    acr: '1',
    'allowed-origins': [...allowedOrigins(client)],
    realm_access: { roles: scopes.filter((scope) => !IDENTITY_SCOPES.has(scope)) },
    scope: scopes.join(' '),
    session_state: userSessionId,
    featureScope: request.account.featureScope,
  };
}

function idTokenClaims(request: MintRequest, jti: string, accessToken: string) {
  return {
    ...firstClaims(request, jti, 'ID'),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    sid: request.userSessionId,
    at_hash: halfHash(accessToken),
    acr: '1',
  };
}

function signRefreshToken(request: MintRequest): Promise<string> {
  const offline = isOffline(request.refreshScopes);
  const claims = {
    ...(offline ? {} : { exp: expiry(request, REFRESH_TOKEN_LIFETIME_S) }),
    iat: secondsOf(request.now),
    jti: request.refreshTokenId,
    iss: request.issuer,
    aud: request.issuer,
    sub: request.user.sub,
    typ: offline ? 'Offline' : 'Refresh',
    azp: request.client.clientId,
    sid: request.userSessionId,
    scope: request.refreshScopes.join(' '),
    reuse_id: request.reuseId,
  };
  const header = { alg: 'HS512', typ: 'JWT', kid: `${request.keys.kid}-refresh` };
  return new SignJWT(claims).setProtectedHeader(header).sign(request.keys.refreshTokenSecret);
}

function signPublic({ keys }: MintRequest, claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keys.kid }).sign(keys.privateKey);
}

function expiry({ now }: MintRequest, lifetimeS: number): number {
  return secondsOf(now) + lifetimeS;
}

/** OpenID Connect Core §3.1.3.6: the left half of the access token's SHA-256. */
function halfHash(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url');
}
