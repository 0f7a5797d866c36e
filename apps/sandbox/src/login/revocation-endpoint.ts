import { authenticateClient } from './client-authentication.ts';
import { refuseDuplicates } from './duplicates.ts';
import { readAccessToken, readIdToken, readRefreshToken, type VerifiedToken } from './issued-tokens.ts';
import { answerInJson, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { detachClientSession, endUserSession, isAlive } from './sessions.ts';

/**
 * `POST …/revoke` (RFC 7009, as Keycloak does it): an access token goes alone, a refresh token, even one already used,
 * takes its client session with it. Consent stays. An access token may be expired or revoked already. An unknown token is answered with 200 and an error in the body.
 */
export function revocationEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(realm, request, async (nowKnown) => {
    const form = new URLSearchParams(await request.text());
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    const token = form.get('token');
    if (token === null) throw invalidRequest('Token not provided');
    refuseDuplicates(form);
    const now = realm.clock.now();

    const refreshToken = await readRefreshToken(realm, token);
    const found = refreshToken ?? (await readAccessToken(realm, token));
    if (found === undefined && (await readIdToken(realm, token)) !== undefined) {
      throw new ProtocolError(400, 'unsupported_token_type', 'Unsupported token type');
    }
    const expired = refreshToken !== undefined && refreshToken.record.expiresAt <= now;
    if (found === undefined || expired || !isAlive(realm.state, found.session)) {
      return Response.json({ error: 'invalid_token', error_description: 'Invalid token' });
    }
    if (found.record.clientId !== client.clientId) throw invalidRequest('Unmatching clients');

    if (refreshToken === undefined) found.record.revokedAt = now;
    else leaveUserSession(realm, found, now);
    return new Response(null, { status: 200 });
  });
}

/** Detaches the client; when it was the last one, the person's whole session is over. */
function leaveUserSession(realm: RealmContext, { session }: VerifiedToken, now: number): void {
  detachClientSession(realm.state, session.grantId, 'refresh token revoked', now);
  const others = [...realm.state.clientSessions.values()].some(
    (other) => other.userSessionId === session.userSessionId && isAlive(realm.state, other),
  );
  if (!others) endUserSession(realm.state, session.userSessionId, 'refresh token revoked', now);
}
