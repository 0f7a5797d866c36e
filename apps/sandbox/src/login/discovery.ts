import { SCOPES } from '../scopes.ts';
import { DEVICE_GRANT } from './device-grant.ts';
import { PROTOCOL_PATH } from './provider.ts';

/** `/.well-known/openid-configuration`: what the realm really does, in the names of OpenID Connect Discovery and RFC 8414. */
export function discoveryDocument(issuer: string, { deviceFlow }: { readonly deviceFlow: boolean }) {
  const at = (path: string) => `${issuer}${PROTOCOL_PATH}${path}`;
  const clientAuthentication = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    authorization_endpoint: at('/auth'),
    token_endpoint: at('/token'),
    introspection_endpoint: at('/token/introspect'),
    userinfo_endpoint: at('/userinfo'),
    end_session_endpoint: at('/logout'),
    jwks_uri: at('/certs'),
    revocation_endpoint: at('/revoke'),
    ...(deviceFlow && { device_authorization_endpoint: at('/auth/device') }),
    grant_types_supported: ['authorization_code', 'refresh_token', ...(deviceFlow ? [DEVICE_GRANT] : [])],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: clientAuthentication,
    introspection_endpoint_auth_methods_supported: clientAuthentication,
    revocation_endpoint_auth_methods_supported: clientAuthentication,
    code_challenge_methods_supported: ['plain', 'S256'],
    prompt_values_supported: ['none', 'login', 'consent'],
    claims_supported: [
      'aud',
      'sub',
      'iss',
      'auth_time',
      'name',
      'given_name',
      'family_name',
      'preferred_username',
      'email',
      'acr',
    ],
    scopes_supported: [...SCOPES],
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    claims_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
  };
}
