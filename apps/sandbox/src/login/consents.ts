import type { RealmState } from './realm-state.ts';
import { detachClientSession } from './sessions.ts';

/** Consent is given once per person, client and scope, and outlives sessions. */
export function consentedScopes(state: RealmState, sub: string, clientId: string): ReadonlySet<string> {
  return new Set(state.consents.get(consentKey(sub, clientId)));
}

/** Whether the person has to be asked before the client gets `scopes`. A first sign-in always asks. */
export function needsConsent(state: RealmState, sub: string, clientId: string, scopes: readonly string[]): boolean {
  const granted = state.consents.get(consentKey(sub, clientId));
  return granted === undefined || scopes.some((scope) => !granted.includes(scope));
}

export function giveConsent(state: RealmState, sub: string, clientId: string, scopes: readonly string[]): void {
  const granted = consentedScopes(state, sub, clientId);
  state.consents.set(consentKey(sub, clientId), [...new Set([...granted, ...scopes])]);
}

/**
 * Takes back what a person granted to one client, or to all of them, as on Keycloak's account page: the clients are out of
 * all their sessions, the person stays signed in.
 *
 * @returns how many client sessions ended.
 */
export function withdrawConsent(state: RealmState, sub: string, now: number, clientId?: string): number {
  for (const key of state.consents.keys()) {
    if (clientId === undefined ? key.startsWith(`${sub} `) : key === consentKey(sub, clientId)) {
      state.consents.delete(key);
    }
  }
  const theirs = [...state.clientSessions.values()].filter(
    (session) =>
      session.detachedAt === undefined &&
      (clientId === undefined || session.clientId === clientId) &&
      state.userSessions.get(session.userSessionId)?.sub === sub,
  );
  for (const { grantId } of theirs) detachClientSession(state, grantId, 'consent withdrawn', now);
  return theirs.length;
}

function consentKey(sub: string, clientId: string): string {
  return `${sub} ${clientId}`;
}
