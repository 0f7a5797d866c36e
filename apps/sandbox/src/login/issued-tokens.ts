import { createHash, type KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { RealmContext } from './realm.ts';
import type { ClientSession, TokenRecord } from './realm-state.ts';
import { isAlive } from './sessions.ts';

/** Why a token is not good. */
export type TokenProblem = 'unreadable' | 'expired' | 'not_alive';

/** A token whose signature holds, with what the sandbox knows about it. */
export interface VerifiedToken {
  readonly record: TokenRecord;
  readonly session: ClientSession;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Reads a refresh token of this realm. Its age is the caller's to judge: Keycloak has a sentence of its own for that. */
export function readRefreshToken(realm: RealmContext, token: string): Promise<VerifiedToken | undefined> {
  return read(realm, token, ['Refresh', 'Offline'], realm.signing.keys.refreshTokenSecret);
}

/** Reads an access token of this realm, whatever its age and session. */
export function readAccessToken(realm: RealmContext, token: string): Promise<VerifiedToken | undefined> {
  return read(realm, token, ['Bearer'], realm.signing.keys.publicKey);
}

/** An access token of this realm that is good right now, or why it is not. */
export async function verifyAccessToken(realm: RealmContext, token: string): Promise<VerifiedToken | TokenProblem> {
  const verified = await readAccessToken(realm, token);
  if (verified === undefined) return 'unreadable';
  if (verified.record.expiresAt <= realm.clock.now()) return 'expired';
  if (verified.record.revokedAt !== undefined || !isAlive(realm.state, verified.session)) return 'not_alive';
  return verified;
}

/** Reads an ID token, whatever its age: good enough as a hint (`id_token_hint`). */
export function readIdToken(realm: RealmContext, token: string): Promise<VerifiedToken | undefined> {
  return read(realm, token, ['ID'], realm.signing.keys.publicKey);
}

async function read(
  realm: RealmContext,
  token: string,
  types: readonly string[],
  key: Uint8Array | KeyObject,
): Promise<VerifiedToken | undefined> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: realm.issuer,
      algorithms: [key instanceof Uint8Array ? 'HS512' : 'RS256'],
      // Expiry is judged apart, by the record.
      currentDate: new Date(0),
    });
    const record = realm.state.tokens.get(String(payload.jti));
    const session = record === undefined ? undefined : realm.state.clientSessions.get(record.grantId);
    if (!types.includes(String(payload.typ)) || record === undefined || session === undefined) return undefined;
    return { record, session, claims: payload };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** 8 hex digits of a token's SHA-256: enough to tell tokens apart, useless to a thief. */
export function fingerprintOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 8);
}
