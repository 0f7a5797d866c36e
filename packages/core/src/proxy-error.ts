/**
 * Thrown by a `fetch` that goes through a proxy, when the proxy is what failed: it cannot be reached, wants credentials,
 * or does not connect to the host. The request was not sent. Calls of the kit say so in their own errors.
 *
 * @example
 * throw new ProxyError('The proxy http://proxy.example:3128 (HTTPS_PROXY) wants a user name and a password.', {
 *   hint: 'Put them into HTTPS_PROXY: http://user:password@proxy.example:3128.',
 * });
 */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** The next step, in one sentence. */
  readonly hint: string;

  /** @param message a whole sentence that names the proxy, without its credentials. */
  constructor(message: string, { hint, cause }: { readonly hint: string; readonly cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}
