import { isLoopbackHost } from '../secure-url.ts';

/**
 * What is wrong with a redirect URI, in words; `undefined` when nothing is.
 *
 * sipgate's login is Keycloak, which compares letter by letter; only a `*` at the very end is special and stands for
 * any rest. RFC 6749 §3.1.2 forbids fragments, and RFC 8252 §8.3 leaves plain http to this machine.
 */
export function redirectUriProblem(uri: string): string | undefined {
  if (/[\s\\]/.test(uri)) return 'It has a space or a backslash in it; write it as the browser shows it.';
  if (/^https?:\/\/[^/?#]*:\*/i.test(uri))
    return 'A port cannot be a star. On localhost leave the port out: any port matches then.';
  if (/^https?:\/\/[^/?#]*\*$/i.test(uri))
    return 'Write a slash before the star: directly after the host it would match longer host names too.';
  if (!URL.canParse(uri)) return 'It is no absolute URL. Write it out, as in https://app.example.com/oauth.';
  const url = new URL(uri);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return 'sipgate refuses schemes of apps. Use https, or http://localhost for a program on the same machine.';
  }
  if (url.username !== '' || url.password !== '')
    return 'It has a user name or password before the host; leave it out.';
  if (uri.includes('#')) return 'It has a fragment (#…), which redirect URIs must not have; leave it out.';
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return 'Plain http is for localhost only: the code would travel readable for everybody. Use https.';
  }
  return starProblem(uri);
}

function starProblem(uri: string): string | undefined {
  const afterHost = uri.replace(/^https?:\/\/[^/?#]*/i, '');
  const star = afterHost.indexOf('*');
  if (star === -1) return undefined;
  if (star !== afterHost.length - 1)
    return 'Only a star at the very end is a wildcard; this one would be taken literally.';
  if (afterHost.includes('?'))
    return 'After a question mark a star is taken literally; leave out the query or the star.';
  return undefined;
}

/** Whether a URL has a star in its host, which the login may well take literally. */
export function hasHostWildcard(url: string): boolean {
  return /^[a-z]+:\/\/[^/?#]*\*/i.test(url);
}
