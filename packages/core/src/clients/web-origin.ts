/**
 * What is wrong with a web origin, in words; `undefined` when nothing is.
 *
 * Browsers send the bare origin (scheme, host and, unless it is the usual one, port), and Keycloak compares it letter
 * by letter. So a path, or as little as a slash at the end, makes an entry that never matches.
 */
export function webOriginProblem(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'It is no origin. Write scheme and host, as in https://app.example.com; name every origin, a star alone does not do.';
  }
  if (url.username !== '' || url.password !== '')
    return 'It has a user name or password before the host; leave it out.';
  if (value === url.origin) return undefined;
  return `An origin is scheme, host and port alone, as browsers send it; write ${url.origin}.`;
}
