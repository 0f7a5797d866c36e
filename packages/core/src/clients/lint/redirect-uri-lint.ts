import { ANY_PORT_HOSTS, isWildcard, matchRedirectUri, prefixOf } from '../redirect-uri-matching.ts';
import { type PatternReport, repaired, withoutFix } from './finding.ts';
import { nearRedirectUris } from './near-redirect-uris.ts';
import { redirectUriFindings } from './redirect-uri-rules.ts';
import { partsOf, withoutPassword } from './url-parts.ts';

const MOST_MATCHES = 4;
const MOST_REFUSALS = 5;

/**
 * What a redirect URI will let through once it is registered, and what is to be said about it. Pure: nobody is asked.
 *
 * The examples are tried by the login's own rules, {@link matchRedirectUri}.
 *
 * @example
 * const { findings, instead } = lintRedirectUri('https://app.example.com*');
 * findings[0]?.rule; // 'host_end_wildcard'
 * instead; // 'https://app.example.com/*'
 */
export function lintRedirectUri(pattern: string): PatternReport {
  const findings = redirectUriFindings(pattern);
  // What no URL has in it, nobody can send.
  const near = findings.some(({ rule }) => rule === 'characters') ? [] : nearRedirectUris(pattern);
  const matches = near.map(({ url }) => url).filter((url) => matchRedirectUri(url, [pattern]) !== undefined);
  const refuses = near.filter(({ url }) => matchRedirectUri(url, [pattern]) === undefined);
  const instead = repaired(pattern, redirectUriFindings);
  return {
    pattern: withoutPassword(pattern),
    meaning: meaningOf(pattern, matches.length > 0),
    matches: matches.slice(0, MOST_MATCHES),
    refuses: refuses.slice(0, MOST_REFUSALS),
    findings: findings.map(withoutFix),
    ...(instead !== undefined && { instead }),
  };
}

function meaningOf(pattern: string, usable: boolean): string {
  if (redirectUriFindings(pattern).some(({ rule }) => rule === 'any_uri')) return 'Every address of every host.';
  const parts = partsOf(pattern);
  if (!usable || parts === undefined) return 'Nothing that a program would send.';
  const { scheme, host, port, path, query } = parts;
  const anyPort =
    scheme === 'http' && port === '' && ANY_PORT_HOSTS.includes(host.replace(/\*$/, '')) ? ', on any port' : '';
  if (/\*./.test(path) || query.includes('*')) return 'Only addresses with the star itself in them.';
  if (!isWildcard(pattern)) return `Exactly this address, letter by letter${anyPort}.`;
  const prefix = withoutPassword(prefixOf(pattern));
  return prefix.endsWith('/')
    ? `Everything below ${prefix} and ${prefix.slice(0, -1)} itself, with any query${anyPort}.`
    : `Everything that begins with ${prefix}, with any query${anyPort}.`;
}
