import type { Realm } from '../clients.ts';
import type { IssuedDeviceCode } from './device-codes.ts';

/** One stored object of oidc-provider. Tokens, codes and grants are never removed, only marked: late comers get the right answer. */
export interface StoredEntry {
  payload: Record<string, unknown>;
  /** Instant of use, milliseconds since the epoch. */
  consumedAt?: number;
  /** Instant of destruction, milliseconds since the epoch. */
  destroyedAt?: number;
}

/** A person's sign-on in one browser; Keycloak's user session. Its id is `session_state` and `sid`. */
export interface UserSession {
  readonly id: string;
  /** The browser session behind it. */
  readonly browserSessionUid: string;
  readonly sub: string;
  readonly startedAt: number;
  endedAt?: number;
  endReason?: string;
}

/** One client's part in a user session. When it is detached, all tokens that came out of it are dead. */
export interface ClientSession {
  /** Id of the grant in oidc-provider. */
  readonly grantId: string;
  readonly userSessionId: string;
  readonly clientId: string;
  readonly startedAt: number;
  detachedAt?: number;
  detachReason?: string;
}

/** An authorization code and what it stands for. */
export interface IssuedCode {
  /** The first part of the code. */
  readonly id: string;
  /** oidc-provider's own code. */
  readonly innerCode: string;
  readonly grantId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** The request did not name it, so the exchange need not either. */
  readonly redirectUriOmitted?: boolean;
  readonly scopes: readonly string[];
  readonly nonce?: string;
  readonly challenge?: { readonly value: string; readonly method: 'S256' | 'plain' };
  /** Seconds since the epoch. */
  readonly authTime: number;
  readonly expiresAt: number;
  spentAt?: number;
}

export type TokenKind = 'access' | 'refresh' | 'id';

/** What the sandbox remembers of a token it gave out. Never the token itself, only its fingerprint. */
export interface TokenRecord {
  readonly jti: string;
  readonly kind: TokenKind;
  /** 8 hex digits of the token's SHA-256. */
  readonly fingerprint: string;
  readonly grantId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The same in every token that follows from one sign-in. */
  readonly reuseId: string;
  /** jti of the refresh token whose use brought this one; absent after a sign-in. */
  readonly parent?: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Refresh tokens: when it was exchanged. */
  usedAt?: number;
  /** Access tokens: when it was revoked on its own. */
  revokedAt?: number;
}

/** Everything one realm knows. All maps hold plain data, so that a snapshot is a copy. */
export interface RealmState {
  readonly realm: Realm;
  /** oidc-provider's storage: model name → id → entry. */
  readonly models: Map<string, Map<string, StoredEntry>>;
  readonly userSessions: Map<string, UserSession>;
  /** By grant id. */
  readonly clientSessions: Map<string, ClientSession>;
  readonly codes: Map<string, IssuedCode>;
  /** By device code. */
  readonly deviceCodes: Map<string, IssuedDeviceCode>;
  /** Granted scopes by `sub` and client id. */
  readonly consents: Map<string, readonly string[]>;
  /** By jti. */
  readonly tokens: Map<string, TokenRecord>;
  /** People who may not sign in or refresh, by `sub`. */
  readonly disabledAccounts: Map<string, true>;
}

export function createRealmState(realm: Realm): RealmState {
  return {
    realm,
    models: new Map(),
    userSessions: new Map(),
    clientSessions: new Map(),
    codes: new Map(),
    deviceCodes: new Map(),
    consents: new Map(),
    tokens: new Map(),
    disabledAccounts: new Map(),
  };
}

/** Forgets everything a realm knows. */
export function clearRealmState({ realm: _, ...maps }: RealmState): void {
  for (const map of Object.values(maps)) map.clear();
}
