import type { SandboxClient } from '../clients.ts';
import { checkVerifier } from './code-grant.ts';
import { needsConsent } from './consents.ts';
import { findDeviceCode, noteDeviceCode } from './device-codes.ts';
import { deviceStatusUri } from './device-verification.ts';
import { invalidGrant, invalidRequest, ProtocolError } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { issueTokens } from './token-issue.ts';

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** `grant_type=urn:ietf:params:oauth:grant-type:device_code` (RFC 8628 §3.4), in Keycloak's order and words. */
export async function redeemDeviceCode(
  realm: RealmContext,
  client: SandboxClient,
  form: URLSearchParams,
): Promise<Response> {
  if (client.deviceFlow !== true) throw invalidGrant('Client not allowed OAuth 2.0 Device Authorization Grant');
  const value = form.get('device_code');
  if (value === null) throw invalidRequest('Missing parameter: device_code');
  const now = realm.clock.now();
  const code = findDeviceCode(realm.state, value, now);
  if (code === undefined) throw invalidGrant('Device code not valid');
  if (code.clientId !== client.clientId) throw invalidGrant('unauthorized client');
  if (now >= code.expiresAt) throw new ProtocolError(400, 'expired_token', 'Device code is expired');
  if (code.polledAt !== undefined && now - code.polledAt < code.pollingIntervalS * 1000) {
    throw new ProtocolError(400, 'slow_down', 'Slow down');
  }
  noteDeviceCode(realm.state, code, { polledAt: now });
  const { answer } = code;
  if (answer === undefined) {
    throw new ProtocolError(400, 'authorization_pending', 'The authorization request is still pending');
  }
  if (answer === 'denied') {
    throw new ProtocolError(400, 'access_denied', 'The end user denied the authorization request');
  }
  checkVerifier(form.get('code_verifier'), code.challenge);
  noteDeviceCode(realm.state, code, { spentAt: now });
  const { grantId, innerCode, authTime } = answer;
  const session = realm.state.clientSessions.get(grantId);
  const userSession = realm.state.userSessions.get(session?.userSessionId ?? '');
  if (session?.detachedAt !== undefined || userSession === undefined || userSession.endedAt !== undefined) {
    throw invalidGrant('Session not active');
  }
  if (needsConsent(realm.state, userSession.sub, client.clientId, code.scopes)) {
    throw new ProtocolError(400, 'invalid_scope', 'Client no longer has requested consent from user');
  }
  const providerForm = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client.clientId,
    code: innerCode,
    redirect_uri: deviceStatusUri(realm.issuer),
  });
  const grant = { client, grantId, form: providerForm, scopes: code.scopes, authTime };
  return issueTokens(realm, grant, invalidGrant('Session not active'));
}
