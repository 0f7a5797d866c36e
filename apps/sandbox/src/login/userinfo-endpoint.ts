import { withCors } from '../cors.ts';
import { verifyAccessToken } from './issued-tokens.ts';
import { ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { judgeOrigin } from './redirect-matching.ts';

/**
 * `GET` and `POST …/userinfo` (OpenID Connect Core §5.3): who the person is. Needs the scope `openid`. Refusals have no
 * body; a bad token is told apart from a missing one in `WWW-Authenticate` (RFC 6750 §3).
 */
export async function userinfoEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  const origin = request.headers.get('origin');
  const readable = (response: Response, exposed?: string) =>
    origin === null ? response : withCors(response, origin, exposed);
  const token = await tokenOf(request);
  if (token === undefined) return readable(unauthorized(realm), WITH_CHALLENGE);

  const verified = await verifyAccessToken(realm, token);
  if (typeof verified === 'string') {
    const detail = ', error="invalid_token", error_description="Token verification failed"';
    return readable(unauthorized(realm, detail), WITH_CHALLENGE);
  }
  const client = realm.clients.find(verified.record.clientId);
  const verdict =
    origin === null || client === undefined ? undefined : judgeOrigin(realm.rules.redirectMatching, client, origin);
  if (verdict?.remark !== undefined) realm.remarks.add(request, verdict.remark);
  if (verdict?.allowed === false) {
    return new ProtocolError(403, 'Invalid origin').toResponse();
  }
  if (!verified.record.scopes.includes('openid')) return readable(new Response(null, { status: 403 }));
  const claims = claimsOf(realm, String(verified.claims.sub), verified.record.scopes);
  return readable(Response.json(claims, { headers: { 'cache-control': 'no-store' } }));
}

/** From the header, or from the form of a `POST` (RFC 6750 §2.1, §2.2). */
async function tokenOf(request: Request): Promise<string | undefined> {
  const token = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const hasForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
  if (token !== undefined || request.method !== 'POST' || !hasForm) return token;
  return new URLSearchParams(await request.text()).get('access_token') ?? undefined;
}

const WITH_CHALLENGE = 'Access-Control-Allow-Methods, WWW-Authenticate';

function unauthorized({ realm }: RealmContext, detail = ''): Response {
  return new Response(null, { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}"${detail}` } });
}

/** What the scopes `email` and `profile` open up (OpenID Connect Core §5.4). */
function claimsOf(realm: RealmContext, sub: string, scopes: readonly string[]) {
  const user = realm.directory.userBySub(sub);
  if (user === undefined) return { sub };
  const { username, firstname, lastname, email } = user;
  const name = `${firstname} ${lastname}`;
  return {
    sub,
    ...(scopes.includes('email') ? { email_verified: true } : {}),
    ...(scopes.includes('profile')
      ? { name, preferred_username: username, given_name: firstname, family_name: lastname }
      : {}),
    ...(scopes.includes('email') ? { email } : {}),
  };
}
