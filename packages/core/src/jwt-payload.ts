/**
 * What a JWT says, unverified: good for hints about tokens that came from the provider directly, never for trust.
 * `undefined` when it is no JWT.
 */
export function unverifiedPayload(jwt: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = (jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
