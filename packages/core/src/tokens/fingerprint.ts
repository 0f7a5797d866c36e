/**
 * 8 hex digits of a token's SHA-256: enough to tell two tokens apart in a log, useless to a thief.
 *
 * @example
 * await fingerprint(tokenSet.accessToken); // '1f3a90c2'
 */
export async function fingerprint(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Array.from(new Uint8Array(digest, 0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
