const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** The serialised form of a {@link TokenSet}. Plain data, full of secrets: seal it before it touches a disk. */
export interface TokenSetData {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Granted scopes; the requested ones where the provider did not say (RFC 6749 §5.1). */
  readonly scopes: readonly string[];
  /** Instant the answer arrived, milliseconds since the epoch, by the provider's clock. */
  readonly issuedAt: number;
  /** Instant, milliseconds since the epoch; absent = the provider did not say, which is not "never". */
  readonly accessTokenExpiresAt?: number;
  /** Instant, milliseconds since the epoch; absent = unknown (`refresh_expires_in` 0 or missing). */
  readonly refreshTokenExpiresAt?: number;
  /** Instant the person proved who they are (`auth_time`), milliseconds since the epoch. */
  readonly authenticatedAt?: number;
}

/**
 * One answer of the token endpoint: access token, refresh token, their expiry instants, the granted scopes.
 *
 * Never prints itself: `toString`, JSON and `inspect` show the expiry and the scopes only. {@link TokenSet.serialize} is the one explicit way to the whole.
 *
 * @example
 * const tokenSet = new TokenSet(data);
 * console.log(`${tokenSet}`); // TokenSet(expires 2026-01-01T00:05:00.000Z, scopes: account:read)
 */
export class TokenSet {
  readonly #data: TokenSetData;

  constructor(data: TokenSetData) {
    this.#data = Object.freeze({ ...data, scopes: Object.freeze([...data.scopes]) });
  }

  /** The bearer token for the REST API. */
  get accessToken(): string {
    return this.#data.accessToken;
  }

  /** Good for exactly one refresh: the answer brings its successor. */
  get refreshToken(): string | undefined {
    return this.#data.refreshToken;
  }

  /** OpenID Connect ID token, where `openid` was granted. */
  get idToken(): string | undefined {
    return this.#data.idToken;
  }

  get scopes(): readonly string[] {
    return this.#data.scopes;
  }

  /** See {@link TokenSetData.issuedAt}. */
  get issuedAt(): number {
    return this.#data.issuedAt;
  }

  /** See {@link TokenSetData.accessTokenExpiresAt}. */
  get accessTokenExpiresAt(): number | undefined {
    return this.#data.accessTokenExpiresAt;
  }

  /** See {@link TokenSetData.refreshTokenExpiresAt}. */
  get refreshTokenExpiresAt(): number | undefined {
    return this.#data.refreshTokenExpiresAt;
  }

  /** See {@link TokenSetData.authenticatedAt}. */
  get authenticatedAt(): number | undefined {
    return this.#data.authenticatedAt;
  }

  /** Whether the access token is still good for at least `marginMs` milliseconds at the instant `now`. Unknown expiry counts as good. */
  isFresh(now: number, marginMs = 0): boolean {
    const { accessTokenExpiresAt } = this.#data;
    return accessTokenExpiresAt === undefined || accessTokenExpiresAt - marginMs > now;
  }

  /** Everything, secrets included, as plain data for a sealed store. */
  serialize(): TokenSetData {
    return this.#data;
  }

  toString(): string {
    const { accessTokenExpiresAt, scopes } = this.#data;
    const expiry =
      accessTokenExpiresAt === undefined ? 'expiry unknown' : `expires ${new Date(accessTokenExpiresAt).toISOString()}`;
    return `TokenSet(${expiry}, scopes: ${scopes.join(' ')})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [INSPECT](): string {
    return this.toString();
  }
}
