import type { ErrorCode } from '@sipgate-kit/core';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** The HTTP status of our own answer when something went wrong. */
const STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  duplicate_parameter: 400,
  malformed_callback: 400,
  state_mismatch: 400,
  transaction_expired: 400,
  transaction_used: 400,
  issuer_mismatch: 400,
  return_target_refused: 400,
  login_required: 400,
  authorization_failed: 400,
  invalid_scope: 400,
  code_invalid: 400,
  pkce_failed: 400,
  needs_login: 401,
  access_denied: 403,
  cross_site_request: 403,
  rate_limited: 503,
  id_token_invalid: 502,
  malformed_response: 502,
  token_request_failed: 502,
  unknown_client: 502,
  wrong_client_secret: 502,
  client_disabled: 502,
  invalid_redirect_uri: 502,
  provider_unreachable: 502,
  provider_unavailable: 503,
  store_unavailable: 503,
};

/** Whose fault it is, in HTTP's words; 500 for what a visitor cannot help. */
export function statusOf(code: ErrorCode): ContentfulStatusCode {
  return STATUS[code] ?? 500;
}
