import { type ErrorCode, SipgateKitError, type SipgateKitErrorOptions } from '../errors.ts';

/** What a provider said, cleaned for people and logs. */
export interface ProviderErrorDetails {
  /** HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** The OAuth `error` code (RFC 6749 §4.1.2.1, §5.2). */
  readonly error?: string;
  /** The provider's own sentence: control characters removed, secrets of the request blotted out, at most 200 characters. */
  readonly errorDescription?: string;
  /**
   * Whether the request may have reached the provider. `false` only when it certainly did not (refused connection,
   * unknown host, TLS failure): then nothing changed there. Decides whether a refresh may be sent again.
   */
  readonly requestSent: boolean;
  /** How long the provider asked us to wait, a duration in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * The provider refused, failed or could not be reached.
 *
 * @example
 * if (error instanceof ProviderError && error.error === 'invalid_grant') askToSignInAgain();
 */
export class ProviderError extends SipgateKitError {
  override readonly name = 'ProviderError';
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly errorDescription: string | undefined;
  readonly requestSent: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: SipgateKitErrorOptions & ProviderErrorDetails) {
    super(code, message, options);
    this.status = options.status;
    this.error = options.error;
    this.errorDescription = options.errorDescription;
    this.requestSent = options.requestSent;
    this.retryAfterMs = options.retryAfterMs;
  }
}

const LONGEST_DESCRIPTION = 200;

/** Makes a provider's text fit for messages, pages and logs: one line, no control characters, no secrets, 200 characters. */
export function cleanProviderText(
  text: string | null | undefined,
  secrets: readonly string[] = [],
): string | undefined {
  if (!text) return undefined;
  let clean = text;
  for (const secret of secrets) if (secret.length > 0) clean = clean.replaceAll(secret, '[secret]');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  clean = clean.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return clean.length > LONGEST_DESCRIPTION ? `${clean.slice(0, LONGEST_DESCRIPTION - 1)}…` : clean || undefined;
}
