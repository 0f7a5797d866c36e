/** What a person's sign-in left behind, as plain data. Instants are milliseconds since the epoch. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken?: string;
  readonly scopes: readonly string[];
  /** As stored: where only the API's 401 tells the truth, it lies in the future. */
  readonly expiresAt: number;
  readonly subject: string;
}

export interface Surroundings {
  readonly issuer: string;
  readonly apiUrl: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly grant: Grant;
}

/** What one call came to: `sign in again` only where the peer itself asks the person to. */
export type CallResult = 'ok' | 'failed' | 'sign in again';

/** A running application on the peer, after the sign-in. */
export interface Application {
  /** One request of the application, by the idiom of the peer's README. Never rejects. */
  call(): Promise<CallResult>;
  /** The refresh token it would use next, if it has one left. */
  refreshToken(): string | undefined;
}

export interface Peer {
  /** Where it keeps its tokens. */
  readonly store: string;
  /** Faults that say nothing about it, and why. */
  readonly skips?: Readonly<Record<string, string>>;
  start(surroundings: Surroundings): Promise<Application>;
}
