import type { Directory } from '../accounts.ts';
import type { Realm } from '../clients.ts';
import type { ClientSession, RealmState, TokenKind, TokenRecord } from './realm-state.ts';
import { isAlive } from './sessions.ts';

/** `usable`: good right now. `used`: exchanged for a newer one. `dead`: its session is over. */
export type TokenStatus = 'usable' | 'used' | 'expired' | 'revoked' | 'dead';

/** One token the sandbox gave out, by fingerprint. Instants are milliseconds since the epoch, of the sandbox's clock. */
export interface TokenTrace {
  readonly kind: TokenKind;
  /** 8 hex digits of its SHA-256, as `fingerprint` of `@sipgate-kit/core` makes them. */
  readonly fingerprint: string;
  /** Fingerprint of the refresh token whose use brought this one; absent after a sign-in. */
  readonly parent?: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  /** Absent: never. */
  readonly expiresAt?: number;
  readonly status: TokenStatus;
}

/** One client's part in a person's session, with every token that came out of it, oldest first. */
export interface SessionTrace {
  readonly realm: Realm;
  /** `session_state` of the answers. */
  readonly sessionId: string;
  readonly username: string;
  readonly clientId: string;
  readonly startedAt: number;
  /** Whether its newest tokens are good. */
  readonly alive: boolean;
  readonly endedAt?: number;
  /** Such as "refresh token used twice". */
  readonly endReason?: string;
  readonly tokens: readonly TokenTrace[];
}

/** Which token came from which, and what became of them, session by session. */
export function traceSessions(state: RealmState, directory: Directory, now: number): SessionTrace[] {
  const byGrant = new Map<string, TokenRecord[]>();
  for (const record of state.tokens.values()) {
    byGrant.set(record.grantId, [...(byGrant.get(record.grantId) ?? []), record]);
  }
  return [...state.clientSessions.values()].map((session) => ({
    ...traceSession(state, directory, session),
    tokens: (byGrant.get(session.grantId) ?? []).map((record) => traceToken(state, session, record, now)),
  }));
}

function traceSession(state: RealmState, directory: Directory, session: ClientSession): Omit<SessionTrace, 'tokens'> {
  const userSession = state.userSessions.get(session.userSessionId);
  const { detachedAt, detachReason } = session;
  return {
    realm: state.realm,
    sessionId: session.userSessionId,
    username: directory.userBySub(userSession?.sub ?? '')?.username ?? '',
    clientId: session.clientId,
    startedAt: session.startedAt,
    alive: isAlive(state, session),
    ...(detachedAt === undefined ? {} : { endedAt: detachedAt }),
    ...(detachReason === undefined ? {} : { endReason: detachReason }),
  };
}

function traceToken(state: RealmState, session: ClientSession, record: TokenRecord, now: number): TokenTrace {
  const parent = record.parent === undefined ? undefined : state.tokens.get(record.parent)?.fingerprint;
  return {
    kind: record.kind,
    fingerprint: record.fingerprint,
    ...(parent === undefined ? {} : { parent }),
    scopes: record.scopes,
    issuedAt: record.issuedAt,
    ...(record.expiresAt === Number.MAX_SAFE_INTEGER ? {} : { expiresAt: record.expiresAt }),
    status: statusOf(record, isAlive(state, session), now),
  };
}

function statusOf(record: TokenRecord, alive: boolean, now: number): TokenStatus {
  if (record.usedAt !== undefined) return 'used';
  if (record.revokedAt !== undefined) return 'revoked';
  if (!alive) return 'dead';
  return record.expiresAt <= now ? 'expired' : 'usable';
}
