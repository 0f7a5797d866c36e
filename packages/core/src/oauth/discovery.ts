import * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import type { Clock, Fetch } from '../runtime.ts';
import { isLoopbackHost, secureUrl } from '../secure-url.ts';
import { explicitProvider, type Provider } from './provider.ts';
import { providerFetch } from './provider-fetch.ts';

/** What the entry's `discoverProvider` loads; described there. */
export async function discoverProvider(
  issuer: string,
  options: { fetch?: Fetch; now?: Clock; timeoutMs?: number } = {},
): Promise<Provider> {
  const url = secureUrl(issuer, 'The issuer');
  const transport = providerFetch(options);
  const response = await oauth.discoveryRequest(url, {
    [oauth.customFetch]: transport,
    [oauth.allowInsecureRequests]: isLoopbackHost(url.hostname),
  });
  let metadata: oauth.AuthorizationServer;
  try {
    metadata = await oauth.processDiscoveryResponse(url, response);
  } catch (error) {
    if (error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON) {
      throw new SipgateKitError('issuer_mismatch', `The discovery document at ${issuer} belongs to another issuer.`, {
        hint: 'Use the issuer exactly as the provider writes it, trailing slash included.',
      });
    }
    throw new SipgateKitError('malformed_response', `${issuer} answered something that is no discovery document.`, {
      hint: 'Check the issuer: its discovery document is at <issuer>/.well-known/openid-configuration.',
    });
  }
  // Only the issuer has been checked so far.
  const texts = [
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    metadata.revocation_endpoint ?? '',
    metadata.end_session_endpoint ?? '',
    metadata.userinfo_endpoint ?? '',
    metadata.device_authorization_endpoint ?? '',
    ...listIn(metadata.code_challenge_methods_supported),
    ...listIn(metadata.scopes_supported),
  ];
  if (!texts.every((text) => text === undefined || typeof text === 'string')) {
    throw new SipgateKitError(
      'malformed_response',
      `The discovery document of ${issuer} has odd values in its fields.`,
      {
        hint: 'Check the issuer, or give its endpoints explicitly.',
      },
    );
  }
  if (metadata.authorization_endpoint === undefined || metadata.token_endpoint === undefined) {
    throw new SipgateKitError(
      'malformed_response',
      `The discovery document of ${issuer} names no authorization or token endpoint.`,
      {
        hint: 'Use a provider that offers the authorization code flow, or give its endpoints explicitly.',
      },
    );
  }
  return explicitProvider({
    issuer: metadata.issuer,
    authorizationEndpoint: metadata.authorization_endpoint,
    tokenEndpoint: metadata.token_endpoint,
    ...(metadata.revocation_endpoint && { revocationEndpoint: metadata.revocation_endpoint }),
    ...(metadata.end_session_endpoint && { endSessionEndpoint: metadata.end_session_endpoint }),
    ...(metadata.userinfo_endpoint && { userinfoEndpoint: metadata.userinfo_endpoint }),
    ...(metadata.device_authorization_endpoint && {
      deviceAuthorizationEndpoint: metadata.device_authorization_endpoint,
    }),
    issParameterSupported: metadata.authorization_response_iss_parameter_supported === true,
    ...(metadata.code_challenge_methods_supported && {
      codeChallengeMethods: metadata.code_challenge_methods_supported,
    }),
    ...(metadata.scopes_supported && { scopesSupported: metadata.scopes_supported }),
  });
}

/** The members of a list; what is no list counts as one member that is no text. */
function listIn(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [{ value }];
}
