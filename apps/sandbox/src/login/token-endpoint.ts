import { decodeJwt } from 'jose';
import type { SandboxClient } from '../clients.ts';
import { authenticateClient } from './client-authentication.ts';
import { redeemCode } from './code-grant.ts';
import { DEVICE_GRANT, redeemDeviceCode } from './device-grant.ts';
import { refuseDuplicates } from './duplicates.ts';
import { answerInJson, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { refresh } from './refresh-grant.ts';

type Grant = (realm: RealmContext, client: SandboxClient, form: URLSearchParams) => Promise<Response>;

/** The grants Keycloak knows; the last two are off for every client of sipgate's. */
const GRANTS: Readonly<Record<string, Grant>> = {
  authorization_code: redeemCode,
  refresh_token: refresh,
  [DEVICE_GRANT]: redeemDeviceCode,
  client_credentials: async () => {
    throw new ProtocolError(401, 'unauthorized_client', 'Client not enabled to retrieve service account');
  },
  password: async () => {
    throw new ProtocolError(400, 'unauthorized_client', 'Client not allowed for direct access grants');
  },
};

/** `POST …/token`. */
export function tokenEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(realm, request, async (nowKnown) => {
    const form = new URLSearchParams(await request.text());
    const grantType = form.get('grant_type');
    if (grantType === null) throw invalidRequest('Missing form parameter: grant_type');
    const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
    const unknown = grant === undefined || (grantType === DEVICE_GRANT && realm.deviceFlow === undefined);
    if (unknown) throw new ProtocolError(400, 'unsupported_grant_type', 'Unsupported grant_type');
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    refuseDuplicates(form);
    return realm.oneAtATime(sessionOf(form), () => grant(realm, client, form));
  });
}

/** The user session a request claims to be about, unverified: only good for making requests about the same one queue up. */
function sessionOf(form: URLSearchParams): string {
  const code = form.get('code');
  if (code !== null) return code.split('.')[1] ?? '';
  const deviceCode = form.get('device_code');
  if (deviceCode !== null) return deviceCode;
  try {
    return String(decodeJwt(form.get('refresh_token') ?? '').sid);
  } catch {
    return '';
  }
}
