import { decodeJwt } from 'jose';
import { authenticateClient } from './client-authentication.ts';
import { redeemCode } from './code-grant.ts';
import { answerInJson, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { refresh } from './refresh-grant.ts';

const GRANTS = { authorization_code: redeemCode, refresh_token: refresh };

/** `POST …/token`. */
export function tokenEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(request, async (nowKnown) => {
    const form = new URLSearchParams(await request.text());
    const grantType = form.get('grant_type');
    if (grantType === null) throw invalidRequest('Missing form parameter: grant_type');
    if (!Object.hasOwn(GRANTS, grantType)) {
      throw new ProtocolError(400, 'unsupported_grant_type', 'Unsupported grant_type');
    }
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    refuseDuplicates(form);
    const grant = GRANTS[grantType as keyof typeof GRANTS];
    return realm.oneAtATime(sessionOf(form), () => grant(realm, client, form));
  });
}

/** RFC 6749 §3.2: no parameter twice. */
export function refuseDuplicates(form: URLSearchParams): void {
  if ([...new Set(form.keys())].some((name) => form.getAll(name).length > 1))
    throw invalidRequest('duplicated parameter');
}

/** The user session a request claims to be about, unverified: only good for making requests about the same one queue up. */
function sessionOf(form: URLSearchParams): string {
  const code = form.get('code');
  if (code !== null) return code.split('.')[1] ?? '';
  try {
    return String(decodeJwt(form.get('refresh_token') ?? '').sid);
  } catch {
    return '';
  }
}
