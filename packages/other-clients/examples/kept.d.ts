/** What the programs beside this file keep: in a session, or as Passport's user. */
import type { OAuth2Token } from '@badgateway/oauth2-client';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Instant, milliseconds since the epoch. */
  expiresAt: number;
}

declare module 'express-session' {
  interface SessionData {
    signIn: { state: string; codeVerifier?: string };
    tokens: Tokens;
    token: string;
    oauth2Token: OAuth2Token;
  }
}

declare global {
  namespace Express {
    interface User extends Tokens {}
  }
}
