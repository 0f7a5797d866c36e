/**
 * What a JWT says, unverified: good for hints about tokens that came from the provider directly, never for trust.
 * `undefined` when it is no JWT.
 */
export function unverifiedPayload(jwt: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
