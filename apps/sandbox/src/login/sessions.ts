import type { RandomSource } from '../random.ts';
import { invalidGrant } from './protocol-error.ts';
import type { ClientSession, RealmState, UserSession } from './realm-state.ts';

/** The person's living user session in a browser, made when there is none. */
export function userSessionFor(
  state: RealmState,
  browser: { readonly uid: string; readonly sub: string; readonly now: number },
  random: RandomSource,
): UserSession {
  for (const session of state.userSessions.values()) {
    if (session.browserSessionUid === browser.uid && session.sub === browser.sub && session.endedAt === undefined) {
      return session;
    }
  }
  const session: UserSession = {
    // 24 characters, like Keycloak's.
    id: random.bytes(18).toString('base64url'),
    browserSessionUid: browser.uid,
    sub: browser.sub,
    startedAt: browser.now,
  };
  state.userSessions.set(session.id, session);
  return session;
}

/** Notes that a client takes part in a user session; the second sign-in of one browser finds the first one's. */
export function attachClientSession(
  state: RealmState,
  session: Omit<ClientSession, 'detachedAt' | 'detachReason'>,
): ClientSession {
  const known = state.clientSessions.get(session.grantId);
  if (known !== undefined) return known;
  const attached: ClientSession = { ...session };
  state.clientSessions.set(session.grantId, attached);
  return attached;
}

/** The attached client session of a client in a user session. */
export function attachedClientSession(
  state: RealmState,
  userSessionId: string,
  clientId: string,
): ClientSession | undefined {
  for (const session of state.clientSessions.values()) {
    if (session.userSessionId === userSessionId && session.clientId === clientId && session.detachedAt === undefined) {
      return session;
    }
  }
  return undefined;
}

/** Takes a client out of a user session: every code and token of it is dead from now on. */
export function detachClientSession(state: RealmState, grantId: string, reason: string, now: number): void {
  const session = state.clientSessions.get(grantId);
  if (session === undefined || session.detachedAt !== undefined) return;
  session.detachedAt = now;
  session.detachReason = reason;
  const grant = state.models.get('Grant')?.get(grantId);
  if (grant !== undefined) grant.destroyedAt ??= now;
  for (const model of ['AuthorizationCode', 'AccessToken', 'RefreshToken']) {
    for (const entry of state.models.get(model)?.values() ?? []) {
      if (entry.payload.grantId === grantId) entry.destroyedAt ??= now;
    }
  }
}

/** Signs the person out of one browser: the user session ends and every client in it is detached. */
export function endUserSession(state: RealmState, userSessionId: string, reason: string, now: number): void {
  const session = state.userSessions.get(userSessionId);
  if (session === undefined || session.endedAt !== undefined) return;
  session.endedAt = now;
  session.endReason = reason;
  for (const clientSession of state.clientSessions.values()) {
    if (clientSession.userSessionId === userSessionId) detachClientSession(state, clientSession.grantId, reason, now);
  }
  const browserSessions = state.models.get('Session');
  for (const [id, entry] of browserSessions ?? []) {
    if (entry.payload.uid === session.browserSessionUid) browserSessions?.delete(id);
  }
}

/** Detaches a client from every session, as when it is deleted. */
export function detachClient(state: RealmState, clientId: string, reason: string, now: number): void {
  for (const session of state.clientSessions.values()) {
    if (session.clientId === clientId) detachClientSession(state, session.grantId, reason, now);
  }
}

/** Throws 400 `invalid_grant` for tokens of a person whose account is shut. */
export function refuseDisabledAccount({ state }: { state: RealmState }, session: ClientSession | undefined): void {
  if (session !== undefined && isDisabled(state, session)) throw invalidGrant('User disabled');
}

function isDisabled(state: RealmState, session: ClientSession): boolean {
  return state.disabledAccounts.has(state.userSessions.get(session.userSessionId)?.sub ?? '');
}

/** Whether tokens of this client session are good: it is attached, its user session goes on, the account is open. */
export function isAlive(state: RealmState, session: ClientSession): boolean {
  const goesOn = state.userSessions.get(session.userSessionId)?.endedAt === undefined;
  return session.detachedAt === undefined && goesOn && !isDisabled(state, session);
}
