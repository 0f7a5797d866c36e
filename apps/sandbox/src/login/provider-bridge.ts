import inject, { type Response as InjectedResponse } from 'light-my-request';
import type Provider from 'oidc-provider';

/** A request to oidc-provider, below the realm's path. */
export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query as the provider routes them, such as `/protocol/openid-connect/auth?…`. */
  readonly path: string;
  readonly cookie?: string;
  readonly form?: URLSearchParams;
}

/** Asks oidc-provider. */
export type AskProvider = (request: ProviderRequest) => Promise<Response>;

/**
 * Makes the function that hands requests to oidc-provider (a Koa application) and brings its answers back as a
 * `Response`, with no socket in between. Cookies come back without a lifetime: they would be dated by the sandbox's
 * clock, browsers go by their own.
 */
export function createProviderBridge(provider: Provider): AskProvider {
  const issuer = new URL(provider.issuer);
  const handle = provider.callback();
  return async (request) => toResponse(await ask(request));

  function ask(request: ProviderRequest): Promise<InjectedResponse> {
    return inject(
      (req, res) => {
        // The provider makes absolute URLs from where the request came in.
        Object.assign(req, { originalUrl: issuer.pathname + request.path });
        handle(req, res);
      },
      {
        method: request.method,
        url: request.path,
        validate: false,
        headers: {
          host: issuer.host,
          accept: 'text/html,application/json',
          ...(request.cookie === undefined ? {} : { cookie: request.cookie }),
          ...(request.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(request.form === undefined ? {} : { payload: request.form.toString() }),
      },
    );
  }
}

function toResponse(answer: InjectedResponse): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || name === 'content-length' || name === 'connection') continue;
    for (const single of Array.isArray(value) ? value : [value]) {
      headers.append(name, name === 'set-cookie' ? withoutLifetime(String(single)) : String(single));
    }
  }
  const bodyless = answer.statusCode === 204 || answer.statusCode === 304;
  return new Response(bodyless ? null : answer.payload, { status: answer.statusCode, headers });
}

function withoutLifetime(cookie: string): string {
  const removed = /expires=Thu, 01 Jan 1970 00:00:00/i.test(cookie);
  return removed ? cookie : cookie.replace(/;\s*(expires|max-age)=[^;]*/gi, '');
}
