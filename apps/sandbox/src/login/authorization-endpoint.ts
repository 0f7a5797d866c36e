import type { KoaContextWithOIDC } from 'oidc-provider';
import { secondsOf } from '../clock.ts';
import {
  type AcceptedAuthorization,
  checkAuthorization,
  type PkceChallenge,
  withoutLongParameters,
} from './authorization-check.ts';
import { answerAtClient, cookieOf, errorParameters, otherNameOf, redirect, toBrowser } from './browser-answer.ts';
import { approveDevice } from './device-verification.ts';
import { errorPage } from './error-page.tsx';
import {
  CODE_LIFETIME_S,
  DEVICE_PARAMETER,
  PLAIN_CHALLENGE_PARAMETER,
  PROTOCOL_PATH,
  REDIRECT_URI_OMITTED_PARAMETER,
  requestedScopes,
  SCOPES_PARAMETER,
} from './provider.ts';
import type { RealmContext } from './realm.ts';
import { attachClientSession, userSessionFor } from './sessions.ts';

/** Prompts oidc-provider is told of; Keycloak ignores the others. */
const PROMPTS = new Set(['none', 'login', 'consent']);

/** `GET` and `POST …/auth`: Keycloak's checks, then oidc-provider's login, consent or answer. */
export async function authorizationEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  const elsewhere = otherNameOf(realm, request);
  if (elsewhere !== undefined) return redirect(302, elsewhere, []);
  const sent =
    request.method === 'POST' ? new URLSearchParams(await request.text()) : new URL(request.url).searchParams;
  const parameters = withoutLongParameters(sent);
  const check = checkAuthorization(parameters, realm.rules);
  if (check.outcome !== 'redirect' && check.remark !== undefined) realm.remarks.add(request, check.remark);
  if (check.outcome === 'page') return errorPage(check);
  if (check.outcome === 'redirect')
    return answerAtClient(check.redirectUri, check.mode, errorParameters(realm.issuer, check));
  const query = providerParameters(check, parameters);
  const answer = await realm.askProvider({
    method: 'GET',
    path: `${PROTOCOL_PATH}/auth?${query}`,
    ...cookieOf(request),
  });
  return toBrowser(realm, answer);
}

/** `GET …/auth/:interaction`: where the login and consent pages lead back to. */
export async function resumeEndpoint(realm: RealmContext, request: Request, interaction: string): Promise<Response> {
  const answer = await realm.askProvider({
    method: 'GET',
    path: `${PROTOCOL_PATH}/auth/${encodeURIComponent(interaction)}`,
    ...cookieOf(request),
  });
  return toBrowser(realm, answer);
}

/**
 * Completes oidc-provider's successful answer as Keycloak would give it: notes user session, client session and code, and
 * puts the parameters into Keycloak's order: state, session_state, iss, code.
 */
export function completeAnswer(realm: RealmContext, ctx: KoaContextWithOIDC, answer: Record<string, unknown>): void {
  const { client, session, account, params } = ctx.oidc;
  if (client === undefined || session === undefined || account === undefined || params === undefined) return;
  const sandboxClient = realm.clients.find(client.clientId);
  const grantId = session.grantIdFor(client.clientId);
  if (sandboxClient === undefined || grantId === undefined || typeof answer.code !== 'string') return;
  const now = realm.clock.now();
  const userSession = userSessionFor(realm.state, { uid: session.uid, sub: account.accountId, now }, realm.random);
  attachClientSession(realm.state, {
    grantId,
    userSessionId: userSession.id,
    clientId: client.clientId,
    startedAt: now,
  });
  if (params[DEVICE_PARAMETER] !== undefined) {
    replaceAnswer(answer, approveDevice(realm, ctx, { grantId, innerCode: answer.code }));
    return;
  }
  const id = realm.random.uuid();
  const challenge = challengeOf(params);
  realm.state.codes.set(id, {
    id,
    innerCode: answer.code,
    grantId,
    clientId: client.clientId,
    redirectUri: String(params.redirect_uri),
    ...(params[REDIRECT_URI_OMITTED_PARAMETER] === undefined ? {} : { redirectUriOmitted: true }),
    scopes: requestedScopes(params),
    ...(typeof params.nonce === 'string' ? { nonce: params.nonce } : {}),
    ...(challenge === undefined ? {} : { challenge }),
    authTime: session.authTime() ?? secondsOf(now),
    expiresAt: now + CODE_LIFETIME_S * 1000,
  });
  const { state, iss } = answer;
  replaceAnswer(answer, {
    ...(state === undefined ? {} : { state }),
    session_state: userSession.id,
    iss,
    code: `${id}.${userSession.id}.${sandboxClient.uuid}`,
  });
}

function replaceAnswer(answer: Record<string, unknown>, replacement: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(answer)) delete answer[name];
  Object.assign(answer, replacement);
}

function challengeOf(params: Readonly<Record<string, unknown>>): PkceChallenge | undefined {
  const plain = params[PLAIN_CHALLENGE_PARAMETER];
  if (typeof plain === 'string') return { value: plain, method: 'plain' };
  return typeof params.code_challenge === 'string' ? { value: params.code_challenge, method: 'S256' } : undefined;
}

/** The request in oidc-provider's words; what it cannot know travels in parameters of our own. */
function providerParameters(check: AcceptedAuthorization, original: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams({
    client_id: check.client.clientId,
    redirect_uri: check.redirectUri,
    response_type: 'code',
    response_mode: check.mode,
    scope: 'openid',
    [SCOPES_PARAMETER]: check.scopes.join(' '),
  });
  if (check.challenge?.method === 'S256') {
    query.set('code_challenge', check.challenge.value);
    query.set('code_challenge_method', 'S256');
  } else if (check.challenge !== undefined) {
    query.set(PLAIN_CHALLENGE_PARAMETER, check.challenge.value);
  }
  if (!original.has('redirect_uri')) query.set(REDIRECT_URI_OMITTED_PARAMETER, 'true');
  const prompts = (original.get('prompt') ?? '').split(' ').filter((prompt) => PROMPTS.has(prompt));
  if (prompts.length > 0) query.set('prompt', prompts.includes('none') ? 'none' : prompts.join(' '));
  for (const name of ['state', 'nonce', 'login_hint', 'max_age']) {
    const value = original.get(name);
    if (value !== null) query.set(name, value);
  }
  return query;
}
