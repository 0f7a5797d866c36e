import type { RuleFinding } from './finding.ts';

/** What is no absolute URL, or none that the rules could take apart. */
export const NO_URL: RuleFinding = {
  rule: 'not_absolute',
  severity: 'error',
  certainty: 'certain',
  message: 'It is no absolute URL. Write it out, as in https://app.example.com/oauth.',
};

/**
 * What keeps a redirect URI from being looked at any further: it is no URL, no address of the web, or a star stands where
 * no URL has one. `undefined` when it can be taken apart.
 */
export function unreadableFinding(pattern: string): RuleFinding | undefined {
  return (
    characters(pattern) ??
    anyUri(pattern) ??
    portWildcard(pattern) ??
    hostEndWildcard(pattern) ??
    notAbsolute(pattern) ??
    appScheme(pattern)
  );
}

function characters(pattern: string): RuleFinding | undefined {
  const grave = { rule: 'characters', severity: 'error', certainty: 'certain' } as const;
  if (/[{}<>]/.test(pattern)) {
    return { ...grave, message: 'Placeholders in braces are taken literally. Write out what they stand for.' };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!/[\s\\"^`|\u0000-\u001f\u007f]/.test(pattern)) return undefined;
  const fix = pattern
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')
    .trim()
    .replaceAll('\\', '/')
    .replaceAll(/[\s"^`|]/g, encodeURIComponent);
  return {
    ...grave,
    message:
      'It has a space, a backslash or another character that URLs do not have; write it as the browser shows it.',
    fix,
  };
}

function anyUri(pattern: string): RuleFinding | undefined {
  if (!pattern.endsWith('*')) return undefined;
  const stem = pattern.slice(0, -1).toLowerCase();
  if (!'https://'.startsWith(stem) && !'http://'.startsWith(stem)) return undefined;
  return {
    rule: 'any_uri',
    severity: 'error',
    certainty: 'keycloak',
    message:
      'Every address of every host would match, so any site could have your users sent to it with their codes. Write the absolute URL of your own.',
  };
}

function portWildcard(pattern: string): RuleFinding | undefined {
  const [, origin = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*?):\*(.*)$/is.exec(pattern) ?? [];
  if (origin === '') return undefined;
  return {
    rule: 'port_wildcard',
    severity: 'error',
    certainty: 'keycloak',
    message: 'A port cannot be a star. On localhost leave the port out: any port matches then.',
    fix: `${origin}${rest === '' ? '/*' : rest}`,
  };
}

function hostEndWildcard(pattern: string): RuleFinding | undefined {
  const [, origin] = /^(https?:\/\/[^/?#]+)\*$/i.exec(pattern) ?? [];
  if (origin === undefined) return undefined;
  return {
    rule: 'host_end_wildcard',
    severity: 'error',
    certainty: 'unknown',
    message:
      "Write a slash before the star. Directly after the host, today's Keycloak adds the slash itself, but older ones let hosts in that only begin the same, as app.example.com.evil.example; sipgate's version is not known.",
    fix: `${origin}/*`,
  };
}

function notAbsolute(pattern: string): RuleFinding | undefined {
  const completed = completedUrl(pattern);
  if (completed !== undefined) return { ...NO_URL, fix: completed };
  return URL.canParse(pattern) ? undefined : NO_URL;
}

/** What was probably meant by a URL without its scheme, or with the wrong number of slashes. */
function completedUrl(pattern: string): string | undefined {
  const [, scheme, slashes, rest] = /^(https?):(\/*)(.+)$/is.exec(pattern) ?? [];
  if (scheme !== undefined) return slashes === '//' ? undefined : `${scheme}://${rest}`;
  if (/^\/\/[^/]/.test(pattern)) return `https:${pattern}`;
  if (/^(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/?#]|$)/i.test(pattern)) return `http://${pattern}`;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?=[/?#]|$)/i.test(pattern) ? `https://${pattern}` : undefined;
}

function appScheme(pattern: string): RuleFinding | undefined {
  if (/^https?:/i.test(pattern)) return undefined;
  return {
    rule: 'app_scheme',
    severity: 'error',
    certainty: 'certain',
    message: 'sipgate refuses schemes of apps. Use https, or http://localhost for a program on the same machine.',
  };
}
