import { HIDDEN } from '../../door/redaction.ts';
import type { LoggedRequest } from '../../door/request-log.ts';
import { type ShellPart, shellWord } from './shell-word.ts';

/** Names that would change what the shell does, or are likely to be set to something else. */
const TAKEN = /^(?:PATH|HOME|IFS|ENV|SHELL|PWD|USER|TERM|LANG)$/;

/** Some programs name a media type although there is no body. */
const WITH_BODY = /^(?:POST|PUT|PATCH)$/;

/**
 * A logged request as a curl command for any POSIX shell. What the log does not show is a shell variable, to be set
 * before: `$CLIENT_SECRET`, `$REFRESH_TOKEN`, `$ACCESS_TOKEN` …; a body other than a form is a file, `request-body`.
 *
 * @example
 * curlCommand({ id: 1, at: 0, durationMs: 1, method: 'GET', path: '/v2/account', authorization: 'Bearer 0a1b2c3d' },
 *   'http://127.0.0.1:8090');
 * // curl http://127.0.0.1:8090/v2/account \
 * //   -H "Authorization: Bearer $ACCESS_TOKEN"
 */
export function curlCommand(request: LoggedRequest, origin: string): string {
  const { method, path, query, form, contentType } = request;
  const hasBody = form !== undefined || (contentType !== undefined && WITH_BODY.test(method));
  const inAddress = query !== undefined && (hasBody || method !== 'GET');
  const address: readonly ShellPart[] = [origin, ...partsOfPath(path), ...(inAddress ? partsOfQuery(query) : [])];
  return [
    `curl ${shellWord(address)}`,
    ...methodOf(method, hasBody),
    ...(query === undefined || inAddress ? [] : ['-G', ...urlencoded(query)]),
    ...authorizationOf(request),
    ...(form === undefined ? [] : urlencoded(form)),
    ...(form !== undefined || contentType === undefined || !hasBody
      ? []
      : [`-H ${shellWord([`Content-Type: ${contentType}`])}`, '--data-binary @request-body']),
  ].join(' \\\n  ');
}

function methodOf(method: string, hasBody: boolean): readonly string[] {
  if (method === 'HEAD') return ['--head'];
  return method === (hasBody ? 'POST' : 'GET') ? [] : [`-X ${shellWord([method])}`];
}

/** `/login-actions/:interaction` has a variable in it. */
function partsOfPath(path: string): readonly ShellPart[] {
  return path
    .split(/\/:(interaction)(?=\/|$)/)
    .flatMap((piece, at) => (at % 2 === 1 ? ['/', { variable: variableOf(piece) }] : [piece]));
}

function partsOfQuery(query: string): readonly ShellPart[] {
  return parametersOf(query).flatMap(([name, value], at) => [
    `${at === 0 ? '?' : '&'}${encodeURIComponent(name)}=`,
    ...(value === HIDDEN ? [{ variable: variableOf(name) }] : [encodeURIComponent(value)]),
  ]);
}

function urlencoded(parameters: string): readonly string[] {
  return parametersOf(parameters).map(([name, value]) => {
    const shown = value === HIDDEN ? { variable: variableOf(name) } : value;
    return `--data-urlencode ${shellWord([`${name}=`, shown])}`;
  });
}

/** As the log writes them: what it shows has neither `&` nor `=` in it. */
function parametersOf(text: string): readonly (readonly [string, string])[] {
  return text.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return [name, value];
  });
}

function authorizationOf({ authorization, path }: LoggedRequest): readonly string[] {
  if (authorization === undefined) return [];
  if (authorization.startsWith('Bearer ')) {
    return [`-H ${shellWord(['Authorization: Bearer ', { variable: 'ACCESS_TOKEN' }])}`];
  }
  if (!authorization.startsWith('Basic '))
    return [`-H ${shellWord(['Authorization: ', { variable: 'AUTHORIZATION' }])}`];
  const [user, password] = path.startsWith('/auth/') ? ['CLIENT_ID', 'CLIENT_SECRET'] : ['TOKEN_ID', 'TOKEN'];
  return [`-u ${shellWord([{ variable: user }, ':', { variable: password }])}`];
}

/** `client_secret` and `clientSecret` become `CLIENT_SECRET`. */
function variableOf(name: string): string {
  const letters = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z][A-Z0-9_]*$/.test(letters) && !TAKEN.test(letters) ? letters : 'VALUE';
}
