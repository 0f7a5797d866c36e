import { SipgateKitError } from '../errors.ts';
import { unverifiedPayload } from '../jwt-payload.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { revokeTokenSet } from './on-first-call.ts';
import type { Provider } from './provider.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';

/** What became of tokens that a new sign-in replaced. */
export interface Replacement {
  /** `kept`: they end with the new ones, whose session they share; or nobody can tell whether they do. */
  readonly outcome: 'revoked' | 'kept' | 'failed';
  /** Why it failed. */
  readonly error?: SipgateKitError;
}

/**
 * Revokes the tokens that the same person's next sign-in at the same OAuth client has replaced, unless both belong to one
 * session: a person who signs in again in the same browser stays in the session they had, and on Keycloak revoking one
 * of a session's refresh tokens ends them all, the new one among them.
 *
 * Call it after the new ones have been stored.
 *
 * @example
 * await store.saveSignIn(key, tokenSet);
 * await revokeReplacedTokenSet(provider, client, { replaced: before.tokenSet, by: tokenSet });
 */
export async function revokeReplacedTokenSet(
  provider: Provider,
  client: ClientCredentials,
  { replaced, by }: { readonly replaced: TokenSet; readonly by: TokenSet },
  options: ProviderRequestOptions = {},
): Promise<Replacement> {
  const [before, after] = [sessionOf(replaced), sessionOf(by)];
  if (before === undefined || after === undefined || before === after) return { outcome: 'kept' };
  try {
    await revokeTokenSet(provider, client, replaced, options);
    return { outcome: 'revoked' };
  } catch (error) {
    if (error instanceof SipgateKitError) return { outcome: 'failed', error };
    throw error;
  }
}

/** `sid` (OpenID Connect Front-Channel Logout §3), or what older Keycloaks call it. */
function sessionOf({ accessToken, idToken }: TokenSet): string | undefined {
  for (const token of [accessToken, idToken]) {
    const { sid, session_state } = (token && unverifiedPayload(token)) || {};
    const session = sid ?? session_state;
    if (typeof session === 'string') return session;
  }
  return undefined;
}
