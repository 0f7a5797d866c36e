import type { ConnectionStatus } from './token-store.ts';

/** The instants that order two sign-ins of one person, as in a token set. */
export interface SignInInstants {
  readonly issuedAt: number;
  readonly authenticatedAt?: number | undefined;
}

/**
 * Whether a sign-in may replace what is stored: by the instant of authentication where both are known, then by the
 * instant of issue; a tie goes to the sign-in. A stored connection that is `needs_login` holds dead tokens, so only a
 * sign-in issued before them is turned away: a person whose single sign-on session is older than the dead one
 * would never get in again otherwise.
 */
export function replacesStored(signIn: SignInInstants, stored: SignInInstants & { status: ConnectionStatus }): boolean {
  if (
    stored.status !== 'needs_login' &&
    signIn.authenticatedAt !== undefined &&
    stored.authenticatedAt !== undefined &&
    signIn.authenticatedAt !== stored.authenticatedAt
  ) {
    return signIn.authenticatedAt > stored.authenticatedAt;
  }
  return signIn.issuedAt >= stored.issuedAt;
}
