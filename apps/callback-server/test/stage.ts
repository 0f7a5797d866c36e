import { clientCredentials, keycloakProvider } from '@sipgate-kit/core';
import { createSandbox, type Sandbox, type SandboxOptions } from '@sipgate-kit/sandbox';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { openVault } from '@sipgate-kit/vault/sql';
import { type Configuration, createCallbackServer, createLogger } from '../src/index.ts';

/** What a test changes about its stage. */
export interface StageOptions {
  readonly redirectUri?: string;
  readonly scopes?: readonly string[];
  readonly returnOrigins?: readonly string[];
  readonly basePath?: string;
  /** Everything else of the configuration. */
  readonly more?: Partial<Configuration>;
  readonly servicesApart?: boolean;
  readonly sandbox?: SandboxOptions;
}

/** A callback server and a sandbox in one process, on one clock, and everything that was written down about them. */
export type Stage = Awaited<ReturnType<typeof createStage>>;

export async function createStage(options: StageOptions = {}) {
  const redirectUri = options.redirectUri ?? 'http://localhost:8080/oauth';
  const sandbox = await createSandbox({ redirectUris: [redirectUri], allowRealHosts: true, ...options.sandbox });
  const configuration: Configuration = {
    provider: keycloakProvider(sandbox.issuer),
    client: clientCredentials(sandbox.client.clientId, sandbox.client.clientSecret),
    scopes: options.scopes ?? ['account:read'],
    redirectUri,
    apiUrl: sandbox.apiUrl,
    returnOrigins: options.returnOrigins ?? [],
    ...options.more,
  };
  const { now } = sandbox.clock;
  const vault = await openVault({ file: ':memory:', keyRing: KeyRing.generate(), now, leaseClock: now });
  const log: Record<string, unknown>[] = [];
  const secrets = new Set<string>([sandbox.client.clientSecret]);
  const server = createCallbackServer({
    configuration,
    vault,
    now,
    keepAlivePerMinute: 6_000,
    fetch: recording(reaching(sandbox), secrets),
    logger: createLogger({ level: 'debug', forPeople: false, output: { write: (line) => log.push(JSON.parse(line)) } }),
    servicesApart: options.servicesApart ?? false,
    ...(options.basePath !== undefined && { basePath: options.basePath }),
  });
  return {
    sandbox,
    server,
    vault,
    configuration,
    log,
    /** Tokens, codes, verifiers: everything nobody but server and provider may ever see. */
    secrets,
    /** A browser that looks at the server, or at a product around it. */
    browser: (app: App = server.app) => createBrowser(app, sandbox, redirectUri),
    audits: (audit: string) => log.filter((line) => line['audit'] === audit),
    tokenRequests: () => sandbox.requests().filter(({ path }) => path.endsWith('/token')),
  };
}

/** A `fetch` that finds the sandbox, and everybody else where they are. */
const reaching =
  ({ fetch, issuer }: Sandbox): typeof globalThis.fetch =>
  (input, init) => {
    const { origin } = new URL(input instanceof Request ? input.url : input);
    return origin === new URL(issuer).origin ? fetch(input, init) : globalThis.fetch(input, init);
  };

/** A `fetch` that notes every secret that passes between server and provider. */
function recording(fetch: typeof globalThis.fetch, secrets: Set<string>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (const [name, value] of new URLSearchParams(await request.clone().text())) {
      if (['code', 'code_verifier', 'client_secret', 'refresh_token', 'token'].includes(name)) secrets.add(value);
    }
    const response = await fetch(request);
    const answer: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    for (const name of ['access_token', 'refresh_token', 'id_token']) {
      const token: unknown = answer !== null && typeof answer === 'object' ? Reflect.get(answer, name) : undefined;
      if (typeof token === 'string') secrets.add(token);
    }
    return response;
  };
}

interface App {
  request(request: Request): Response | Promise<Response>;
}

/** One browser: keeps cookies, follows nothing by itself. */
export type Browser = ReturnType<typeof createBrowser>;

function createBrowser(app: App, sandbox: Sandbox, redirectUri: string) {
  const { origin, pathname } = new URL(redirectUri);
  const cookies = new Map<string, string>();

  async function open(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0 && !headers.has('cookie')) {
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await app.request(new Request(new URL(address, origin), { ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/; Max-Age=0(;|$)/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  /** Opens the sign-in page and plays the person at the provider; the callback is not opened yet. */
  async function approve(
    username: 'alice' | 'bob' = 'alice',
    login = '/login',
    consent: 'yes' | 'no' = 'yes',
  ): Promise<URL> {
    const authorizationUrl = (await open(login)).headers.get('location') ?? '';
    return sandbox.signIn({ authorizationUrl, username, password: sandbox.users[username].password, consent });
  }

  return {
    cookies,
    open,
    approve,
    callbackPath: pathname,
    signIn: async (username?: 'alice' | 'bob', login?: string) => open(await approve(username, login)),
    /** Presses the button on the start page. */
    signOut: () => open('/logout', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }),
    session: () => [...cookies].find(([name]) => name.includes('sg_session'))?.[1],
  };
}
