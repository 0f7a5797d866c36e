import { ProviderError, type ProviderErrorDetails } from './provider-error.ts';

interface Refusal {
  readonly status?: number;
  readonly error: string;
  readonly errorDescription?: string;
}

const said = ({ error, errorDescription }: Refusal) => (errorDescription ? `${error}: ${errorDescription}` : error);

const details = (refusal: Refusal): ProviderErrorDetails => ({ ...refusal, requestSent: true });

/** The typed error for an OAuth error in a callback (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
export function authorizationError(refusal: Refusal): ProviderError {
  switch (refusal.error) {
    case 'access_denied':
      return new ProviderError('access_denied', 'The person did not grant access.', {
        ...details(refusal),
        hint: 'Start again and choose "Yes" on the consent page, or ask for fewer scopes.',
      });
    case 'login_required':
    case 'interaction_required':
    case 'consent_required':
      return new ProviderError('login_required', 'The provider needs the person to sign in or to consent.', {
        ...details(refusal),
        hint: 'Start the sign-in without prompt=none.',
      });
    case 'invalid_scope':
      return new ProviderError('invalid_scope', `The provider does not know a requested scope (${said(refusal)}).`, {
        ...details(refusal),
        hint: 'Check the scopes for typing errors; they are separated by spaces, as in "account:read balance:read".',
      });
    case 'temporarily_unavailable':
    case 'server_error':
      return new ProviderError(
        'provider_unavailable',
        `The provider could not finish the sign-in (${said(refusal)}).`,
        {
          ...details(refusal),
          retryable: true,
          hint: "Start again; if it persists, look at the provider's status page.",
        },
      );
    default:
      return new ProviderError('authorization_failed', `The provider refused the sign-in (${said(refusal)}).`, {
        ...details(refusal),
        hint: 'Compare the request with what the OAuth client is allowed to do.',
      });
  }
}

/** The grants of the token endpoint that the kit uses. */
export type Grant = 'authorization_code' | 'device_code' | 'refresh_token' | 'revocation' | 'logout';

/** The typed error for an OAuth error of the token, revocation or logout endpoint (RFC 6749 §5.2). */
export function tokenEndpointError(grant: Grant, refusal: Refusal): ProviderError {
  const description = refusal.errorDescription ?? '';
  if (/\bdisabled\b/i.test(description) && /client/i.test(`${refusal.error} ${description}`)) {
    return new ProviderError('client_disabled', `The OAuth client is disabled (${said(refusal)}).`, {
      ...details(refusal),
      hint: 'Enable the client in the sipgate console, or ask sipgate why it was disabled.',
    });
  }
  switch (refusal.error) {
    case 'invalid_client':
      return new ProviderError('unknown_client', `The provider does not accept the OAuth client (${said(refusal)}).`, {
        ...details(refusal),
        hint: 'Check CLIENT_ID, its realm (the part behind the colon) and CLIENT_SECRET; the client may also be disabled.',
      });
    case 'unauthorized_client':
      return new ProviderError(
        'wrong_client_secret',
        `The provider does not accept the client's credentials (${said(refusal)}).`,
        {
          ...details(refusal),
          hint: 'Copy the secret from the sipgate console again; it changes when the client is created anew.',
        },
      );
    case 'invalid_scope':
      return new ProviderError('invalid_scope', `The provider refused the scopes (${said(refusal)}).`, {
        ...details(refusal),
        hint: 'The person may have withdrawn consent: let them sign in again.',
      });
    case 'invalid_grant':
      return invalidGrant(grant, refusal);
    default:
      return new ProviderError('token_request_failed', `The provider refused the token request (${said(refusal)}).`, {
        ...details(refusal),
        hint: "Compare the request with the provider's documentation.",
      });
  }
}

function invalidGrant(grant: Grant, refusal: Refusal): ProviderError {
  const description = refusal.errorDescription ?? '';
  if (grant !== 'authorization_code' && grant !== 'device_code') {
    return new ProviderError('refresh_refused', `The provider refused the refresh token (${said(refusal)}).`, {
      ...details(refusal),
      hint: 'Let the person sign in again.',
    });
  }
  if (/pkce|code.verifier|code.challenge/i.test(description)) {
    return new ProviderError(
      'pkce_failed',
      `The provider could not verify the PKCE code verifier (${said(refusal)}).`,
      {
        ...details(refusal),
        hint: 'Start again; the callback must be finished with the transaction of the same sign-in.',
      },
    );
  }
  if (/user disabled/i.test(description)) {
    return new ProviderError('authorization_failed', `The person's account is disabled (${said(refusal)}).`, {
      ...details(refusal),
      hint: 'Their administrator can enable it again in the sipgate account.',
    });
  }
  if (/redirect.?uri/i.test(description)) {
    return new ProviderError(
      'invalid_redirect_uri',
      `The redirect URI differs from the one the sign-in began with (${said(refusal)}).`,
      {
        ...details(refusal),
        hint: 'Keep the redirect URI unchanged between the authorization request and the code exchange.',
      },
    );
  }
  if (grant === 'device_code') {
    return new ProviderError('code_invalid', `The device code is used up, or was never given out (${said(refusal)}).`, {
      ...details(refusal),
      hint: 'Start again to get a new code.',
    });
  }
  return new ProviderError(
    'code_invalid',
    `The authorization code was already used, has expired, or is not ours (${said(refusal)}).`,
    {
      ...details(refusal),
      hint: 'Start again; a code works once and for about a minute.',
    },
  );
}
