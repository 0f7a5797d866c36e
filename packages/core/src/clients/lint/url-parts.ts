/** A URL as it is written, cut at its marks; nothing is repaired. */
export interface UrlParts {
  readonly scheme: string;
  /** User name and password, without the `@`; empty when there are none. */
  readonly userInfo: string;
  /** Brackets of an IPv6 address included; stars, too. */
  readonly host: string;
  /** With its colon, or empty. */
  readonly port: string;
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** With its `#`, or empty. */
  readonly fragment: string;
}

const URL_PATTERN =
  /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:(?<userInfo>[^/?#]*)@)?(?<host>\[[^\]/?#]*\]|[^:/?#]*)(?<port>:[^/?#]*)?(?<path>\/[^?#]*)?(?<query>\?[^#]*)?(?<fragment>#.*)?$/is;

/** `undefined` when there is no `scheme://host`. */
export function partsOf(url: string): UrlParts | undefined {
  const groups = URL_PATTERN.exec(url)?.groups;
  if (groups === undefined || groups['host'] === '') return undefined;
  const { scheme = '', userInfo = '', host = '', port = '', path = '', query = '', fragment = '' } = groups;
  return { scheme, userInfo, host, port, path, query, fragment };
}

/** The parts put together again. */
export function written({ scheme, userInfo, host, port, path, query, fragment }: UrlParts): string {
  return `${scheme}://${userInfo === '' ? '' : `${userInfo}@`}${host}${port}${path}${query}${fragment}`;
}

/** A URL, or what was meant as one, without what may be a user name and password in it. */
export function withoutPassword(url: string): string {
  return url.replace(/^((?:[a-z][a-z0-9+.-]*:(?=[/\\]))?[/\\\s]*)[^/\\?#]*@/i, '$1***@');
}
