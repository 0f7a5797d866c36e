/** Where a program on the person's own machine waits for the browser. */
export interface LoopbackRedirect {
  /** Addresses to listen on, all on one port: `localhost` means both families, since a browser may take either. */
  readonly addresses: readonly string[];
  /** The port that is registered; absent where any will do (RFC 8252 §7.3). */
  readonly port?: number;
  /** Path of the callback, as in `/oauth`. */
  readonly path: string;
}

const LOOPBACK = /^http:\/\/(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?(?=[/?]|$)/i;

/**
 * Where to listen for a redirect URI; `undefined` when it leads to another machine, or to nothing a program can answer
 * for (https).
 *
 * A loopback URI without a port means any free one: sipgate's login is Keycloak, which lets the port of a loopback URI
 * be any where one without a port is registered.
 *
 * @example
 * loopbackRedirect('http://localhost:8080/oauth'); // { addresses: ['127.0.0.1', '::1'], port: 8080, path: '/oauth' }
 * loopbackRedirect('http://127.0.0.1/oauth');      // { addresses: ['127.0.0.1'], path: '/oauth' }
 */
export function loopbackRedirect(redirectUri: string): LoopbackRedirect | undefined {
  const [, host, port] = LOOPBACK.exec(redirectUri) ?? [];
  if (host === undefined || !URL.canParse(redirectUri)) return undefined;
  return {
    addresses: addressesOf(host.toLowerCase()),
    ...(port !== undefined && { port: Number(port) }),
    path: new URL(redirectUri).pathname,
  };
}

/**
 * The redirect URI with the port that was found for it; letter by letter the same beside, since the provider compares
 * letters.
 *
 * @param redirectUri one that {@link loopbackRedirect} gives no port for
 * @example
 * redirectUriAt('http://127.0.0.1/oauth', 49_152); // 'http://127.0.0.1:49152/oauth'
 */
export function redirectUriAt(redirectUri: string, port: number): string {
  const { length } = LOOPBACK.exec(redirectUri)?.[0] ?? '';
  return `${redirectUri.slice(0, length)}:${port}${redirectUri.slice(length)}`;
}

function addressesOf(host: string): readonly string[] {
  if (host === 'localhost') return ['127.0.0.1', '::1'];
  return [host === '[::1]' ? '::1' : host];
}
