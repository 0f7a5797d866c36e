import { authenticateClient } from './client-authentication.ts';
import { readAccessToken, readIdToken } from './issued-tokens.ts';
import { answerInJson, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { isAlive } from './sessions.ts';

/**
 * `POST …/token/introspect` (RFC 7662), for confidential clients: the claims of an access or ID token that was given out to
 * the very client and is good right now, else `active: false`. Refresh tokens are never active.
 */
export function introspectionEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(realm, request, async (nowKnown) => {
    const form = new URLSearchParams(await request.text());
    const client = authenticate(realm, request, form);
    nowKnown(client);
    if (client.clientSecret === undefined) {
      throw new ProtocolError(403, 'invalid_request', 'Client not allowed.');
    }
    const token = form.get('token');
    if (token === null) throw invalidRequest('Token not provided.');
    const found = (await readAccessToken(realm, token)) ?? (await readIdToken(realm, token));
    if (found === undefined) return Response.json({ active: false });
    const { record, session, claims } = found;
    const fresh = record.expiresAt > realm.clock.now() && record.revokedAt === undefined;
    if (!fresh || record.clientId !== client.clientId || !isAlive(realm.state, session)) {
      return Response.json({ active: false });
    }
    const username = realm.directory.userBySub(String(claims.sub))?.username;
    return Response.json({ ...claims, client_id: record.clientId, username, token_type: claims.typ, active: true });
  });
}

/** As at every endpoint, only that Keycloak has a sentence of its own for a wrong secret here. */
function authenticate(realm: RealmContext, request: Request, form: URLSearchParams) {
  try {
    return authenticateClient(realm, request, form);
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.error !== 'unauthorized_client') throw error;
    throw new ProtocolError(401, 'invalid_client', 'Client authentication failed.');
  }
}
