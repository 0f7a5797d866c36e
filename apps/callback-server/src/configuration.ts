import { resolve } from 'node:path';
import {
  type ClientCredentials,
  explicitProvider,
  isLoopbackHost,
  keycloakProvider,
  type Provider,
  realmOf,
  type Secret,
  SipgateKitError,
  sipgateProvider,
} from '@sipgate-kit/core';
import type { KeyRing } from '@sipgate-kit/vault/sealing';
import type { ProxyAllowance } from './api-proxy/allowance.ts';
import { PLACEHOLDERS, VARIABLES, type VariableName, type VariableValues } from './configuration-variables.ts';
import type { ApiKey } from './connections-api/api-keys.ts';
import type { WebhookTarget } from './webhook/webhook.ts';

/** What a callback server has to know about the outside world. */
export interface Configuration {
  readonly provider: Provider;
  readonly client: ClientCredentials;
  /** Scopes asked for at every sign-in. */
  readonly scopes: readonly string[];
  /** Registered at the OAuth client, sent byte for byte. Its origin is the server's public origin, its path the callback. */
  readonly redirectUri: string;
  /** Where the REST API begins, as in `https://api.sipgate.com/v2`. */
  readonly apiUrl: string;
  /** Further origins, beside our own, that `return_to` may name. */
  readonly returnOrigins: readonly string[];
  /** Who may use the connections API; it is off without any. */
  readonly apiKeys?: readonly ApiKey[];
  /** Requests per second that each API key may make. Default 50. */
  readonly apiRatePerSecond?: number;
  /** Who is told when a connection needs its person; nobody is without. */
  readonly webhook?: WebhookTarget;
  /** What browsers may ask of the REST API through us; the proxy is off without any. */
  readonly apiProxy?: ProxyAllowance;
  /** Who may see the admin page: whoever has an API key, or whoever sits at this machine. It is off without. */
  readonly admin?: 'key' | 'local';
}

/** Everything the command `sipgate-callback-server` reads from the environment. */
export interface ServerConfiguration extends Configuration {
  /** Directory of the vault's database and key file, and of the spill file; made when it is missing. */
  readonly dataDirectory: string;
  /** Address of the PostgreSQL database that holds the vault; absent: the SQLite file in the data directory. */
  readonly databaseUrl?: Secret;
  /** The keys that seal the vault; absent: those in the data directory's key file, which is made when it is missing. */
  readonly sealingKeys?: KeyRing;
  /** Address to listen on; `localhost` means both loopback families. */
  readonly host: string;
  readonly port: number;
  /** A port of its own for the connections API and the admin page, out of browsers' reach; absent: the same port. */
  readonly apiPort?: number;
  readonly apiHost: string;
  /** Port of `/metrics`, which is off without. */
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** One wrong or missing variable. */
interface Problem {
  readonly name: VariableName;
  readonly what: string;
}

/** Paths of our own pages: a callback there would shadow them. */
const OWN_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/login',
  '/logout',
  '/me',
  '/healthz',
  '/readyz',
  '/connections',
  '/admin',
  '/api',
]);

/**
 * Reads the configuration from environment variables. An empty variable counts as missing, and so do the placeholders
 * of sipgate's sample.
 *
 * @param environment for example `process.env`
 * @param workingDirectory what a relative data directory is relative to
 * @throws SipgateKitError `invalid_configuration` with a message of several lines that names every wrong or missing
 *   variable, each with an example. No secret is repeated in it.
 * @example
 * const configuration = loadConfiguration({ CLIENT_ID: '…:third-party', CLIENT_SECRET: '…' });
 */
export function loadConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory = process.cwd(),
): ServerConfiguration {
  const problems: Problem[] = [];
  const report: Report = (name, what) => {
    // What is wrong is not missing, too: the first word about a variable is enough.
    if (!problems.some((problem) => problem.name === name)) problems.push({ name, what });
  };
  const values = readVariables(environment, report);
  const provider = provide(values, report);
  checkRedirect(values, report);
  checkServices(values, report);
  if (values.DATABASE_URL !== undefined && values.SIPGATE_KIT_SEALING_KEYS === undefined) {
    report('SIPGATE_KIT_SEALING_KEYS', 'is missing: whoever shares the vault of DATABASE_URL needs the same keys');
  }
  if (problems.length > 0 || provider === undefined) throw invalidConfiguration(problems);
  const complete = values as VariableValues;
  return {
    provider,
    client: { clientId: complete.CLIENT_ID, clientSecret: complete.CLIENT_SECRET },
    scopes: complete.OAUTH_SCOPE,
    redirectUri: complete.REDIRECT_URI,
    apiUrl: complete.SIPGATE_KIT_API_URL.replace(/\/+$/, ''),
    returnOrigins: complete.SIPGATE_KIT_RETURN_ORIGINS,
    dataDirectory: resolve(workingDirectory, complete.SIPGATE_KIT_DATA_DIR),
    ...present({ databaseUrl: complete.DATABASE_URL, sealingKeys: complete.SIPGATE_KIT_SEALING_KEYS }),
    ...present({
      apiKeys: complete.SIPGATE_KIT_API_KEYS,
      webhook: webhookOf(complete),
      apiProxy: complete.SIPGATE_KIT_API_PROXY,
      admin: complete.SIPGATE_KIT_ADMIN === 'off' ? undefined : complete.SIPGATE_KIT_ADMIN,
      apiPort: complete.SIPGATE_KIT_API_PORT,
      metricsPort: complete.SIPGATE_KIT_METRICS_PORT,
    }),
    apiRatePerSecond: complete.SIPGATE_KIT_API_RATE,
    apiHost: complete.SIPGATE_KIT_API_HOST,
    metricsHost: complete.SIPGATE_KIT_METRICS_HOST,
    host: complete.SIPGATE_KIT_HOST,
    port: complete.PORT ?? portOf(complete.REDIRECT_URI) ?? 8080,
    logLevel: complete.SIPGATE_KIT_LOG_LEVEL,
  };
}

type Report = (name: VariableName, what: string) => void;

function readVariables(environment: Readonly<Record<string, string | undefined>>, report: Report) {
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(VARIABLES)) {
    const given = environment[name]?.trim() || undefined;
    if (given !== undefined && PLACEHOLDERS.has(given)) {
      report(name as VariableName, `still is the placeholder ${given}`);
      continue;
    }
    const { success, data, error } = schema.safeParse(given);
    if (success) values[name] = data;
    else report(name as VariableName, error.issues[0]?.message ?? 'is not understood');
  }
  return values as Partial<VariableValues>;
}

function provide(values: Partial<VariableValues>, report: Report): Provider | undefined {
  const { BASE_URL: base, CLIENT_ID: clientId, SIPGATE_KIT_ISSUER: issuer } = values;
  const named = base === undefined ? undefined : /\/realms\/([^/]+)/.exec(base)?.[1];
  const own = clientId === undefined ? undefined : realmOf(clientId);
  if (own !== undefined && named !== undefined && own !== named && /(?:third-party|sipgate-apps)$/.test(named)) {
    report('BASE_URL', `names the realm "${named}", but CLIENT_ID belongs to the realm "${own}"`);
  }
  try {
    if (base === undefined && issuer === undefined) return sipgateProvider(clientId === undefined ? {} : { clientId });
    if (base === undefined) return keycloakProvider(issuer ?? '');
    const endpoint = (name: 'AUTH_ENDPOINT' | 'TOKEN_ENDPOINT') => {
      const path = values[name] ?? '';
      if (URL.canParse(path, `${base}/`)) return new URL(path, `${base}/`).href;
      report(name, 'is neither a URL nor a path below BASE_URL');
      return undefined;
    };
    const [authorizationEndpoint, tokenEndpoint] = [endpoint('AUTH_ENDPOINT'), endpoint('TOKEN_ENDPOINT')];
    if (authorizationEndpoint === undefined || tokenEndpoint === undefined) return undefined;
    const endpoints = { authorizationEndpoint, tokenEndpoint };
    if (issuer === undefined) return explicitProvider(endpoints);
    return explicitProvider({ ...(base.startsWith(`${issuer}/`) && keycloakProvider(issuer)), ...endpoints, issuer });
  } catch (error) {
    if (!(error instanceof SipgateKitError)) throw error;
    report('BASE_URL', `does not lead to a provider: ${error.message} ${error.hint}`);
    return undefined;
  }
}

function checkRedirect(values: Partial<VariableValues>, report: Report): void {
  const { REDIRECT_URI: redirectUri, PORT: port, SIPGATE_KIT_HOST: host } = values;
  if (redirectUri === undefined) return;
  const { pathname, hostname } = new URL(redirectUri);
  if (OWN_PATHS.has(pathname)) report('REDIRECT_URI', `ends in the path ${pathname}, where the server has a page`);
  const reachedDirectly = isLoopbackHost(hostname) && (host === undefined || isLoopbackHost(bracketed(host)));
  const expected = portOf(redirectUri);
  if (port === undefined || !reachedDirectly || port === expected) return;
  report('PORT', `is ${port}, but REDIRECT_URI=${redirectUri} sends the browser to port ${expected}: make them agree`);
}

function webhookOf(values: VariableValues): WebhookTarget | undefined {
  const { SIPGATE_KIT_WEBHOOK_URL: url, SIPGATE_KIT_WEBHOOK_SECRET: secrets } = values;
  return url === undefined || secrets === undefined ? undefined : { url, secrets };
}

/** What only makes sense together, and ports that would be taken twice. */
function checkServices(values: Partial<VariableValues>, report: Report): void {
  const { SIPGATE_KIT_API_PORT: apiPort, SIPGATE_KIT_METRICS_PORT: metricsPort } = values;
  const { SIPGATE_KIT_WEBHOOK_URL: webhookUrl, SIPGATE_KIT_WEBHOOK_SECRET: webhookSecrets } = values;
  if (webhookUrl !== undefined && webhookSecrets === undefined) {
    report('SIPGATE_KIT_WEBHOOK_SECRET', 'is missing: without it nobody could tell our messages from others');
  }
  if (webhookUrl === undefined && webhookSecrets !== undefined) {
    report('SIPGATE_KIT_WEBHOOK_URL', 'is missing, though there is a SIPGATE_KIT_WEBHOOK_SECRET');
  }
  if (values.SIPGATE_KIT_ADMIN === 'key' && values.SIPGATE_KIT_API_KEYS === undefined) {
    report('SIPGATE_KIT_ADMIN', 'is key, but there is no key in SIPGATE_KIT_API_KEYS');
  }
  const port = values.PORT ?? (values.REDIRECT_URI === undefined ? undefined : portOf(values.REDIRECT_URI)) ?? 8080;
  if (apiPort === port)
    report('SIPGATE_KIT_API_PORT', `is ${apiPort}, which the pages listen on: leave it out to share`);
  if (metricsPort !== undefined && (metricsPort === port || metricsPort === apiPort)) {
    report('SIPGATE_KIT_METRICS_PORT', `is ${metricsPort}, which is taken already`);
  }
}

/** The same without what is `undefined`. */
function present<Values extends object>(values: Values): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: Exclude<Values[Name], undefined>;
  };
}

const bracketed = (host: string) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** The port a URI on this machine leads to; `undefined` for all others, where a proxy stands in between. */
function portOf(redirectUri: string): number | undefined {
  const { port, protocol, hostname } = new URL(redirectUri);
  if (!isLoopbackHost(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function invalidConfiguration(problems: readonly Problem[]): SipgateKitError {
  const lines = problems.map(({ name, what }) => `  ${name} ${what}.\n    Example: ${VARIABLES[name].example}`);
  const count = problems.length === 1 ? 'One variable is' : `${problems.length} variables are`;
  return new SipgateKitError('invalid_configuration', `${count} missing or wrong:\n\n${lines.join('\n')}`, {
    hint: 'Set them in a file named .env in the working directory, or in the environment, which wins over the file.',
  });
}
