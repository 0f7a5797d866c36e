import { SipgateKitError } from './errors.ts';
import type { Fetch } from './runtime.ts';
import { secureUrl } from './secure-url.ts';

/** Where credentials may go unless told otherwise. */
export const DEFAULT_API_ORIGINS: readonly string[] = ['https://api.sipgate.com'];

/** What {@link authorizedFetch} is made of. */
export interface AuthorizedFetchOptions {
  /** The `fetch` that really sends; the platform's own by default. */
  readonly fetch?: Fetch | undefined;
  /** Origins that may see the credentials. Default {@link DEFAULT_API_ORIGINS}. */
  readonly apiOrigins?: readonly string[] | undefined;
  /** Gives the whole value of the `Authorization` header. Called once for every request that may be sent, never for a refused one. */
  readonly authorization: () => string | Promise<string>;
}

/**
 * A `fetch` that adds the `Authorization` header, and refuses to do so for any origin but the API's.
 *
 * The credentials travel in that header only (RFC 6750 §2.1), and only to the configured origins (RFC 9700 §4.9.1).
 * Redirects are never followed: the answer is handed back as it is, so that no other host gets the next request.
 *
 * The returned function throws `origin_not_allowed`, and `invalid_configuration` for credentials no header can carry.
 *
 * @throws SipgateKitError `insecure_url` or `invalid_configuration` when an entry of `apiOrigins` is unfit
 *
 * @example
 * const fetch = authorizedFetch({ authorization: () => 'Bearer …' });
 * await fetch('https://api.sipgate.com/v2/account');
 */
export function authorizedFetch(options: AuthorizedFetchOptions): Fetch {
  const { authorization, apiOrigins = DEFAULT_API_ORIGINS, fetch = globalThis.fetch } = options;
  const allowed = new Set(apiOrigins.map((origin) => secureUrl(origin, 'The API origin').origin));

  return async function fetchWithAuthorization(input, init) {
    // A `Request` is the dearest part of a call, and `fetch` makes one of its own: what is none does not become one here.
    const given = input instanceof Request ? new Request(input, { ...init, redirect: 'manual' }) : undefined;
    const { origin, href } = new URL(given?.url ?? String(input), globalThis.location?.href);
    if (!allowed.has(origin)) {
      throw new SipgateKitError(
        'origin_not_allowed',
        `A request to ${origin} was not sent: it would carry credentials there.`,
        {
          hint: `Credentials go to ${[...allowed].join(', ')} only; name further origins in apiOrigins.`,
        },
      );
    }
    const headers = given?.headers ?? new Headers(init?.headers);
    setAuthorization(headers, await authorization());
    return given === undefined ? fetch(href, { ...init, headers, redirect: 'manual' }) : fetch(given);
  };
}

/** The platform's own error for a value no header can carry quotes the value, so it must not get out. */
function setAuthorization(headers: Headers, value: string): void {
  try {
    headers.set('authorization', value);
  } catch {
    throw new SipgateKitError('invalid_configuration', 'The credentials contain characters no header can carry.', {
      hint: 'Copy them again, without line breaks.',
    });
  }
}
