/**
 * Which redirect URIs a client may use, by the rules of today's Keycloak:
 * exact comparison; a trailing `*` makes a prefix; the port of a loopback address does not matter.
 */
import { type HostWildcardOptions, hasHostWildcard, matchesHostWildcard } from './host-wildcard.ts';

/** Names a provider's answer uses: a redirect URI that already carries one could forge an answer. */
export const ANSWER_PARAMETERS: readonly string[] = [
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'session_state',
  'access_token',
  'id_token',
  'token_type',
  'expires_in',
  'response',
  'kc_action',
  'kc_action_status',
];

/** Hosts for which the login leaves the port out of the comparison, as `URL.hostname` gives them. */
export const ANY_PORT_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The registered pattern that allows `requested`, or `undefined`.
 *
 * Scheme, host, path, trailing slash and upper or lower case all count. A pattern that ends in `*` compares as a prefix,
 * without query and fragment of the request. For `http` on a loopback host a second comparison leaves the port out, so
 * `http://localhost/oauth` allows any port. Other schemes than http and https need a pattern with that very scheme.
 *
 * @example
 * matchRedirectUri('http://localhost:8080/oauth', ['http://localhost/oauth']); // 'http://localhost/oauth'
 * matchRedirectUri('https://app.example/cb/x', ['https://app.example/cb/*']);  // 'https://app.example/cb/*'
 * matchRedirectUri('https://app.example/cb', ['https://app.example/']);        // undefined
 */
export function matchRedirectUri(
  requested: string,
  registered: readonly string[],
  options: HostWildcardOptions = {},
): string | undefined {
  const url = parseAbsolute(requested);
  if (url === undefined || carriesAnswer(url)) return undefined;
  const wildcards = mayUseWildcards(requested, url);
  const find = (uri: string) => registered.find((pattern) => matches(uri, pattern, wildcards, options));
  const pattern = find(requested) ?? find(withoutLoopbackPort(requested, url) ?? requested);
  if (pattern === undefined) return undefined;
  return isWebScheme(url) || pattern.startsWith(url.protocol) ? pattern : undefined;
}

/**
 * The URI Keycloak takes when a request without the `openid` scope names none: the only registered one, its trailing
 * wildcard cut off.
 */
export function soleRedirectUri(registered: readonly string[]): string | undefined {
  const [only, ...others] = registered;
  if (only === undefined || others.length > 0 || only === '*') return undefined;
  return only.endsWith('/*') ? only.slice(0, -2) : only;
}

/** Whether a pattern's star stands for any rest: it is the last character, and there is no query before it. */
export function isWildcard(pattern: string): boolean {
  return pattern.endsWith('*') && !/[?#]/.test(pattern);
}

function matches(uri: string, pattern: string, wildcards: boolean, { hostWildcards }: HostWildcardOptions): boolean {
  if (!wildcards) return uri === pattern;
  const anyHost = hostWildcards === true && hasHostWildcard(pattern);
  if (!isWildcard(pattern)) return anyHost ? matchesHostWildcard(uri, pattern, 'whole') : uri === pattern;
  if (pattern === '*') return /^https?:/.test(uri);
  const bare = uri.split(/[?#]/, 1)[0] ?? uri;
  const prefix = prefixOf(pattern);
  if (anyHost) return matchesHostWildcard(bare, prefix, 'prefix');
  return bare.startsWith(prefix) || (prefix.endsWith('/') && bare === prefix.slice(0, -1));
}

/**
 * What a wildcard's URIs begin with. A star right behind the authority (`https://app.example*`) is read as `/*`, or it
 * would allow other hosts.
 */
export function prefixOf(pattern: string): string {
  const prefix = pattern.slice(0, -1);
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]+$/i.test(prefix) ? `${prefix}/` : prefix;
}

/** A URI that the login can read, taken apart; `undefined` for anything else. */
function parseAbsolute(uri: string): URL | undefined {
  // What a URL parser silently repairs (control characters, spaces, backslashes) is refused instead.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0020\u007f\\]/.test(uri) || !/^[a-z][a-z0-9+.-]*:/i.test(uri)) return undefined;
  try {
    return new URL(uri);
  } catch {
    return undefined;
  }
}

function carriesAnswer(url: URL): boolean {
  return [...url.searchParams.keys()].some((name) => ANSWER_PARAMETERS.includes(name.toLowerCase()));
}

/** Wildcards are off for URIs that could mean another place than they seem to: user info, an odd authority, `..` in any spelling. */
function mayUseWildcards(uri: string, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  const [, authority = '', rest = ''] = /^[a-z][a-z0-9+.-]*:(?:\/\/([^/?#]*))?(.*)$/is.exec(uri) ?? [];
  if (!/^[a-z0-9.:[\]-]*$/i.test(authority)) return false;
  return !climbs(rest.split(/[?#]/, 1)[0] ?? '');
}

/** Whether a path has a `..` segment, also percent-encoded, more than once, or between backslashes. */
export function climbs(path: string): boolean {
  const plain = path
    .replace(/%(25)+/gi, '%')
    .replace(/%2e/gi, '.')
    .replace(/%2f/gi, '/')
    .replace(/%5c/gi, '/');
  return plain.split('/').includes('..');
}

function withoutLoopbackPort(uri: string, url: URL): string | undefined {
  if (url.protocol !== 'http:' || url.port === '' || !ANY_PORT_HOSTS.includes(url.hostname)) return undefined;
  return uri.replace(/^(http:\/\/[^/?#]*?):\d+(?=[/?#]|$)/, '$1');
}

function isWebScheme(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
