import { createHash } from 'node:crypto';
import type { SandboxClient } from '../clients.ts';
import type { PkceChallenge } from './authorization-check.ts';
import { invalidGrant, invalidRequest } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import type { IssuedCode } from './realm-state.ts';
import { attachedClientSession, detachClientSession, refuseDisabledAccount } from './sessions.ts';
import { type CheckedGrant, issueTokens } from './token-issue.ts';

/** RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/** `grant_type=authorization_code`, in Keycloak's order: the code is spent first, whatever else is wrong. */
export async function redeemCode(realm: RealmContext, client: SandboxClient, form: URLSearchParams): Promise<Response> {
  const value = form.get('code');
  if (value === null) throw invalidRequest('Missing parameter: code');
  const code = spendCode(realm, value);
  if (realm.state.clientSessions.get(code.grantId)?.detachedAt !== undefined) {
    throw invalidGrant('User session not found');
  }
  refuseDisabledAccount(realm, realm.state.clientSessions.get(code.grantId));
  const redirectUriFits = code.redirectUriOmitted === true || form.get('redirect_uri') === code.redirectUri;
  if (!redirectUriFits) throw invalidGrant('Incorrect redirect_uri');
  if (client.clientId !== code.clientId) {
    throw invalidGrant('Auth error: Found different client_id in clientSession');
  }
  if (!client.standardFlow) throw invalidGrant('Client not allowed to exchange code');
  checkVerifier(form.get('code_verifier'), code.challenge);

  const grant: CheckedGrant = {
    client,
    grantId: code.grantId,
    form: providerForm(client, code, form),
    scopes: code.scopes,
    ...(code.nonce === undefined ? {} : { nonce: code.nonce }),
    authTime: code.authTime,
  };
  return issueTokens(realm, grant, invalidGrant('Code not valid'));
}

/**
 * Takes the code out of circulation. One that was used, has expired or was never given out costs the client session it
 * names, if there is one.
 */
function spendCode(realm: RealmContext, value: string): IssuedCode {
  const [id = '', userSessionId = '', clientUuid = '', ...more] = value.split('.');
  const userSession = more.length > 0 ? undefined : realm.state.userSessions.get(userSessionId);
  if (userSession === undefined || userSession.endedAt !== undefined) throw invalidGrant('Code not valid');
  const now = realm.clock.now();
  const code = realm.state.codes.get(id);
  const ofThisSession =
    code !== undefined && realm.state.clientSessions.get(code.grantId)?.userSessionId === userSession.id;
  if (!ofThisSession || code.spentAt !== undefined || code.expiresAt <= now) {
    const owner = realm.clients.list().find(({ uuid }) => uuid === clientUuid);
    const session = owner && attachedClientSession(realm.state, userSession.id, owner.clientId);
    const reason = code?.spentAt === undefined ? 'invalid authorization code' : 'authorization code used twice';
    if (session !== undefined) detachClientSession(realm.state, session.grantId, reason, now);
    throw invalidGrant('Code not valid');
  }
  code.spentAt = now;
  return code;
}

/** Throws 400 `invalid_grant` when the verifier does not fit the challenge (RFC 7636 §4.6). */
export function checkVerifier(verifier: string | null, challenge: PkceChallenge | undefined): void {
  if (challenge === undefined) {
    if (verifier !== null) {
      throw invalidGrant('PKCE code verifier specified but challenge not present in authorization');
    }
    return;
  }
  if (verifier === null) throw invalidGrant('PKCE code verifier not specified');
  if (!VERIFIER.test(verifier)) throw invalidGrant('PKCE verification failed: Invalid code verifier');
  const { value, method } = challenge;
  const derived = method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  if (derived !== value) throw invalidGrant('PKCE verification failed: Code mismatch');
}

function providerForm(client: SandboxClient, code: IssuedCode, form: URLSearchParams): URLSearchParams {
  const verifier = code.challenge?.method === 'S256' ? form.get('code_verifier') : null;
  return new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client.clientId,
    code: code.innerCode,
    redirect_uri: code.redirectUri,
    ...(verifier === null ? {} : { code_verifier: verifier }),
  });
}
