import { decodeJwt } from 'jose';
import type { Directory, SandboxAccount, SandboxUser } from '../accounts.ts';
import type { SandboxClient } from '../clients.ts';
import { verifyAccessToken } from '../login/issued-tokens.ts';
import type { RealmContext } from '../login/realm.ts';
import { RestError } from './rest-error.ts';

/** Who calls the REST API, and what they may do. */
export interface Caller {
  readonly user: SandboxUser;
  readonly account: SandboxAccount;
  /** `undefined`: everything (a personal access token of the sandbox). */
  readonly scopes: readonly string[] | undefined;
  /** The client whose access token it is; absent for a personal access token. */
  readonly client?: SandboxClient;
}

/**
 * The caller behind an `Authorization` header: an access token of one of the realms, or a personal access token by HTTP
 * Basic.
 *
 * @throws RestError 401, without a body.
 */
export async function authenticate(
  request: Request,
  realms: readonly RealmContext[],
  directory: Directory,
): Promise<Caller> {
  const [scheme = '', credentials = ''] = (request.headers.get('authorization') ?? '').split(/\s+/, 2);
  const caller =
    scheme.toLowerCase() === 'bearer'
      ? await byAccessToken(credentials, realms, directory)
      : scheme.toLowerCase() === 'basic'
        ? byPersonalAccessToken(credentials, directory)
        : undefined;
  if (caller === undefined) throw new RestError(401);
  return caller;
}

async function byAccessToken(
  token: string,
  realms: readonly RealmContext[],
  directory: Directory,
): Promise<Caller | undefined> {
  const realm = realms.find(({ issuer }) => issuer === issuerOf(token));
  if (realm === undefined) return undefined;
  const verified = await verifyAccessToken(realm, token);
  if (typeof verified === 'string') return undefined;
  const user = directory.userBySub(String(verified.claims.sub));
  const client = realm.clients.find(verified.record.clientId);
  if (user === undefined || client === undefined) return undefined;
  return { user, account: directory.accountOf(user), scopes: verified.record.scopes, client };
}

function byPersonalAccessToken(credentials: string, directory: Directory): Caller | undefined {
  const [tokenId = '', token = ''] = Buffer.from(credentials, 'base64').toString().split(/:(.*)/s);
  const user = directory.userByTokenId(tokenId);
  if (user === undefined || user.personalAccessToken.token !== token) return undefined;
  return { user, account: directory.accountOf(user), scopes: undefined };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
