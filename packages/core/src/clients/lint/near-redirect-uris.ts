import { ANY_PORT_HOSTS, isWildcard, prefixOf } from '../redirect-uri-matching.ts';
import type { Refused } from './finding.ts';
import { partsOf, type UrlParts, written } from './url-parts.ts';

/**
 * Addresses that somebody could expect a redirect URI to let through, the likeliest first, each with the reason if it
 * does not. Whether it does is not decided here. User names and passwords are left out.
 */
export function nearRedirectUris(pattern: string): readonly Refused[] {
  const parts = partsOf(pattern);
  if (parts === undefined || parts.host === '*') return pattern.endsWith('*') ? ANYWHERE : [];
  const clean = { ...parts, userInfo: '', fragment: '' };
  const near = isHostEnd(clean)
    ? nearHostEnd(clean)
    : clean.host.includes('*')
      ? nearHostWildcard(clean)
      : clean.port === ':*'
        ? nearPortWildcard(clean)
        : isWildcard(written(clean))
          ? nearWildcard(clean)
          : nearExact(clean);
  const reason = parts.userInfo === '' ? undefined : 'the user name is missing';
  return near
    .filter(({ url }, at) => near.findIndex((other) => other.url === url) === at)
    .map(({ url, why }) => ({ url, why: reason ?? why }));
}

const ANYWHERE: readonly Refused[] = [
  'https://app.example.com/oauth',
  'https://evil.example/',
  'http://evil.example/',
  'myapp://oauth',
].map((url) => ({ url, why: 'schemes of apps have to be written out' }));

function nearExact(parts: UrlParts): readonly Refused[] {
  const self = written(parts);
  const { path, query } = parts;
  const slash = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  const meant = self.includes('*') ? [{ url: self.replaceAll('*', 'x'), why: 'the star is taken literally' }] : [];
  return [
    ...meant,
    { url: self, why: 'the login puts one of these names into its query itself' },
    ...onOtherPorts(parts),
    ...otherNames(parts),
    ...(query === ''
      ? [{ url: written({ ...parts, path: slash }), why: 'a slash at the end counts' }]
      : [{ url: written({ ...parts, query: '' }), why: 'the query counts' }]),
    { url: `${self}${query === '' ? '?x=1' : '&more=1'}`, why: 'the query counts' },
    ...otherCase(parts),
    ...otherScheme(parts),
    { url: written({ ...parts, path: `${slash.replace(/\/?$/, '/')}more` }), why: 'nothing may follow without a star' },
  ];
}

function nearWildcard(parts: UrlParts): readonly Refused[] {
  const stem = { ...parts, path: parts.path.slice(0, -1) };
  const begin = written(stem);
  const below = begin.endsWith('/');
  const dots = 'an address with .. in it is compared letter by letter';
  const first = below
    ? [written({ ...stem, path: stem.path.slice(0, -1) }), `${begin}oauth`, `${begin}a/b?x=1`]
    : [begin, `${begin}X`, `${begin}/x`];
  const longer =
    stem.path === '/'
      ? { url: written({ ...stem, host: `${stem.host}.evil.example`, port: '' }), why: 'another host' }
      : { url: below ? `${begin.slice(0, -1)}X` : begin.slice(0, -1), why: 'another path' };
  return [
    ...first.map((url) => ({ url, why: dots })),
    ...onOtherPorts({ ...stem, path: below ? `${stem.path}oauth` : stem.path }),
    longer,
    { url: `${begin}${below ? '' : '/'}../x`, why: dots },
    { url: `${begin}${below ? 'oauth' : ''}?code=1`, why: 'the login puts a code into the query itself' },
    ...otherNames(stem),
    ...otherScheme(stem),
  ];
}

function nearHostWildcard(parts: UrlParts): readonly Refused[] {
  const { host, path } = parts;
  const real = path.endsWith('/*') || path === '' ? `${path.replace(/\*$/, '') || '/'}oauth` : path.replace(/\*$/, '');
  const why = 'a star in the host name is taken literally';
  return ['app', 'a.b'].map((label) => ({
    url: written({ ...parts, host: host.replaceAll('*', label), path: real }),
    why,
  }));
}

/** `https://app.example.com*`: the star stands where host or port end. */
function nearHostEnd(parts: UrlParts): readonly Refused[] {
  const prefix = prefixOf(written(parts));
  const { host, port, ...rest } = parts;
  const evil = written({ ...rest, host: `${host.replace(/\*$/, '')}.evil.example`, port: '', path: '/' });
  return [
    { url: prefix, why: 'the star is taken literally' },
    { url: `${prefix}oauth`, why: 'the star is taken literally' },
    { url: evil, why: "today's Keycloak reads the star as /*, but older ones let this in" },
  ];
}

function nearPortWildcard(parts: UrlParts): readonly Refused[] {
  const why = 'a star is no port';
  return [':8080', ''].map((port) => ({ url: written({ ...parts, port }), why }));
}

function isHostEnd({ host, port, path }: UrlParts): boolean {
  return path === '' && `${host}${port}`.endsWith('*') && port !== ':*';
}

function isLoopback({ scheme, host }: UrlParts): boolean {
  return scheme === 'http' && ANY_PORT_HOSTS.includes(host);
}

function onOtherPorts(parts: UrlParts): readonly Refused[] {
  if (!isLoopback(parts)) return [];
  const ports = parts.port === '' ? [':8080', ':49152'] : [parts.port === ':3000' ? ':3001' : ':3000', ''];
  return ports.map((port) => ({ url: written({ ...parts, port }), why: 'another port' }));
}

function otherNames(parts: UrlParts): readonly Refused[] {
  if (!isLoopback(parts)) return [];
  const host = parts.host === 'localhost' ? '127.0.0.1' : 'localhost';
  return [{ url: written({ ...parts, host }), why: 'localhost and 127.0.0.1 are different hosts' }];
}

function otherCase(parts: UrlParts): readonly Refused[] {
  const path = parts.path.replace(/[a-z]/, (letter) => letter.toUpperCase());
  return path === parts.path ? [] : [{ url: written({ ...parts, path }), why: 'capital letters count' }];
}

function otherScheme(parts: UrlParts): readonly Refused[] {
  const scheme = { http: 'https', https: 'http' }[parts.scheme.toLowerCase()];
  return scheme === undefined ? [] : [{ url: written({ ...parts, scheme }), why: 'http and https are different' }];
}
