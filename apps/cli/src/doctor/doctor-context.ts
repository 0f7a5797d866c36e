import {
  type ClientCredentials,
  clientCredentials,
  DEFAULT_API_URL,
  discoverProvider,
  type Fetch,
  type Provider,
  ProviderError,
  type ProviderRequestOptions,
  SipgateKitError,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { DEFAULT_SCOPES, scopesIn } from '../login/sign-in-request.ts';
import { connect } from '../session/connect.ts';
import { providerOf } from '../session/connection-tokens.ts';
import { type Credentials, findCredentials } from '../session/credentials.ts';
import { type Person, personOf } from '../session/person.ts';
import { readSignIn } from '../session/sign-in-record.ts';
import { foundSettings } from '../settings/found-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { Unmet } from './finding.ts';

/** What time a server had, and what time it was here. Milliseconds since the epoch. */
export interface ServerTime {
  readonly host: string;
  readonly server: number;
  readonly here: number;
}

/**
 * What several checks look at, each thing once. Every getter throws {@link Unmet} where the check in charge of it will
 * say what is wrong; those whose name begins with `try` give the error itself.
 */
export interface DoctorContext {
  readonly cli: Cli;
  /** How requests are sent: they end after ten seconds, or what `--timeout` says. */
  readonly requests: ProviderRequestOptions & { readonly fetch: Fetch };
  /** What the answers so far said about the time. */
  readonly serverTimes: readonly ServerTime[];
  settings(): Promise<Settings>;
  apiUrl(): Promise<string>;
  /** The scopes a sign-in asks for. */
  askedScopes(): Promise<readonly string[]>;
  tryDiscovery(): Promise<Provider>;
  /** The login, reached and as it describes itself. */
  login(): Promise<Provider>;
  client(): Promise<ClientCredentials>;
  credentials(): Promise<Credentials>;
  /** Who the REST API says the credentials are of. May refresh an access token, as every command does. */
  tryPerson(): Promise<Person>;
}

const TIMEOUT_MS = 10_000;

export async function createDoctorContext(cli: Cli): Promise<DoctorContext> {
  const serverTimes: ServerTime[] = [];
  const timeoutMs = cli.globals.timeout === undefined ? TIMEOUT_MS : cli.globals.timeout * 1000;
  const fetch = noting(await cli.fetch(), cli.host.now, (time) => serverTimes.push(time));
  const requests = { fetch, now: cli.host.now, signal: cli.signal, timeoutMs };

  const settings = once(async () => {
    const found = await foundSettings(cli).catch(() => undefined);
    if (found === undefined || !found.profileExists || Object.keys(found.problems).length > 0) {
      throw new Unmet('the settings cannot be used');
    }
    return found;
  });
  const apiUrl = async () => (await settings()).get('apiUrl') ?? DEFAULT_API_URL;
  const askedScopes = async () => {
    const set = scopesIn([(await settings()).get('scopes') ?? '']);
    return set.length > 0 ? set : DEFAULT_SCOPES;
  };
  const tryDiscovery = once(async () => discoverProvider(providerOf(await settings()).issuer, requests));
  const login = async () => {
    try {
      return await tryDiscovery();
    } catch (error) {
      if (error instanceof Unmet) throw error;
      const unreachable = error instanceof ProviderError && error.code === 'provider_unreachable';
      throw new Unmet(unreachable ? 'the login cannot be reached' : 'the login does not answer as one');
    }
  };
  const credentials = once(async () => {
    await settings();
    const found = await findCredentials(cli).catch(unopened);
    if (found === undefined) throw new Unmet('nobody is signed in');
    return found;
  });
  const client = once(async () => {
    const { profile, get } = await settings();
    const clientId = get('clientId');
    if (clientId === undefined) throw new Unmet('no OAuth client is set');
    const record = await readSignIn(cli.paths, profile.value).catch(unopened);
    return clientCredentials(clientId, cli.host.env['SIPGATE_CLIENT_SECRET'] || record?.clientSecret?.reveal());
  });
  const tryPerson = once(async () => {
    await credentials();
    return personOf(await connect(cli), cli.signal);
  });
  return {
    cli,
    requests,
    serverTimes,
    settings,
    apiUrl,
    askedScopes,
    tryDiscovery,
    login,
    client,
    credentials,
    tryPerson,
  };
}

function unopened(error: unknown): never {
  if (error instanceof SipgateKitError) throw new Unmet('what was kept of the sign-in cannot be opened');
  throw error;
}

/** A `fetch` that notes what time the servers have. */
function noting(send: Fetch, now: () => number, note: (time: ServerTime) => void): Fetch {
  return async (input, init) => {
    const sentAt = now();
    const response = await send(input, init);
    const server = Date.parse(response.headers.get('date') ?? '');
    const { host } = new URL(input instanceof Request ? input.url : input);
    if (!Number.isNaN(server)) note({ host, server, here: (sentAt + now()) / 2 });
    return response;
  };
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= make();
    return result;
  };
}
