import type { SandboxClient } from '../clients.ts';
import { SCOPES } from '../scopes.ts';
import { ENDED_BY_ADMINISTRATOR } from './administrator.ts';
import { needsConsent } from './consents.ts';
import { readRefreshToken, type VerifiedToken } from './issued-tokens.ts';
import { invalidGrant, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import type { TokenRecord, UserSession } from './realm-state.ts';
import { detachClientSession, refuseDisabledAccount } from './sessions.ts';
import { issueTokens } from './token-issue.ts';
import { isOffline } from './token-minting.ts';

/**
 * `grant_type=refresh_token`. Every refresh token is good once. Using one again costs the whole client session: all
 * tokens of it are dead, the newest too.
 */
export async function refresh(realm: RealmContext, client: SandboxClient, form: URLSearchParams): Promise<Response> {
  const { record, session } = await checkedRefreshToken(realm, client, form.get('refresh_token'));
  const userSession = realm.state.userSessions.get(session.userSessionId);
  if (userSession === undefined || userSession.endedAt !== undefined) {
    throw invalidGrant(isOffline(record.scopes) ? offlineEnd(userSession) : 'Session not active');
  }
  refuseDisabledAccount(realm, session);
  if (session.detachedAt !== undefined) throw invalidGrant("Session doesn't have required client");
  if (needsConsent(realm.state, userSession.sub, client.clientId, record.scopes)) {
    throw new ProtocolError(400, 'invalid_scope', 'Client no longer has requested consent from user');
  }
  const scopes = narrowedScopes(form.get('scope'), record);
  refuseReuse(realm, record);
  const providerForm = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: client.clientId,
    refresh_token: record.jti,
  });
  const { grantId, authTime, scopes: refreshScopes } = record;
  const grant = { client, grantId, form: providerForm, scopes, refreshScopes, authTime, parent: record };
  return issueTokens(realm, grant, invalidGrant('Invalid refresh token'));
}

/**
 * The refresh token of a form, as far as it can be judged without its session: readable, of this client, not expired.
 *
 * @throws ProtocolError with Keycloak's sentence for what is wrong.
 */
export async function checkedRefreshToken(
  realm: RealmContext,
  client: SandboxClient,
  token: string | null,
): Promise<VerifiedToken> {
  if (token === null) throw invalidRequest('No refresh token');
  const verified = await readRefreshToken(realm, token);
  if (verified === undefined) throw invalidGrant('Invalid refresh token');
  if (verified.record.expiresAt <= realm.clock.now()) throw invalidGrant('Token is not active');
  if (verified.record.clientId !== client.clientId) {
    throw invalidGrant("Invalid refresh token. Token client and authorized client don't match");
  }
  return verified;
}

/** An administrator who ends sessions makes every offline token of the person stale; other ends take only the session. */
function offlineEnd(session: UserSession | undefined): string {
  return session?.endReason === ENDED_BY_ADMINISTRATOR ? 'Stale token' : 'Offline user session not found';
}

/**
 * What a refresh that asks for less gets (RFC 6749 §6). Keycloak refuses scopes it does not know, and leaves those out
 * that were never granted, even if none remain.
 */
function narrowedScopes(requested: string | null, record: TokenRecord): readonly string[] {
  if (requested === null) return record.scopes;
  const scopes = [...new Set(requested.split(' '))];
  if (!scopes.every((scope) => SCOPES.has(scope))) {
    throw new ProtocolError(400, 'invalid_scope', `Invalid scopes: ${requested}`);
  }
  return scopes.filter((scope) => record.scopes.includes(scope));
}

/**
 * Stricter than Keycloak in one point: that judges by whole seconds and lets an older token pass within the second of
 * the next refresh. Here order alone counts.
 */
function refuseReuse(realm: RealmContext, record: TokenRecord): void {
  if (record.usedAt === undefined) return;
  const successor = [...realm.state.tokens.values()].find(
    ({ kind, parent }) => kind === 'refresh' && parent === record.jti,
  );
  detachClientSession(realm.state, record.grantId, 'refresh token used twice', realm.clock.now());
  throw invalidGrant(successor?.usedAt === undefined ? 'Maximum allowed refresh token reuse exceeded' : 'Stale token');
}
