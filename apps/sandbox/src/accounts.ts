/** One person who can sign in. Plain data; the passwords of a sandbox are no secret. */
export interface SandboxUser {
  readonly username: string;
  readonly password: string;
  /** Subject of the ID token and the access token: `f:<provider uuid>:<numeric user id>`. */
  readonly sub: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  /** 7 digits; two people of one company share it. */
  readonly masterSipId: string;
  /** Id within the company, such as `w0`: the `sub` of `/v2/authorization/userinfo`. The same in every company! */
  readonly userId: string;
  /** For HTTP Basic at the REST API, with every scope. */
  readonly personalAccessToken: { readonly tokenId: string; readonly token: string };
}

/** `CLASSIC_PBX` or `NEO_PBX`: which of sipgate's two telephone systems the account runs on; a claim of its access tokens. */
export type FeatureScope = 'CLASSIC_PBX' | 'NEO_PBX';

/** One company, as its people's tokens say it. What it has is in the company store. Plain data. */
export interface SandboxAccount {
  readonly masterSipId: string;
  readonly domain: string;
  readonly company: string;
  readonly featureScope: FeatureScope;
}

/** The people and companies of a sandbox. */
export interface Directory {
  readonly users: readonly SandboxUser[];
  readonly accounts: readonly SandboxAccount[];
  userByName(username: string): SandboxUser | undefined;
  userBySub(sub: string): SandboxUser | undefined;
  userByTokenId(tokenId: string): SandboxUser | undefined;
  /** Every user belongs to an account; throws for a user of another sandbox. */
  accountOf(user: SandboxUser): SandboxAccount;
  /** Moves an account to the other telephone system. Tokens from now on say so, what the company has stays. */
  setFeatureScope(masterSipId: string, featureScope: FeatureScope): void;
}

export function createDirectory(users: readonly SandboxUser[], seed: readonly SandboxAccount[]): Directory {
  let accounts = seed;
  return {
    users,
    get accounts() {
      return accounts;
    },
    userByName: (username) => users.find((user) => user.username === username),
    userBySub: (sub) => users.find((user) => user.sub === sub),
    userByTokenId: (tokenId) => users.find((user) => user.personalAccessToken.tokenId === tokenId),
    accountOf(user) {
      const account = accounts.find(({ masterSipId }) => masterSipId === user.masterSipId);
      if (account === undefined) throw new Error(`No account ${user.masterSipId} in this sandbox.`);
      return account;
    },
    setFeatureScope(masterSipId, featureScope) {
      accounts = accounts.map((account) =>
        account.masterSipId === masterSipId ? { ...account, featureScope } : account,
      );
    },
  };
}
