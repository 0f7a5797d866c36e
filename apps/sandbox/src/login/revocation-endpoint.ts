import { authenticateClient } from './client-authentication.ts';
import { withdrawConsent } from './consents.ts';
import { readRefreshToken, verifyAccessToken } from './issued-tokens.ts';
import { answerInJson, invalidRequest } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { detachClientSession } from './sessions.ts';
import { refuseDuplicates } from './token-endpoint.ts';

/**
 * `POST …/revoke` (RFC 7009, as Keycloak does it): a refresh token takes its client session and the person's consent
 * with it, an access token only itself. Keycloak answers an unknown token with 200 and an error in the body.
 */
export function revocationEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(request, async (nowKnown) => {
    const form = new URLSearchParams(await request.text());
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    const token = form.get('token') ?? '';
    if (token === '') throw invalidRequest('Token not provided');
    refuseDuplicates(form);
    const now = realm.clock.now();

    const refreshToken = await readRefreshToken(realm, token);
    const found = refreshToken ?? (await verifyAccessToken(realm, token));
    const dead = typeof found === 'string' || found.record.expiresAt <= now || found.session.detachedAt !== undefined;
    if (dead) return Response.json({ error: 'invalid_token', error_description: 'Invalid token' });
    if (found.record.clientId !== client.clientId) throw invalidRequest('Unmatching clients');

    if (refreshToken === undefined) {
      found.record.revokedAt = now;
    } else {
      const sub = realm.state.userSessions.get(found.session.userSessionId)?.sub;
      if (sub !== undefined) withdrawConsent(realm.state, sub, client.clientId);
      detachClientSession(realm.state, found.record.grantId, 'refresh token revoked', now);
    }
    return new Response(null, { status: 200 });
  });
}
