import type { ResponseMode } from './authorization-check.ts';
import { errorPage } from './error-page.tsx';
import type { RealmContext } from './realm.ts';

/**
 * oidc-provider's answer, on its way to the browser: errors get Keycloak's parameters in Keycloak's order; what
 * oidc-provider cannot answer at the client becomes a page.
 */
export async function toBrowser(realm: RealmContext, answer: Response): Promise<Response> {
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
export function otherNameOf(realm: RealmContext, request: Request): string | undefined {
  const url = new URL(request.url);
  const { origin } = new URL(realm.issuer);
  return request.method === 'GET' && url.origin !== origin ? `${origin}${url.pathname}${url.search}` : undefined;
}

export function errorParameters(
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

export function answerAtClient(
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

export function redirect(status: 302 | 303, location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status, headers });
}

export function cookieOf(request: Request): { cookie?: string } {
  const cookie = request.headers.get('cookie');
  return cookie === null ? {} : { cookie };
}
