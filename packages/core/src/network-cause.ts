/**
 * The platform's code for why a `fetch` failed, such as `ECONNREFUSED`; Node hides it in the error's causes.
 * `undefined` where the platform gives none, as browsers do.
 */
export function networkCause(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 5; depth++) {
    const { code, cause, errors }: { code?: unknown; cause?: unknown; errors?: unknown } = current;
    if (typeof code === 'string') return code;
    current = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return undefined;
}
