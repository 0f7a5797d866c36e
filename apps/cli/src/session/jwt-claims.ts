import { unverifiedPayload } from '@sipgate-kit/core';

/** What an access token says about itself. Nothing is verified: fit to be shown, not to be relied on. */
export interface AccessTokenClaims {
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  readonly scopes?: readonly string[];
}

/** The claims of a JWT (RFC 7519 §4.1.4, RFC 8693 §4.2); nothing of a token that is none. */
export function claimsOf(accessToken: string): AccessTokenClaims {
  const { exp, scope } = unverifiedPayload(accessToken) ?? {};
  return {
    ...(typeof exp === 'number' && { expiresAt: exp * 1000 }),
    ...(typeof scope === 'string' && { scopes: scope.split(' ').filter(Boolean) }),
  };
}
