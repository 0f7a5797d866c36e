import { createHash, randomBytes } from 'node:crypto';
import type { CookieJar, Sandbox } from '../src/index.ts';

/** A token answer, as far as the tests look at it. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token?: string;
  readonly expires_in: number;
  readonly refresh_expires_in: number;
  readonly session_state: string;
  readonly scope: string;
}

/** An OAuth client, written by hand: it says exactly what a test wants said, right or wrong. */
export interface RelyingParty {
  readonly redirectUri: string;
  authorizationUrl(change?: Record<string, string | undefined>): URL;
  /** Opens the authorization URL without cookies and without following anything. */
  authorize(change?: Record<string, string | undefined>): Promise<Response>;
  signIn(options?: SignInOptions): Promise<URL>;
  /** Signs in and redeems the code. */
  tokens(options?: SignInOptions): Promise<TokenAnswer>;
  redeem(code: string | null, change?: Record<string, string | undefined>): Promise<Response>;
  refresh(refreshToken: string, change?: Record<string, string | undefined>): Promise<Response>;
  token(form: Record<string, string | undefined>, headers?: Record<string, string>): Promise<Response>;
  post(endpoint: string, form: Record<string, string | undefined>, headers?: Record<string, string>): Promise<Response>;
  api(path: string, accessToken: string, init?: RequestInit): Promise<Response>;
}

export interface SignInOptions {
  readonly username?: string;
  readonly scope?: string;
  readonly browser?: CookieJar;
  readonly change?: Record<string, string | undefined>;
}

export const VERIFIER = randomBytes(32).toString('base64url');
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

export function relyingParty(
  sandbox: Sandbox,
  {
    client = sandbox.client,
    issuer = sandbox.issuer,
    redirectUri = 'http://localhost:9999/oauth',
  }: { client?: { clientId: string; clientSecret?: string }; issuer?: string; redirectUri?: string } = {},
): RelyingParty {
  const endpoint = (name: string) => `${issuer}/protocol/openid-connect/${name}`;
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  const party: RelyingParty = {
    redirectUri,
    authorizationUrl(change = {}) {
      const url = new URL(endpoint('auth'));
      url.search = form({
        client_id: client.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid account:read balance:read',
        state: 'state-1',
        nonce: 'nonce-1',
        code_challenge: CHALLENGE,
        code_challenge_method: 'S256',
        ...change,
      }).toString();
      return url;
    },
    authorize: (change) => sandbox.fetch(party.authorizationUrl(change), { redirect: 'manual' }),
    signIn: ({ username = 'alice', scope, browser, change = {} } = {}) =>
      sandbox.signIn({
        authorizationUrl: party.authorizationUrl({ ...(scope === undefined ? {} : { scope }), ...change }),
        username,
        password: 'sandbox',
        ...(browser === undefined ? {} : { browser }),
      }),
    async tokens(options) {
      const callback = await party.signIn(options);
      const response = await party.redeem(callback.searchParams.get('code'));
      return (await response.json()) as TokenAnswer;
    },
    redeem: (code, change = {}) =>
      party.token({
        grant_type: 'authorization_code',
        code: code ?? undefined,
        redirect_uri: redirectUri,
        code_verifier: VERIFIER,
        ...change,
      }),
    refresh: (refreshToken, change = {}) =>
      party.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...change }),
    token: (fields, headers) => party.post('token', fields, headers),
    post: (name, fields, headers = {}) =>
      sandbox.fetch(endpoint(name), { method: 'POST', body: form({ ...credentials, ...fields }), headers }),
    api: (path, accessToken, init = {}) =>
      sandbox.fetch(`${sandbox.apiUrl}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...init.headers },
      }),
  };
  return party;
}

/** What a refusal says: `status error "description"`. */
export async function refusalOf(response: Response): Promise<string> {
  const { error, error_description: description } = (await response.json()) as Record<string, string | undefined>;
  return `${response.status} ${error}${description === undefined ? '' : ` "${description}"`}`;
}

/** The sentence on an error page. */
export async function pageOf(response: Response): Promise<string> {
  const page = await response.text();
  const sentence = /id="kc-error-message"[^>]*>\s*<p>([^<]*)/.exec(page)?.[1] ?? '';
  return `${response.status} ${/<h1[^>]*>([^<]*)/.exec(page)?.[1]} ${sentence}`;
}

/** The parameters of a redirect to the client, in their order. */
export function parametersOf(location: URL | string | null): [string, string][] {
  return [...new URL(location ?? '').searchParams];
}

function form(fields: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}

/** The claims of a JWT, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
