import { isLoopbackHost } from '../../secure-url.ts';
import { allowsOrigin, originsOf } from '../web-origin-matching.ts';
import { type PatternReport, type Refused, type RuleFinding, repaired, sorted, withoutFix } from './finding.ts';
import { partsOf, withoutPassword, written } from './url-parts.ts';

/** Schemes of pages that live in an app or a browser extension. */
const APP_SCHEMES = /^(?:capacitor|ionic|tauri|app|chrome-extension|moz-extension|safari-web-extension):\/\/[^/?#]+$/;

/**
 * What a web origin will let through once it is registered, and what is to be said about it. Pure: nobody is asked.
 *
 * Browsers send the bare origin (RFC 6454 §6.2: scheme, host and, unless it is the usual one, port), and Keycloak
 * compares it letter by letter.
 *
 * @param redirectUris the client's, for `+`, which stands for their origins
 * @example
 * lintWebOrigin('https://app.example.com/').instead; // 'https://app.example.com'
 */
export function lintWebOrigin(origin: string, redirectUris: readonly string[] = []): PatternReport {
  const allowed = ({ url }: Refused) => allowsOrigin({ webOrigins: [origin], redirectUris }, url);
  const near = nearOrigins(origin, redirectUris);
  const matches = near.filter(allowed).map(({ url }) => url);
  const instead = repaired(origin, webOriginFindings);
  return {
    pattern: withoutPassword(origin),
    meaning: meaningOf(origin, matches),
    matches,
    refuses: near.filter((one) => !allowed(one)),
    findings: webOriginFindings(origin).map(withoutFix),
    ...(instead !== undefined && { instead }),
  };
}

/** What there is to say about a web origin, the gravest first. */
export function webOriginFindings(value: string): readonly RuleFinding[] {
  const certain = { severity: 'error', certainty: 'certain' } as const;
  if (value === '*') {
    return [
      {
        rule: 'any_origin',
        severity: 'error',
        certainty: 'keycloak',
        message: 'Pages of every origin could use the tokens of this client; name every origin of yours.',
      },
    ];
  }
  if (value === '+') {
    return [
      {
        rule: 'redirect_origins',
        severity: 'warning',
        certainty: 'unknown',
        message:
          "It stands for the origins of the redirect URIs on a stock Keycloak; whether on sipgate's is not known. Better name every origin.",
      },
    ];
  }
  if (APP_SCHEMES.test(value)) {
    return [
      {
        rule: 'app_origin',
        severity: 'warning',
        certainty: 'unknown',
        message: 'It is compared letter by letter as every origin; whether sipgate takes origins of apps is not known.',
      },
    ];
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const message = 'It is no origin. Write scheme and host, as in https://app.example.com.';
    const fix = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\/?$/i.test(value) ? `https://${value}` : undefined;
    return [{ rule: 'not_an_origin', ...certain, message, ...(fix !== undefined && { fix }) }];
  }
  const found: RuleFinding[] = [];
  if (url.username !== '' || url.password !== '') {
    const message = 'It has a user name or password before the host; leave it out.';
    found.push({ rule: 'user_info', ...certain, message, fix: url.origin });
  }
  if (value !== url.origin) {
    const message = `An origin is scheme, host and port alone, as browsers send it; write ${url.origin}.`;
    found.push({ rule: 'not_an_origin', ...certain, message, fix: url.origin });
  }
  return sorted([...found, ...usableOriginFindings(url)]);
}

function usableOriginFindings({ origin, protocol, hostname, port }: URL): readonly RuleFinding[] {
  const found: RuleFinding[] = [];
  const loopback = isLoopbackHost(hostname);
  if (hostname.includes('*')) {
    found.push({
      rule: 'host_wildcard',
      severity: 'warning',
      certainty: 'unknown',
      message:
        "A star in the host name probably never matches: a stock Keycloak takes it literally. sipgate's own texts show it, but nobody outside knows how sipgate's is set up. Name each host.",
      fix: origin.replace(/\*(?=\.)/, 'app').replaceAll('*', 'x'),
    });
  }
  if (protocol === 'http:' && !loopback) {
    found.push({
      rule: 'plain_http',
      severity: 'warning',
      certainty: 'certain',
      message:
        'A page that comes by plain http can be changed on its way, and then it hands its tokens out. Use https.',
      fix: origin.replace(/^http:/, 'https:'),
    });
  }
  if (loopback && port === '') {
    found.push({
      rule: 'usual_port',
      severity: 'note',
      certainty: 'keycloak',
      message: 'Of origins the port counts, on localhost too: name the one your pages come from.',
    });
  }
  return found;
}

function meaningOf(origin: string, matches: readonly string[]): string {
  if (origin === '*') return 'Pages of every origin.';
  if (origin === '+') return 'Pages of the origins of the redirect URIs.';
  return matches.length > 0 ? 'Pages of exactly this origin.' : 'Nothing that a browser would send.';
}

/** Origins of pages that somebody could expect to be let through, each with the reason if it is not. */
function nearOrigins(value: string, redirectUris: readonly string[]): readonly Refused[] {
  if (value === '*') return [{ url: 'https://evil.example', why: '' }];
  if (value === '+') return originsOf(redirectUris).map((url) => ({ url, why: 'it is no origin of a page' }));
  if (APP_SCHEMES.test(value)) return [{ url: value, why: '' }];
  const bare = /^https?:\/\//i.test(value) && URL.canParse(value) ? new URL(value).origin : undefined;
  const parts = bare === undefined ? undefined : partsOf(bare);
  if (bare === undefined || parts === undefined) return [];
  if (parts.host.includes('*')) {
    const why = 'a star in the host name is taken literally';
    return ['app', 'a.b'].map((label) => ({
      url: written({ ...parts, host: parts.host.replaceAll('*', label) }),
      why,
    }));
  }
  const near = [
    { url: bare, why: 'browsers send it so, and every letter counts' },
    {
      url: written({ ...parts, scheme: parts.scheme === 'http' ? 'https' : 'http' }),
      why: 'http and https are different',
    },
    { url: written({ ...parts, port: parts.port === ':3000' ? ':3001' : ':3000' }), why: 'another port' },
  ];
  return isLoopbackHost(parts.host)
    ? near
    : [...near, { url: written({ ...parts, host: `www.${parts.host}` }), why: 'another host' }];
}
