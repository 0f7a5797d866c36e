import { type AuthorizedFetchOptions, authorizedFetch } from '../authorized-fetch.ts';
import { SipgateKitError } from '../errors.ts';
import type { Fetch } from '../runtime.ts';

/** Whatever can send a request with credentials: a token manager's connection, or one of the functions below. */
export interface Authorizer {
  readonly fetch: Fetch;
}

/** For {@link staticToken} and {@link personalAccessToken}. */
export type AuthorizerOptions = Omit<AuthorizedFetchOptions, 'authorization'>;

/** A personal access token, as sipgate's web app shows it. */
export interface PersonalAccessToken {
  /** `token-` and six letters or digits; always visible in the web app. */
  readonly tokenId: string;
  /** A UUID; shown once. */
  readonly token: string;
}

/** RFC 6750 §2.1. */
const BEARER_TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const TOKEN_ID = /^token-[A-Za-z0-9]+$/;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * An access token used as it is, until it expires; nothing refreshes it. Good for scripts and tests. For people who
 * stay signed in, take a token manager.
 *
 * @throws SipgateKitError `invalid_configuration` when it cannot be an access token; `insecure_url`. The calls throw
 * `origin_not_allowed` for a request to any other origin than the API's.
 * @example
 * const sipgate = createSipgateClient({ auth: staticToken(accessToken) });
 */
export function staticToken(accessToken: string, options: AuthorizerOptions = {}): Authorizer {
  if (!BEARER_TOKEN.test(accessToken)) {
    throw new SipgateKitError('invalid_configuration', 'The access token is empty or has characters no token has.', {
      hint: 'Give the bare value of access_token, without the word "Bearer", quotes or line breaks.',
    });
  }
  return { fetch: authorizedFetch({ ...options, authorization: () => `Bearer ${accessToken}` }) };
}

/**
 * A personal access token, sent with HTTP Basic. It does not expire; its scopes were chosen when it was made.
 *
 * @throws SipgateKitError `invalid_configuration` when id or token have the wrong shape; `insecure_url`. The calls
 * throw `origin_not_allowed` for a request to any other origin than the API's.
 * @example
 * const auth = personalAccessToken({ tokenId: 'token-ABC123', token: '00000000-0000-4000-8000-000000000000' });
 * const sipgate = createSipgateClient({ auth });
 */
export function personalAccessToken(
  { tokenId, token }: PersonalAccessToken,
  options: AuthorizerOptions = {},
): Authorizer {
  if (!TOKEN_ID.test(tokenId)) {
    throw new SipgateKitError(
      'invalid_configuration',
      'The token id does not look like one: "token-" and six letters or digits.',
      {
        hint: TOKEN_ID.test(token)
          ? 'Token id and token are swapped.'
          : 'Copy it from the list of personal access tokens; user names and e-mail addresses do not work.',
      },
    );
  }
  if (!VISIBLE_ASCII.test(token)) {
    throw new SipgateKitError(
      'invalid_configuration',
      'The personal access token is empty or has spaces or line breaks in it.',
      {
        hint: 'Copy the token again; it was shown once, when it was made. If it is lost, make another one.',
      },
    );
  }
  const authorization = `Basic ${btoa(`${tokenId}:${token}`)}`;
  return { fetch: authorizedFetch({ ...options, authorization: () => authorization }) };
}
