/** How the login at hand differs from a stock Keycloak. */
export interface HostWildcardOptions {
  /**
   * Lets a `*` in a host stand for one or more labels, as in `https://*.example.com/*` or, among web origins,
   * `http://*.example.com`. Stock Keycloak compares such a pattern literally, so it never matches. Default `false`.
   */
  readonly hostWildcards?: boolean;
}

/** Whether an http or https pattern has a star in its host; one behind the authority (`https://app.example*`) does not count. */
export function hasHostWildcard(pattern: string): boolean {
  return /^https?:\/\/[^/]*\*[^/]*[^/*]/i.test(pattern);
}

/**
 * Whether a URI is what a pattern with a star in its host stands for.
 *
 * @param extent `whole`: the pattern is the whole URI; `prefix`: the URI begins with it.
 */
export function matchesHostWildcard(uri: string, pattern: string, extent: 'whole' | 'prefix'): boolean {
  const [, host = '', rest = ''] = /^([^/]*\/\/[^/]*)(.*)$/s.exec(pattern) ?? [];
  const expression = `${host.split('*').map(escaped).join('[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*')}${escaped(rest)}`;
  return new RegExp(`^${expression}${extent === 'whole' ? '$' : ''}`).test(uri);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
