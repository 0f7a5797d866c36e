declare module 'passport-oauth2-refresh' {
  type Done = (error: unknown, accessToken: string, refreshToken: string, answer: { expires_in: number }) => void;
  const refresh: {
    use(name: string, strategy: unknown): void;
    requestNewAccessToken(name: string, refreshToken: string, done: Done): void;
  };
  export default refresh;
}
