import { SCOPES } from '../scopes.ts';
import { challengeOf, checkPkce, scopesOf } from './authorization-check.ts';
import { authenticateClient } from './client-authentication.ts';
import { issueDeviceCode, shownUserCode } from './device-codes.ts';
import { hasDuplicates } from './duplicates.ts';
import { answerInJson, invalidGrant, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';

const FLOW_OFF =
  'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.';

/**
 * `POST …/auth/device` (RFC 8628 §3.1): codes for a device without a browser. Off for every client that does not have it
 * switched on; PKCE counts here, too. Scopes nobody knows are left out without a word, as Keycloak does.
 */
export function deviceAuthorizationEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  return answerInJson(realm, request, async (nowKnown) => {
    const { deviceFlow } = realm;
    if (deviceFlow === undefined) throw new ProtocolError(404, 'HTTP 404 Not Found');
    const form = new URLSearchParams(await request.text());
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    if (client.deviceFlow !== true) throw new ProtocolError(400, 'unauthorized_client', FLOW_OFF);
    if (hasDuplicates(form)) throw invalidGrant('duplicated parameter');
    const refusal = checkPkce(form, client);
    if (refusal !== undefined) throw new ProtocolError(400, ...refusal);

    const challenge = challengeOf(form);
    const { deviceCode, userCode } = issueDeviceCode(
      realm.state,
      {
        clientId: client.clientId,
        scopes: scopesOf(form).filter((scope) => SCOPES.has(scope)),
        ...(challenge === undefined ? {} : { challenge }),
      },
      deviceFlow,
      { now: realm.clock.now(), random: realm.random },
    );
    const verificationUri = `${realm.issuer}/device`;
    return Response.json({
      device_code: deviceCode,
      user_code: shownUserCode(userCode),
      verification_uri: verificationUri,
      verification_uri_complete: `${verificationUri}?user_code=${shownUserCode(userCode)}`,
      expires_in: deviceFlow.codeLifespanS,
      interval: deviceFlow.pollingIntervalS,
    });
  });
}
