import { parse as parseCookies } from 'hono/utils/cookie';
import type { SandboxClient } from '../clients.ts';
import { leavesThisComputer } from '../redirect-target.ts';
import { authenticateClient } from './client-authentication.ts';
import { errorPage } from './error-page.tsx';
import { readIdToken } from './issued-tokens.ts';
import { confirmLogoutPage, loggedOutPage } from './logout-page.tsx';
import { answerInJson } from './protocol-error.ts';
import type { RealmContext } from './realm.ts';
import { judgeRedirectUri } from './redirect-matching.ts';
import { checkedRefreshToken } from './refresh-grant.ts';
import { endUserSession } from './sessions.ts';

/**
 * `POST …/logout`. With `refresh_token`: Keycloak's own logout for servers, ends the whole user session, 204. Without:
 * the same as `GET`, or the answer to the question on our confirmation page.
 */
export async function logoutByToken(realm: RealmContext, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  if (form.has('confirm')) return endBrowserSession(realm, request, form);
  const forServers = form.has('refresh_token') || form.has('client_secret') || request.headers.has('authorization');
  if (!forServers) return logout(realm, request, form);
  return answerInJson(realm, request, async (nowKnown) => {
    const client = authenticateClient(realm, request, form);
    nowKnown(client);
    const { session } = await checkedRefreshToken(realm, client, form.get('refresh_token'));
    endUserSession(realm.state, session.userSessionId, 'logout', realm.clock.now());
    return new Response(null, { status: 204 });
  });
}

/** `GET …/logout` (OpenID Connect RP-Initiated Logout): with an `id_token_hint` at once, without one the person is asked. */
export function logoutByBrowser(realm: RealmContext, request: Request): Promise<Response> {
  return logout(realm, request, new URL(request.url).searchParams);
}

async function logout(realm: RealmContext, request: Request, parameters: URLSearchParams): Promise<Response> {
  const hint = parameters.get('id_token_hint');
  const verified = hint === null ? undefined : await readIdToken(realm, hint);
  const namedClient = parameters.get('client_id');
  const foreignHint = verified !== undefined && namedClient !== null && verified.record.clientId !== namedClient;
  if ((hint !== null && verified === undefined) || foreignHint)
    return errorPage({ message: 'Invalid parameter: id_token_hint' });
  const clientId = verified?.record.clientId ?? namedClient;
  const client = clientId === null ? undefined : realm.clients.find(clientId);
  const back = parameters.get('post_logout_redirect_uri');
  if (back !== null && client === undefined) return errorPage({ message: 'Missing parameters: id_token_hint' });
  if (back !== null && !mayReturn(realm, client, back)) return errorPage({ message: 'Invalid redirect uri' });

  if (verified !== undefined) {
    endUserSession(realm.state, verified.session.userSessionId, 'logout', realm.clock.now());
    return leave(back, parameters.get('state'));
  }
  return confirmLogoutPage({
    action: new URL(request.url).pathname,
    fields: { client_id: clientId, post_logout_redirect_uri: back, state: parameters.get('state') },
    formTargets: back === null ? [] : [new URL(back).origin],
  });
}

/** The person pressed "Logout". SameSite cookies see to it that it was on our page. */
async function endBrowserSession(realm: RealmContext, request: Request, form: URLSearchParams): Promise<Response> {
  const name = realm.provider.cookieName('session');
  const cookie = parseCookies(request.headers.get('cookie') ?? '', name)[name];
  const browserSession = cookie === undefined ? undefined : await realm.provider.Session.find(cookie);
  if (browserSession !== undefined) {
    for (const session of realm.state.userSessions.values()) {
      if (session.browserSessionUid === browserSession.uid) {
        endUserSession(realm.state, session.id, 'logout', realm.clock.now());
      }
    }
    await browserSession.destroy();
  }
  const back = form.get('post_logout_redirect_uri');
  const client = realm.clients.find(form.get('client_id') ?? '');
  return leave(back !== null && mayReturn(realm, client, back) ? back : null, form.get('state'));
}

/** A client's redirect URIs are good for coming back from a logout, too. */
function mayReturn(realm: RealmContext, client: SandboxClient | undefined, uri: string): boolean {
  if (client?.realm !== realm.realm) return false;
  const { redirectMatching, allowRealHosts } = realm.rules;
  if (!judgeRedirectUri(redirectMatching, client, uri).allowed) return false;
  return allowRealHosts || !leavesThisComputer(uri);
}

function leave(back: string | null, state: string | null): Promise<Response> | Response {
  if (back === null) return loggedOutPage();
  const location = new URL(back);
  if (state !== null) location.searchParams.append('state', state);
  return new Response(null, { status: 302, headers: { location: location.href, 'cache-control': 'no-store' } });
}
