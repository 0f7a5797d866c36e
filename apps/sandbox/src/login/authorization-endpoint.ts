import { randomUUID } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { secondsOf } from '../clock.ts';
import {
  type AcceptedAuthorization,
  checkAuthorization,
  type PkceChallenge,
  type ResponseMode,
  withoutLongParameters,
} from './authorization-check.ts';
import { errorPage } from './error-page.tsx';
import {
  CODE_LIFETIME_S,
  PLAIN_CHALLENGE_PARAMETER,
  PROTOCOL_PATH,
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
  const userSession = userSessionFor(realm.state, { uid: session.uid, sub: account.accountId, now });
  attachClientSession(realm.state, {
    grantId,
    userSessionId: userSession.id,
    clientId: client.clientId,
    startedAt: now,
  });
  const id = randomUUID();
  const challenge = challengeOf(params);
  realm.state.codes.set(id, {
    id,
    innerCode: answer.code,
    grantId,
    clientId: client.clientId,
    redirectUri: String(params.redirect_uri),
    scopes: requestedScopes(params),
    ...(typeof params.nonce === 'string' ? { nonce: params.nonce } : {}),
    ...(challenge === undefined ? {} : { challenge }),
    authTime: session.authTime() ?? secondsOf(now),
    expiresAt: now + CODE_LIFETIME_S * 1000,
  });
  const { state, iss } = answer;
  for (const name of Object.keys(answer)) delete answer[name];
  Object.assign(answer, {
    ...(state === undefined ? {} : { state }),
    session_state: userSession.id,
    iss,
    code: `${id}.${userSession.id}.${sandboxClient.uuid}`,
  });
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
  const prompts = (original.get('prompt') ?? '').split(' ').filter((prompt) => PROMPTS.has(prompt));
  if (prompts.length > 0) query.set('prompt', prompts.includes('none') ? 'none' : prompts.join(' '));
  for (const name of ['state', 'nonce', 'login_hint', 'max_age']) {
    const value = original.get(name);
    if (value !== null) query.set(name, value);
  }
  return query;
}

/**
 * oidc-provider's answer, on its way to the browser: errors get Keycloak's parameters in Keycloak's order; what
 * oidc-provider cannot answer at the client becomes a page.
 */
async function toBrowser(realm: RealmContext, answer: Response): Promise<Response> {
  const location = answer.headers.get('location');
  if (location === null) {
    return errorPage({
      message: 'This sign-in is over or was never started here.',
      hint: 'Go back to the application and start again.',
    });
  }
  const target = new URL(location, realm.issuer);
  // Among ourselves 303, behind a form; Keycloak sends the browser to the client with 302.
  if (target.href.startsWith(`${realm.issuer}/`)) return redirect(303, target.href, answer.headers.getSetCookie());
  const mode = target.hash === '' ? 'query' : 'fragment';
  const given = mode === 'query' ? target.searchParams : new URLSearchParams(target.hash.slice(1));
  const error = given.get('error');
  if (error === null) return redirect(302, target.href, answer.headers.getSetCookie());
  const state = given.get('state');
  for (const name of ['error', 'error_description', 'state', 'iss']) target.searchParams.delete(name);
  target.hash = '';
  const parameters = errorParameters(realm.issuer, { error, ...(state === null ? {} : { state }) });
  return answerAtClient(target.href, mode, parameters, answer.headers.getSetCookie());
}

/** The same request at the issuer's own host: cookies set at `localhost` would be missing at `127.0.0.1`, and the other way round. */
function otherNameOf(realm: RealmContext, request: Request): string | undefined {
  const url = new URL(request.url);
  const { origin } = new URL(realm.issuer);
  return request.method === 'GET' && url.origin !== origin ? `${origin}${url.pathname}${url.search}` : undefined;
}

function errorParameters(
  issuer: string,
  { error, description, state }: { error: string; description?: string; state?: string },
): Record<string, string> {
  return {
    error,
    ...(description === undefined ? {} : { error_description: description }),
    ...(state === undefined ? {} : { state }),
    iss: issuer,
  };
}

function answerAtClient(
  redirectUri: string,
  mode: ResponseMode,
  parameters: Record<string, string>,
  cookies: readonly string[] = [],
): Response {
  const location = new URL(redirectUri);
  if (mode === 'fragment') location.hash = new URLSearchParams(parameters).toString();
  else for (const [name, value] of Object.entries(parameters)) location.searchParams.append(name, value);
  return redirect(302, location.href, cookies);
}

function redirect(status: 302 | 303, location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status, headers });
}

function cookieOf(request: Request): { cookie?: string } {
  const cookie = request.headers.get('cookie');
  return cookie === null ? {} : { cookie };
}
