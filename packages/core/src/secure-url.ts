import { SipgateKitError } from './errors.ts';

const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/;

/** Whether a host name, as `URL.hostname` gives it, can only mean this machine (RFC 8252 §8.3). */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || LOOPBACK_IPV4.test(hostname);
}

/**
 * Lets https pass, and plain http to this machine; nothing else may carry a token or a code.
 *
 * @param what the URL's role, as the message begins: `'The issuer'`
 * @throws SipgateKitError `invalid_configuration` when it is no absolute URL; `insecure_url` when it is not secure.
 * @example
 * const url = secureUrl('http://localhost:8090/v2', 'The API URL');
 */
export function secureUrl(value: string, what: string): URL {
  if (!URL.canParse(value)) {
    throw new SipgateKitError('invalid_configuration', `${what} is not an absolute URL.`, {
      hint: 'Write it out with its scheme, as in https://api.sipgate.com.',
    });
  }
  const url = new URL(value);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    throw new SipgateKitError(
      'insecure_url',
      `${what} (${url.protocol}//${url.host}) is neither https nor on this machine.`,
      {
        hint: 'Use https; plain http is for localhost only.',
      },
    );
  }
  return url;
}
