import { fingerprintOf } from '../login/issued-tokens.ts';
import { SCOPES } from '../scopes.ts';

/** What is put in place of a value that is nobody's business. */
export const HIDDEN = '***';

const oneOf =
  (...words: readonly string[]) =>
  (value: string) =>
    words.includes(value);
const matching = (pattern: RegExp) => (value: string) => pattern.test(value);

/**
 * Parameters that may be shown, and how their values have to look for it: one that slipped into the wrong place can be
 * a secret.
 */
const SHOWN: Readonly<Record<string, (value: string) => boolean>> = {
  client_id: matching(/^[\w-]{1,80}:(?:third-party|sipgate-apps)$/),
  code_challenge_method: oneOf('S256', 'plain'),
  error: matching(/^[a-z_]{1,40}$/),
  grant_type: matching(/^(?:urn:ietf:params:oauth:grant-type:)?[a-z_]{1,30}$/),
  limit: matching(/^\d{1,6}$/),
  max_age: matching(/^\d{1,9}$/),
  offset: matching(/^\d{1,9}$/),
  prompt: oneOf('none', 'login', 'consent', 'select_account'),
  redirect_uri: matching(/^[a-z][a-z0-9+.-]{0,30}:\/\/?[\w.:[\]-]{0,100}(?:\/[\w./-]{0,100})?$/i),
  response_mode: oneOf('query', 'fragment', 'form_post'),
  response_type: oneOf('code', 'token', 'id_token', 'none'),
  scope: (value) => value.split(' ').every((scope) => SCOPES.has(scope)),
  token_type_hint: oneOf('access_token', 'refresh_token'),
};

/** More parameters than this nobody reads. */
const MOST_PARAMETERS = 40;

/** The path as it is logged: what names a sign-in under way is left out. */
export function redactedPath(path: string): string {
  return path.replace(/(\/login-actions\/|\/openid-connect\/auth\/)(?!device$)[^/]+/, '$1:interaction');
}

/** A query or a form as it is logged: names, and only values that are no secret. `undefined` where there are none. */
export function redactedParameters(parameters: URLSearchParams): string | undefined {
  const shown = [...parameters]
    .slice(0, MOST_PARAMETERS)
    .map(
      ([name, value]) =>
        `${redactedName(name)}=${Object.hasOwn(SHOWN, name) && SHOWN[name]?.(value) === true ? value : HIDDEN}`,
    );
  return shown.length === 0 ? undefined : shown.join('&');
}

/** A name is a word; what looks otherwise is a value in the wrong place. */
function redactedName(name: string): string {
  return /^[a-z][a-z_]{0,40}$/i.test(name) ? name : HIDDEN;
}

/** The header as it is logged: a bearer token by its fingerprint. */
export function redactedAuthorization(header: string): string {
  const [scheme = '', credentials = ''] = header.split(/ +(.*)/s);
  if (/^bearer$/i.test(scheme)) return `Bearer ${fingerprintOf(credentials)}`;
  return /^basic$/i.test(scheme) ? `Basic ${HIDDEN}` : HIDDEN;
}

/** What a refusal says, without scopes nobody knows: it repeats what was asked for. */
export function redactedDescription(description: string): string {
  const [, beginning, scopes] = /^(Invalid scopes: )(.*)$/s.exec(description) ?? [];
  if (beginning === undefined || scopes === undefined) return description;
  return (
    beginning +
    scopes
      .split(' ')
      .map((scope) => (SCOPES.has(scope) ? scope : HIDDEN))
      .join(' ')
  );
}

/** The grant type of a token request, if it is one the log may show; anything else could be a slip with a secret in it. */
export function loggableGrantType(form: URLSearchParams): string | undefined {
  const grantType = form.get('grant_type');
  return grantType !== null && SHOWN.grant_type?.(grantType) === true ? grantType : undefined;
}
