import { SipgateKitError } from '../errors.ts';
import type { Provider } from './provider.ts';

/**
 * The address that ends the person's session in the browser (OpenID Connect RP-Initiated Logout §2).
 *
 * With an ID token as hint the provider need not ask; without, it shows a question. The ID token ends up in the
 * browser's history and in the provider's logs: leave it out unless the question is unacceptable.
 *
 * @throws SipgateKitError `invalid_configuration` when the provider has no end-session endpoint.
 * @example
 * const url = endSessionUrl(provider, { clientId, postLogoutRedirectUri: 'https://app.example.com/' });
 */
export function endSessionUrl(
  provider: Provider,
  request: { clientId: string; idToken?: string; postLogoutRedirectUri?: string; state?: string },
): URL {
  const url = new URL(endpointOf(provider, 'endSessionEndpoint', 'end-session endpoint'));
  url.searchParams.set('client_id', request.clientId);
  if (request.idToken !== undefined) url.searchParams.set('id_token_hint', request.idToken);
  if (request.postLogoutRedirectUri !== undefined) {
    url.searchParams.set('post_logout_redirect_uri', request.postLogoutRedirectUri);
  }
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url;
}

/** @throws SipgateKitError `invalid_configuration` when the provider has no such endpoint. */
export function endpointOf(
  provider: Provider,
  name: 'revocationEndpoint' | 'endSessionEndpoint',
  what: string,
): string {
  const endpoint = provider[name];
  if (endpoint !== undefined) return endpoint;
  throw new SipgateKitError('invalid_configuration', `The provider ${provider.issuer} has no ${what}.`, {
    hint: `Give the provider its ${name}, or leave this step out.`,
  });
}
