import type { Clock, Fetch } from '../../src/runtime.ts';

/** A provider in fifty lines: rotates refresh tokens, and kills the family when one is used twice. */
export interface RotatingProvider {
  readonly issuer: string;
  readonly fetch: Fetch;
  /** Requests the token endpoint has seen, as their form fields. */
  readonly tokenRequests: URLSearchParams[];
  readonly revocations: URLSearchParams[];
  /** The nonce the next ID token carries. */
  nonce: string | undefined;
  /** Answers the next requests instead of the provider; `undefined` lets one pass. Called before anything is committed. */
  interfere: ((url: string, init: RequestInit) => Response | Promise<Response> | undefined)[];
  /** What happens after a token request was committed: throw to lose the answer. */
  afterCommit: (() => void)[];
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Answers like Keycloak's token endpoint; `now` is its clock. */
export function rotatingProvider(
  now: Clock,
  overrides: { scope?: string; idToken?: Record<string, unknown> } = {},
): RotatingProvider {
  const issuer = 'https://login.test/auth/realms/third-party';
  let serial = 0;
  let living = '';
  let dead = false;
  const provider: RotatingProvider = {
    issuer,
    tokenRequests: [],
    revocations: [],
    nonce: undefined,
    interfere: [],
    afterCommit: [],
    async fetch(input, init = {}) {
      const url = String(input);
      const body = new URLSearchParams(init.body as URLSearchParams);
      if (url.endsWith('/token')) provider.tokenRequests.push(body);
      else provider.revocations.push(body);
      const interfered = await provider.interfere.shift()?.(url, init);
      if (interfered) return interfered;
      if (url.endsWith('/revoke')) return new Response(null, { status: 200 });
      const presented = body.get('refresh_token');
      if (body.get('grant_type') === 'refresh_token' && (dead || presented !== living)) {
        dead = true;
        return Response.json(
          { error: 'invalid_grant', error_description: 'Maximum allowed refresh token reuse exceeded' },
          { status: 400 },
        );
      }
      living = `refresh-${++serial}`;
      provider.afterCommit.shift()?.();
      const seconds = Math.floor(now() / 1000);
      const claims = {
        iss: issuer,
        sub: 'f:1:42',
        aud: 'client',
        iat: seconds,
        exp: seconds + 300,
        auth_time: seconds,
        nonce: provider.nonce,
        ...overrides.idToken,
      };
      return Response.json({
        access_token: `access-${serial}`,
        refresh_token: living,
        token_type: 'Bearer',
        expires_in: 300,
        refresh_expires_in: 2_592_000,
        scope: overrides.scope ?? 'openid account:read',
        id_token: `${base64url({ alg: 'RS256' })}.${base64url(claims)}.c2lnbmF0dXJl`,
      });
    },
  };
  return provider;
}
