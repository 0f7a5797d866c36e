/**
 * Stable names of everything that can go wrong, in every package of the kit.
 * Each has a page in the documentation (errors/<code>.md) and an entry in the error catalogue.
 */
export type ErrorCode =
  // the callback and the transaction behind it
  | 'duplicate_parameter'
  | 'malformed_callback'
  | 'state_mismatch'
  | 'transaction_expired'
  | 'transaction_used'
  | 'issuer_mismatch'
  | 'access_denied'
  | 'login_required'
  | 'authorization_failed'
  // the authorization and token endpoints
  | 'invalid_redirect_uri'
  | 'invalid_scope'
  | 'unknown_client'
  | 'wrong_client_secret'
  | 'client_disabled'
  | 'code_invalid'
  | 'pkce_failed'
  | 'id_token_invalid'
  | 'refresh_refused'
  | 'needs_login'
  | 'provider_unreachable'
  | 'provider_unavailable'
  | 'malformed_response'
  | 'token_request_failed'
  // the REST API
  | 'invalid_request'
  | 'unauthorized'
  | 'payment_required'
  | 'insufficient_scope'
  | 'classic_account_required'
  | 'neo_account_required'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'rate_limited'
  | 'api_unavailable'
  | 'api_error'
  | 'request_timeout'
  | 'request_aborted'
  // our own configuration and input
  | 'invalid_input'
  | 'invalid_configuration'
  | 'insecure_url'
  | 'origin_not_allowed'
  | 'port_in_use'
  | 'port_forbidden'
  | 'return_target_refused'
  | 'cross_site_request'
  // the vault
  | 'connection_not_found'
  | 'store_unavailable'
  | 'vault_unwritable'
  | 'vault_damaged'
  | 'vault_key_missing'
  | 'vault_entry_damaged'
  // the command line
  | 'usage_error'
  | 'input_needed'
  | 'cancelled'
  | 'not_signed_in'
  | 'sign_in_timeout'
  | 'profile_not_found'
  | 'file_malformed'
  | 'file_unreadable'
  | 'file_unwritable'
  | 'client_ambiguous'
  | 'clients_differ'
  | 'device_unsupported'
  | 'device_expired'
  | 'keyring_unavailable'
  | 'sandbox_missing'
  | 'expression_invalid'
  | 'checks_failed'
  // the last resort
  | 'internal_error';

/** What a {@link SipgateKitError} is made of, beside its code and message. */
export interface SipgateKitErrorOptions {
  /** The next step, in one sentence. */
  readonly hint: string;
  /** Whether the same call may succeed later without a person. Default `false`. */
  readonly retryable?: boolean;
  /** Never an object that carries tokens, codes or secrets: causes get printed. */
  readonly cause?: unknown;
}

/**
 * Base of every error the kit throws.
 *
 * `code` never changes between minor versions, `retryable` says whether the same call may succeed
 * later without a person, `hint` is the next step in one sentence. Nothing secret is ever put into
 * `message`, `hint` or `cause`.
 *
 * @example
 * try {
 *   await client.GET('/account');
 * } catch (error) {
 *   if (error instanceof SipgateKitError && error.code === 'needs_login') redirectToSignIn();
 * }
 */
export class SipgateKitError extends Error {
  override readonly name: string = 'SipgateKitError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: SipgateKitErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.hint = options.hint;
  }
}
