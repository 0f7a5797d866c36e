/** How our cookies are called and flagged at one public origin. */
export interface CookieStyle {
  readonly session: string;
  /** What the names of the cookies of sign-ins under way begin with. */
  readonly flowPrefix: string;
  /** On plain http, which only this machine may use, some browsers drop `Secure` and `__Host-` cookies. */
  readonly secure: boolean;
}

/**
 * Names for the cookies of the origin that the redirect URI belongs to.
 *
 * On https always with the prefix `__Host-`, which keeps other hosts of the same site from setting them. Cookies ignore
 * the port, so a port that is not the scheme's own becomes part of the names.
 *
 * @example
 * cookieStyle('http://localhost:8080/oauth').session; // 'sg_session_8080'
 */
export function cookieStyle(redirectUri: string): CookieStyle {
  const { protocol, port } = new URL(redirectUri);
  const secure = protocol === 'https:';
  const [prefix, suffix] = [secure ? '__Host-' : '', port === '' ? '' : `_${port}`];
  return { session: `${prefix}sg_session${suffix}`, flowPrefix: `${prefix}sg_login${suffix}_`, secure };
}
