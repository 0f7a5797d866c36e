import type { RealmState } from './realm-state.ts';

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

function consentKey(sub: string, clientId: string): string {
  return `${sub} ${clientId}`;
}
