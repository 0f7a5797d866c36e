import { randomUUID } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { secondsOf } from '../clock.ts';
import { type AcceptedAuthorization, checkAuthorization, type RefusedAtClient } from './authorization-check.ts';
import { errorPage } from './error-page.tsx';
import {
  CODE_LIFETIME_S,
  PLAIN_CHALLENGE_PARAMETER,
  PROTOCOL_PATH,
  requestedScopes,
  SCOPES_PARAMETER,
} from './provider.ts';
import { askProvider } from './provider-bridge.ts';
import type { RealmContext } from './realm.ts';
import { attachClientSession, userSessionFor } from './sessions.ts';

/** Prompts oidc-provider is told of; Keycloak ignores the others. */
const PROMPTS = new Set(['none', 'login', 'consent']);

/** `GET` and `POST …/auth`: Keycloak's checks, then oidc-provider's login, consent or answer. */
export async function authorizationEndpoint(realm: RealmContext, request: Request): Promise<Response> {
  const parameters = request.method === 'POST' ? await formOf(request) : new URL(request.url).searchParams;
  const check = checkAuthorization(parameters, realm.rules);
  if (check.outcome === 'page')
    return errorPage({ message: check.message, ...(check.hint ? { hint: check.hint } : {}) });
  if (check.outcome === 'redirect') return redirectWithError(realm.issuer, check);
  const query = providerParameters(check, parameters);
  const answer = await askProvider(realm.provider, {
    method: 'GET',
    path: `${PROTOCOL_PATH}/auth?${query}`,
    ...cookieOf(request),
  });
  return toBrowser(realm, answer);
}

/** `GET …/auth/:interaction`: where the login and consent pages lead back to. */
export async function resumeEndpoint(realm: RealmContext, request: Request, interaction: string): Promise<Response> {
  const answer = await askProvider(realm.provider, {
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

function challengeOf(
  params: Readonly<Record<string, unknown>>,
): { value: string; method: 'S256' | 'plain' } | undefined {
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
    scope: 'openid',
    [SCOPES_PARAMETER]: check.scopes.join(' '),
  });
  if (check.state !== undefined) query.set('state', check.state);
  if (check.nonce !== undefined) query.set('nonce', check.nonce);
  if (check.challenge?.method === 'S256') {
    query.set('code_challenge', check.challenge.value);
    query.set('code_challenge_method', 'S256');
  } else if (check.challenge !== undefined) {
    query.set(PLAIN_CHALLENGE_PARAMETER, check.challenge.value);
  }
  const prompts = (original.get('prompt') ?? '').split(' ').filter((prompt) => PROMPTS.has(prompt));
  if (prompts.length > 0) query.set('prompt', prompts.includes('none') ? 'none' : prompts.join(' '));
  for (const name of ['login_hint', 'max_age']) {
    const value = original.get(name);
    if (value !== null && (name !== 'max_age' || /^\d{1,9}$/.test(value))) query.set(name, value);
  }
  return query;
}

/** Redirects leave with Keycloak's status and parameter order; what oidc-provider refuses itself becomes a page. */
async function toBrowser(realm: RealmContext, answer: Response): Promise<Response> {
  const location = answer.headers.get('location');
  if (location === null) {
    return errorPage({
      message: 'This sign-in is over or was never started here.',
      hint: 'Go back to the application and start again.',
    });
  }
  const headers = new Headers(answer.headers);
  headers.delete('content-type');
  headers.set('cache-control', 'no-store');
  headers.set('referrer-policy', 'no-referrer');
  const target = new URL(location, realm.issuer);
  const error = target.searchParams.get('error');
  const isOurs = target.href.startsWith(`${realm.issuer}/`);
  if (!isOurs && error !== null) {
    for (const name of ['error', 'error_description', 'iss']) target.searchParams.delete(name);
    const state = target.searchParams.get('state') ?? undefined;
    target.searchParams.delete('state');
    headers.set(
      'location',
      errorLocation(realm.issuer, { redirectUri: target.href, error, ...(state === undefined ? {} : { state }) }),
    );
  }
  // 303 while we are among ourselves, behind a form; Keycloak sends the browser to the client with 302.
  return new Response(null, { status: isOurs ? 303 : 302, headers });
}

function redirectWithError(issuer: string, refusal: RefusedAtClient): Response {
  return new Response(null, {
    status: 302,
    headers: {
      location: errorLocation(issuer, refusal),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  });
}

function errorLocation(issuer: string, refusal: Omit<RefusedAtClient, 'outcome'>): string {
  const location = new URL(refusal.redirectUri);
  location.searchParams.append('error', refusal.error);
  if (refusal.description !== undefined) location.searchParams.append('error_description', refusal.description);
  if (refusal.state !== undefined) location.searchParams.append('state', refusal.state);
  location.searchParams.append('iss', issuer);
  return location.href;
}

function cookieOf(request: Request): { cookie?: string } {
  const cookie = request.headers.get('cookie');
  return cookie === null ? {} : { cookie };
}

async function formOf(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(await request.text());
}
