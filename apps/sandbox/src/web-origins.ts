import type { SandboxClient } from './clients.ts';

/** The origins whose pages may read answers meant for a client; `+` stands for the origins of its redirect URIs. */
export function allowedOrigins(client: Pick<SandboxClient, 'webOrigins' | 'redirectUris'>): ReadonlySet<string> {
  const origins = client.webOrigins.filter((origin) => origin !== '+');
  if (client.webOrigins.includes('+')) origins.push(...client.redirectUris.flatMap(originOf));
  return new Set(origins);
}

/** Keycloak's rule: the origin is in the list, or the list has a `*`. There are no wildcard hosts. */
export function allowsOrigin(client: Pick<SandboxClient, 'webOrigins' | 'redirectUris'>, origin: string): boolean {
  const allowed = allowedOrigins(client);
  return allowed.has('*') || allowed.has(origin);
}

/**
 * Lets the page that asked read the answer, if the client allows its origin. A page of another origin gets the answer
 * without these headers: the request has been handled all the same, the browser just does not hand the answer over.
 */
export function withCors(response: Response, origin: string | null, client: SandboxClient | undefined): Response {
  if (origin === null || client === undefined || !allowsOrigin(client, origin)) return response;
  response.headers.set('access-control-allow-origin', origin);
  response.headers.set('access-control-allow-credentials', 'true');
  response.headers.set('access-control-expose-headers', 'Access-Control-Allow-Methods');
  response.headers.append('vary', 'Origin');
  return response;
}

/** A preflight is always answered, whoever asks: the client is not known yet. */
export function preflight(request: Request, methods: string): Response {
  return new Response(null, {
    status: 200,
    headers: {
      'access-control-allow-origin': request.headers.get('origin') ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': methods,
      'access-control-allow-headers':
        request.headers.get('access-control-request-headers') ??
        'Origin, Accept, X-Requested-With, Content-Type, Authorization',
      'access-control-max-age': '3600',
      vary: 'Origin',
    },
  });
}

function originOf(redirectUri: string): string[] {
  if (!/^https?:\/\//.test(redirectUri)) return [];
  try {
    return [new URL(redirectUri).origin];
  } catch {
    return [];
  }
}
