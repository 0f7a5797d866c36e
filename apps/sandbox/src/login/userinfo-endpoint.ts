import type { SandboxClient } from '../clients.ts';
import { withCors } from '../web-origins.ts';
import { verifyAccessToken } from './issued-tokens.ts';
import type { RealmContext } from './realm.ts';

/** `GET` and `POST …/userinfo` (OpenID Connect Core §5.3): who the person is. Needs the scope `openid`. */
export async function userinfoEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) return refuse(401, 'invalid_token', 'Missing token');
  const verified = await verifyAccessToken(realm, token);
  if (typeof verified === 'string') return refuse(401, 'invalid_token', 'Token verification failed');
  const client: SandboxClient | undefined = realm.clients.find(verified.record.clientId);
  const answer = verified.record.scopes.includes('openid')
    ? Response.json(claimsOf(realm, String(verified.claims.sub)), { headers: { 'cache-control': 'no-cache' } })
    : refuse(403, 'insufficient_scope', 'Missing openid scope');
  return withCors(answer, request.headers.get('origin'), client);
}

function claimsOf(realm: RealmContext, sub: string) {
  const user = realm.directory.userBySub(sub);
  return {
    sub,
    email_verified: true,
    name: user === undefined ? undefined : `${user.firstname} ${user.lastname}`,
    preferred_username: user?.username,
    given_name: user?.firstname,
    family_name: user?.lastname,
    email: user?.email,
  };
}

function refuse(status: number, error: string, description: string): Response {
  return Response.json(
    { error, error_description: description },
    {
      status,
      headers: { 'www-authenticate': `Bearer realm="sandbox", error="${error}", error_description="${description}"` },
    },
  );
}
