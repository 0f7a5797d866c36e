declare module 'passport-oauth2-refresh' {
  type Done = (error: unknown, accessToken?: string, refreshToken?: string) => void;
  export class AuthTokenRefresh {
    use(name: string, strategy: unknown): void;
    requestNewAccessToken(name: string, refreshToken: string, done: Done): void;
  }
}
