import { SipgateKitError } from '../errors.ts';
import { secureUrl } from '../secure-url.ts';

/** sipgate's REST API. */
export const DEFAULT_API_URL = 'https://api.sipgate.com/v2';

/**
 * A base URL without a slash at its end.
 *
 * @throws SipgateKitError `invalid_configuration` when it has credentials, a query or a fragment; `insecure_url`.
 */
export function apiUrl(baseUrl: string): string {
  const url = secureUrl(baseUrl, 'The API URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new SipgateKitError('invalid_configuration', 'The API URL has more to it than origin and path.', {
      hint: `Leave out credentials, query and fragment, as in ${DEFAULT_API_URL}.`,
    });
  }
  return url.href.replace(/\/+$/, '');
}
