import { authenticateClient } from './client-authentication.ts';
import { readRefreshToken, verifyAccessToken } from './issued-tokens.ts';
import { answerInJson, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { isAlive } from './sessions.ts';

/** `POST …/token/introspect` (RFC 7662), for confidential clients: the token's claims while it is good, else `active: false`. */
export function introspectionEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(request, async (nowKnown) => {
    const form = new URLSearchParams(await request.text());
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    if (client.clientSecret === undefined) {
      throw new ProtocolError(403, 'invalid_request', 'Client not allowed.');
    }
    const token = form.get('token') ?? '';
    if (token === '') throw invalidRequest('Token not provided.');
    const found = (await readRefreshToken(realm, token)) ?? (await verifyAccessToken(realm, token));
    if (typeof found === 'string') return Response.json({ active: false });
    const { record, session, claims } = found;
    const good = record.expiresAt > realm.clock.now() && record.usedAt === undefined && isAlive(realm.state, session);
    if (!good) return Response.json({ active: false });
    const username = realm.directory.userBySub(String(claims.sub))?.username;
    return Response.json({ ...claims, client_id: record.clientId, username, token_type: claims.typ, active: true });
  });
}
