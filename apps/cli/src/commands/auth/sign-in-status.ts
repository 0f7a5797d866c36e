import type { Cli } from '../../cli.ts';
import { openConnections } from '../../session/connection-tokens.ts';
import { type Credentials, findCredentials } from '../../session/credentials.ts';
import { claimsOf } from '../../session/jwt-claims.ts';
import type { Person } from '../../session/person.ts';
import { signInKindOf } from '../../session/sign-in-record.ts';

/** Whether the sign-in can be used. `unverified`: it looks so from here, but sipgate was not asked. */
export type Usability = 'active' | 'unverified' | 'needs_login' | 'paused' | 'refused' | 'signed_out';

/** What `auth status` prints. `null` = unknown, or not there with this way of signing in. Instants are ISO 8601. */
export interface SignInStatus {
  readonly profile: string;
  readonly status: Usability;
  readonly method: 'oauth' | 'personal_access_token' | 'access_token' | null;
  readonly origin: 'environment' | 'sign-in' | null;
  readonly person: Person | null;
  readonly scopes: readonly string[] | null;
  readonly clientId: string | null;
  readonly issuer: string | null;
  readonly tokenId: string | null;
  readonly accessTokenExpiresAt: string | null;
  readonly refreshTokenExpiresAt: string | null;
  /** Whether the environment wins over a sign-in that this profile has, too. */
  readonly overridden: boolean;
}

/** What this machine knows of the sign-in; nobody is asked. */
export async function localStatus(cli: Cli): Promise<SignInStatus> {
  const { profile } = await cli.settings();
  const credentials = await findCredentials(cli);
  const nothing: SignInStatus = {
    profile: profile.value,
    status: 'signed_out',
    method: null,
    origin: null,
    person: null,
    scopes: null,
    clientId: null,
    issuer: null,
    tokenId: null,
    accessTokenExpiresAt: null,
    refreshTokenExpiresAt: null,
    overridden: false,
  };
  if (credentials === undefined) return nothing;
  const { origin } = credentials;
  const overridden = origin === 'environment' && (await hasSignIn(cli, profile.value));
  return { ...nothing, origin, overridden, ...(await knownOf(cli, credentials)) };
}

/** A sign-in that cannot be read is there all the same. */
async function hasSignIn(cli: Cli, profile: string): Promise<boolean> {
  const kind = await signInKindOf(cli.paths, profile).catch(() => 'unreadable');
  return kind !== undefined;
}

async function knownOf(cli: Cli, credentials: Credentials): Promise<Partial<SignInStatus>> {
  switch (credentials.kind) {
    case 'personal access token':
      return { status: 'unverified', method: 'personal_access_token', tokenId: credentials.tokenId };
    case 'access token': {
      const { expiresAt, scopes = null } = claimsOf(credentials.token.reveal());
      const over = expiresAt !== undefined && expiresAt <= cli.host.now();
      return {
        status: over ? 'needs_login' : 'unverified',
        method: 'access_token',
        scopes,
        accessTokenExpiresAt: isoOf(expiresAt),
      };
    }
    case 'connection':
      return { method: 'oauth', ...(await connectionStatus(cli, credentials.connectionId)) };
  }
}

async function connectionStatus(cli: Cli, connectionId: string): Promise<Partial<SignInStatus>> {
  const connection = await (await openConnections(cli)).read(connectionId);
  if (connection === undefined) return { status: 'needs_login' };
  const { key, tokenSet, status } = connection;
  const now = cli.host.now();
  const over =
    tokenSet.refreshToken === undefined
      ? !tokenSet.isFresh(now)
      : (tokenSet.refreshTokenExpiresAt ?? Number.POSITIVE_INFINITY) <= now;
  return {
    status: status !== 'active' ? status : over ? 'needs_login' : 'unverified',
    scopes: tokenSet.scopes,
    clientId: key.clientId,
    issuer: key.issuer,
    accessTokenExpiresAt: isoOf(tokenSet.accessTokenExpiresAt),
    refreshTokenExpiresAt: isoOf(tokenSet.refreshTokenExpiresAt),
  };
}

/** ISO 8601, or `null` for what is not known. */
export function isoOf(instant: number | undefined): string | null {
  return instant === undefined ? null : new Date(instant).toISOString();
}
