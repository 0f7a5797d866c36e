import { type HostWildcardOptions, hasHostWildcard, matchesHostWildcard } from './host-wildcard.ts';
import type { OAuthClient } from './oauth-client.ts';

type Origins = Pick<OAuthClient, 'webOrigins' | 'redirectUris'>;

/** The origins whose pages may read answers meant for a client; `+` stands for the origins of its redirect URIs. */
export function allowedOrigins({ webOrigins, redirectUris }: Origins): ReadonlySet<string> {
  const origins = webOrigins.filter((origin) => origin !== '+');
  return new Set(webOrigins.includes('+') ? [...origins, ...originsOf(redirectUris)] : origins);
}

/**
 * Whether pages of `origin` may use the token endpoint as this client, by the rule of today's Keycloak: the origin is in
 * the list, letter by letter, or the list has a `*`. There are no wildcard hosts, unless `options` says so.
 *
 * @example
 * allowsOrigin({ webOrigins: ['https://app.example'], redirectUris: [] }, 'https://app.example'); // true
 */
export function allowsOrigin(client: Origins, origin: string, { hostWildcards }: HostWildcardOptions = {}): boolean {
  const allowed = allowedOrigins(client);
  if (allowed.has('*') || allowed.has(origin)) return true;
  if (hostWildcards !== true) return false;
  return [...allowed].some((pattern) => hasHostWildcard(pattern) && matchesHostWildcard(origin, pattern, 'whole'));
}

/** The origins of the http and https ones among redirect URIs, each once. */
export function originsOf(redirectUris: readonly string[]): readonly string[] {
  const web = redirectUris.filter((uri) => /^https?:\/\//.test(uri) && URL.canParse(uri));
  return [...new Set(web.map((uri) => new URL(uri).origin))];
}
