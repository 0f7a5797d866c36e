import type { SandboxClient } from '../clients.ts';
import { fingerprintOf } from './issued-tokens.ts';
import type { ProtocolError } from './protocol-error.ts';
import { PROTOCOL_PATH } from './provider.ts';
import type { RealmContext } from './realm.ts';
import type { TokenRecord } from './realm-state.ts';
import { ACCESS_TOKEN_LIFETIME_S, isOffline, mintTokens, REFRESH_TOKEN_LIFETIME_S } from './token-minting.ts';

/** A grant that passed Keycloak's checks. */
export interface CheckedGrant {
  readonly client: SandboxClient;
  readonly grantId: string;
  /** What oidc-provider is asked: it makes the next refresh token and marks the code or the old token as used. */
  readonly form: URLSearchParams;
  readonly scopes: readonly string[];
  /** Scopes of the refresh token, where a refresh narrowed `scopes`. */
  readonly refreshScopes?: readonly string[];
  readonly nonce?: string;
  readonly authTime: number;
  /** The refresh token that is used up by this. */
  readonly parent?: TokenRecord;
}

/** Redeems a checked grant at oidc-provider and makes Keycloak's answer of what comes back. */
export async function issueTokens(realm: RealmContext, grant: CheckedGrant, refused: ProtocolError): Promise<Response> {
  const session = realm.state.clientSessions.get(grant.grantId);
  const userSession = session === undefined ? undefined : realm.state.userSessions.get(session.userSessionId);
  const user = userSession === undefined ? undefined : realm.directory.userBySub(userSession.sub);
  if (userSession === undefined || user === undefined) throw refused;

  const now = realm.clock.now();
  const inner = await realm.askProvider({ method: 'POST', path: `${PROTOCOL_PATH}/token`, form: grant.form });
  const refreshTokenId = inner.ok ? ((await inner.json()) as { refresh_token?: string }).refresh_token : undefined;
  if (refreshTokenId === undefined) throw refused;
  if (grant.parent !== undefined) grant.parent.usedAt = now;

  const refreshScopes = grant.refreshScopes ?? grant.scopes;
  const reuseId = grant.parent?.reuseId ?? refreshTokenId;
  const refreshLifetimeS = isOffline(refreshScopes) ? 0 : REFRESH_TOKEN_LIFETIME_S;
  const minted = await mintTokens({
    issuer: realm.issuer,
    keys: realm.signing.keys,
    client: grant.client,
    user,
    account: realm.directory.accountOf(user),
    userSessionId: userSession.id,
    scopes: grant.scopes,
    refreshScopes,
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
    authTime: grant.authTime,
    refreshTokenId,
    reuseId,
    now,
    random: realm.random,
  });

  const remember = (kind: TokenRecord['kind'], jti: string, token: string, scopes: readonly string[]) =>
    realm.state.tokens.set(jti, {
      jti,
      kind,
      fingerprint: fingerprintOf(token),
      grantId: grant.grantId,
      clientId: grant.client.clientId,
      scopes,
      reuseId,
      ...(grant.parent === undefined ? {} : { parent: grant.parent.jti }),
      authTime: grant.authTime,
      issuedAt: now,
      expiresAt: expiryOf(kind === 'refresh' ? refreshLifetimeS : ACCESS_TOKEN_LIFETIME_S, now),
    });
  remember('access', minted.accessTokenId, minted.accessToken, grant.scopes);
  remember('refresh', refreshTokenId, minted.refreshToken, refreshScopes);
  if (minted.idToken !== undefined && minted.idTokenId !== undefined) {
    remember('id', minted.idTokenId, minted.idToken, grant.scopes);
  }

  return Response.json({
    access_token: minted.accessToken,
    expires_in: ACCESS_TOKEN_LIFETIME_S,
    refresh_expires_in: refreshLifetimeS,
    refresh_token: minted.refreshToken,
    token_type: 'Bearer',
    ...(minted.idToken === undefined ? {} : { id_token: minted.idToken }),
    'not-before-policy': 0,
    session_state: userSession.id,
    scope: grant.scopes.join(' '),
  });
}

/** 0 seconds = never, in Keycloak's `refresh_expires_in`. */
function expiryOf(lifetimeS: number, now: number): number {
  return lifetimeS === 0 ? Number.MAX_SAFE_INTEGER : now + lifetimeS * 1000;
}
