import { isLoopbackHost } from '../../secure-url.ts';
import { ANSWER_PARAMETERS, ANY_PORT_HOSTS, climbs, isWildcard } from '../redirect-uri-matching.ts';
import { type RuleFinding, sorted } from './finding.ts';
import { NO_URL, unreadableFinding } from './unreadable-redirect-uri.ts';
import { partsOf, type UrlParts, written } from './url-parts.ts';

/**
 * What there is to say about a redirect URI as it would be registered, the gravest first.
 *
 * sipgate's login is Keycloak, which compares letter by letter; only a `*` at the very end is special and stands for any
 * rest. RFC 6749 §3.1.2 forbids fragments, RFC 8252 §8.3 and RFC 9700 §2.6 leave plain http to this machine.
 */
export function redirectUriFindings(pattern: string): readonly RuleFinding[] {
  const unreadable = unreadableFinding(pattern);
  const parts = partsOf(pattern);
  if (unreadable !== undefined || parts === undefined) return [unreadable ?? NO_URL];
  const found = RULES.map((rule) => rule({ ...parts, pattern, wildcard: isWildcard(pattern) }));
  return sorted(found.filter((finding) => finding !== undefined));
}

interface Pattern extends UrlParts {
  readonly pattern: string;
  readonly wildcard: boolean;
}

type Rule = (pattern: Pattern) => RuleFinding | undefined;

const RULES: readonly Rule[] = [
  (p) =>
    p.userInfo === ''
      ? undefined
      : {
          rule: 'user_info',
          severity: 'error',
          certainty: 'certain',
          message: 'It has a user name or password before the host; leave it out.',
          fix: written({ ...p, userInfo: '' }),
        },
  (p) =>
    p.fragment === ''
      ? undefined
      : {
          rule: 'fragment',
          severity: 'error',
          certainty: 'certain',
          message: 'It has a fragment (#…), which redirect URIs must not have; leave it out.',
          fix: written({ ...p, fragment: '' }),
        },
  (p) =>
    p.scheme.toLowerCase() === 'https' || isLoopbackHost(new URL(p.pattern).hostname)
      ? undefined
      : {
          rule: 'plain_http',
          severity: 'error',
          certainty: 'certain',
          message: 'Plain http is for localhost only: the code would travel readable for everybody. Use https.',
          fix: written({ ...p, scheme: 'https', port: p.port === ':80' ? '' : p.port }),
        },
  hostWildcard,
  (p) =>
    p.query.includes('*')
      ? {
          rule: 'query_wildcard',
          severity: 'error',
          certainty: 'keycloak',
          message:
            'After a question mark a star is taken literally; leave out the query. What differs between sign-ins belongs into `state`.',
          fix: written({ ...p, query: '' }),
        }
      : undefined,
  innerWildcard,
  answerParameter,
  dotSegments,
  notAsSent,
  (p) =>
    p.path !== '' || p.fragment !== ''
      ? undefined
      : {
          rule: 'no_path',
          severity: 'warning',
          certainty: 'keycloak',
          message:
            'It ends with the host. Browsers and most libraries send a slash after it, and with the slash it is another URI.',
          fix: written({ ...p, path: '/' }),
        },
  (p) =>
    p.wildcard && !/\/\*$/.test(p.path)
      ? {
          rule: 'prefix_wildcard',
          severity: 'warning',
          certainty: 'keycloak',
          message: 'Everything that begins so matches, longer words too. Write a slash before the star.',
          fix: `${p.pattern.slice(0, -1)}/*`,
        }
      : undefined,
  (p) =>
    p.wildcard && p.path === '/*' && !p.host.includes('*')
      ? {
          rule: 'whole_host',
          severity: 'note',
          certainty: 'certain',
          message:
            'Every page of the host may receive codes, those that redirect elsewhere too (RFC 9700 §4.1). The exact URI is safer.',
        }
      : undefined,
  (p) =>
    p.query !== '' && !p.query.includes('*')
      ? {
          rule: 'exact_query',
          severity: 'note',
          certainty: 'keycloak',
          message: 'The query has to be sent exactly so; what differs between sign-ins belongs into `state`.',
        }
      : undefined,
  loopback,
];

function hostWildcard({ host, ...rest }: Pattern): RuleFinding | undefined {
  if (!host.includes('*')) return undefined;
  const wide = !/[^*.]+\.[^*.]+$/.test(host);
  const concrete = wide ? 'app.example.com' : host.replace(/^\*(?=\.)/, 'app').replaceAll('*', 'x');
  return {
    rule: 'host_wildcard',
    severity: wide ? 'error' : 'warning',
    certainty: 'unknown',
    message: wide
      ? 'A star for a whole domain never matches on a stock Keycloak, which takes it literally; wherever it did, any site could have your users sent to it. Name each host.'
      : "A star in the host name probably never matches: a stock Keycloak takes it literally. sipgate's own texts show it, but nobody outside knows how sipgate's is set up. Name each host.",
    fix: written({ ...rest, host: concrete }),
  };
}

function innerWildcard(p: Pattern): RuleFinding | undefined {
  const star = p.path.indexOf('*');
  if (star === -1 || (p.query === '' && star === p.path.length - 1)) return undefined;
  if (p.query !== '' && p.query.includes('*') && star === -1) return undefined;
  return {
    rule: 'inner_wildcard',
    severity: 'error',
    certainty: 'keycloak',
    message: 'Only a star at the very end is a wildcard; this one would be taken literally.',
    fix: written({ ...p, path: `${p.path.slice(0, p.path.lastIndexOf('/', star) + 1)}*`, query: '' }),
  };
}

function answerParameter(p: Pattern): RuleFinding | undefined {
  const query = new URLSearchParams(p.query);
  const names = [...new Set(query.keys())].filter((name) => ANSWER_PARAMETERS.includes(name.toLowerCase()));
  if (names.length === 0) return undefined;
  for (const name of names) query.delete(name);
  return {
    rule: 'answer_parameter',
    severity: 'error',
    certainty: 'keycloak',
    message: `It can never be used: ${names.join(', ')} in a redirect URI is refused, since the login's answer has it. Leave it out.`,
    fix: written({ ...p, query: query.size === 0 ? '' : `?${query}` }),
  };
}

function dotSegments(p: Pattern): RuleFinding | undefined {
  if (!climbs(p.path)) return undefined;
  const resolved = written({ ...p, path: new URL(p.path, 'https://host.invalid').pathname });
  return {
    rule: 'dot_segments',
    severity: p.wildcard ? 'error' : 'warning',
    certainty: 'keycloak',
    message: p.wildcard
      ? 'It never matches: an address with .. in it is compared letter by letter, and no wildcard counts.'
      : 'Browsers and most libraries resolve .. before they send it, and then it is another URI.',
    ...(!climbs(resolved) && { fix: resolved }),
  };
}

/** Compares with how a URL library writes it: small letters, no usual port, percent-encoding, Punycode. */
function notAsSent(p: Pattern): RuleFinding | undefined {
  const comparable = written({ ...p, path: p.path === '' ? '/' : p.path, userInfo: '', fragment: '' });
  const sent = new URL(comparable).href;
  if (sent === comparable || climbs(p.path)) return undefined;
  return {
    rule: 'not_as_sent',
    severity: 'warning',
    certainty: 'keycloak',
    message:
      'It matches only where it is sent in exactly this spelling; browsers and most libraries write capital letters, usual ports, dots and other letters of hosts and paths differently.',
    fix: sent,
  };
}

function loopback(p: Pattern): RuleFinding | undefined {
  const { hostname } = new URL(p.pattern);
  if (p.scheme.toLowerCase() !== 'http' || !isLoopbackHost(hostname)) return undefined;
  const anyPort = ANY_PORT_HOSTS.includes(hostname);
  if (p.port === '' && anyPort) {
    return {
      rule: 'loopback_any_port',
      severity: 'note',
      certainty: 'keycloak',
      message: 'Any port matches, so a program may listen on a free one (RFC 8252 §7.3).',
    };
  }
  return {
    rule: 'loopback_port',
    severity: 'note',
    certainty: 'keycloak',
    message: anyPort
      ? `Only this port matches; without ${p.port} any port would. localhost, 127.0.0.1 and [::1] are three different hosts.`
      : 'Only this port matches: any port does for localhost, 127.0.0.1 and [::1] alone.',
  };
}
