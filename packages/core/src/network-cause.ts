/**
 * The platform's code for why a `fetch` failed, such as `ECONNREFUSED`, which Node hides in the error's causes; the
 * words of Deno, which has no codes, where there was no connection. `undefined` where the platform tells nothing, as
 * browsers do.
 */
export function networkCause(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 5; depth++) {
    const { message, code, cause, errors }: Error & { code?: unknown; errors?: unknown } = current;
    if (typeof code === 'string') return code;
    if (message.includes('(Connect)')) return message;
    current = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return undefined;
}
