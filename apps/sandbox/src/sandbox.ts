import { Hono } from 'hono';
import { createDirectory, type SandboxUser } from './accounts.ts';
import { createClientStore, REALMS, type Realm } from './clients.ts';
import { createClock, installClock, type SandboxClock } from './clock.ts';
import { createCompanyStore } from './companies/company-store.ts';
import { seedCompanies } from './companies/seed-companies.ts';
import type { Neighbour } from './console/neighbour.ts';
import { CONSOLE_PATH } from './console/paths.ts';
import { CONTROL_PATH } from './control/control-path.ts';
import { restoreSnapshot, takeSnapshot } from './control/snapshot.ts';
import type { Snapshot } from './control/snapshot-schema.ts';
import { withBodyLimit } from './door/body-limit.ts';
import { createFaults, type Faults } from './door/faults.ts';
import { createFrontDoor } from './door/front-door.ts';
import { createInProcessFetch } from './door/in-process-fetch.ts';
import { listen } from './door/listener.ts';
import { assertOrigin, originOf } from './door/origin.ts';
import { createRemarks } from './door/remarks.ts';
import { createRequestLog, type LoggedRequest } from './door/request-log.ts';
import { type ContractViolation, createViolations } from './door/violations.ts';
import { type Administrator, createAdministrator } from './login/administrator.ts';
import { type DeviceFlow, USUAL_DEVICE_FLOW } from './login/device-codes.ts';
import { type SessionTrace, traceSessions } from './login/lineage.ts';
import { ProtocolError } from './login/protocol-error.ts';
import { createRealm, realmRoutes } from './login/realm.ts';
import { clearRealmState, createRealmState } from './login/realm-state.ts';
import type { RedirectMatching } from './login/redirect-matching.ts';
import { detachClient } from './login/sessions.ts';
import { type Signing, signingKeys, signingKeysOf } from './login/signing-keys.ts';
import { seededRandom, systemRandom } from './random.ts';
import { API_PATH, createApi } from './rest/api.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { type ScenarioName, scenarios } from './scenarios/scenarios.ts';
import { ALICE, APPS_CLIENT, BOB, CONFIDENTIAL_CLIENT, crowd, NINA, PUBLIC_CLIENT } from './seed.ts';
import { SEEDED_ACCOUNTS } from './seed-accounts.ts';
import { type ConfirmDeviceRequest, createConfirmDevice, createSignIn, type SignInRequest } from './sign-in.ts';

/** Where a sandbox lives, what it allows, what time it is there. */
export interface SandboxOptions {
  /** Listens at this port; 0 = any free one. Absent: no port, only {@link Sandbox.fetch}. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`; others than loopback ones need {@link allowNetwork}. */
  readonly host?: string;
  /**
   * Lets other computers reach the sandbox, as in a network of containers: whoever does can sign in as anybody and use
   * the control API. Default `false`.
   */
  readonly allowNetwork?: boolean;
  /**
   * What it calls itself, as in its issuers: `http://sandbox:8090`. A name that is none of this computer's needs
   * {@link allowNetwork}: without, requests to it are refused. Default: where it listens; without a port
   * `http://127.0.0.1:8090`.
   */
  readonly origin?: string;
  /** Source of time, milliseconds since the epoch. Default: the computer's clock. */
  readonly now?: () => number;
  /** Instant at which the clock stands still from the start, milliseconds since the epoch. Default: it runs. */
  readonly frozenAt?: number;
  /**
   * Makes ids and tokens repeatable: the same requests, one after the other and at the same instants, give the same ones
   * in every sandbox with this seed at this origin. Default: none, ids and tokens are random.
   */
  readonly seed?: string | number;
  /** More redirect URIs for the seeded confidential client. */
  readonly redirectUris?: readonly string[];
  /** More web origins for the seeded clients. */
  readonly webOrigins?: readonly string[];
  /** So many more people can sign in: `person-1`, `person-2` …, password `sandbox`, colleagues of Alice. Default 0. */
  readonly people?: number;
  /** Also sends codes to redirect URIs on other computers. Default `false`. */
  readonly allowRealHosts?: boolean;
  /**
   * `wildcard` reads the star of `https://*.example.com/*` (redirect URIs) and `http://*.example.com` (web origins) as any
   * host below, which stock Keycloak does not. Where it matters, the request log says what the other would have done.
   * Default `keycloak`.
   */
  readonly redirectMatching?: RedirectMatching;
  /**
   * Whether the login offers and announces the device authorization grant (RFC 8628), and how: seconds that a code is
   * good for, and between two polls. Default `true`: 600 and 5, as in Keycloak.
   */
  readonly deviceFlow?: boolean | Partial<DeviceFlow>;
  /** Asked for what runs on this sandbox, which its console then links. Default: nothing. */
  readonly neighbours?: () => readonly Neighbour[];
  /** Creating a client answers with its secret, too. Default `false`: it has to be read afterwards. */
  readonly createAnswersSecret?: boolean;
}

/** A local sipgate: login and REST API, with people and OAuth clients to try things with. */
export interface Sandbox {
  /** Its origin, such as `http://127.0.0.1:8090`. */
  readonly url: string;
  /** Base URL of the REST API: `${url}/v2`. */
  readonly apiUrl: string;
  /** Issuer of the realm `third-party`. */
  readonly issuer: string;
  readonly issuers: Readonly<Record<Realm, string>>;
  /** The seeded confidential client: `/oauth` on any loopback port. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** The seeded public client: any loopback address, PKCE required. */
  readonly publicClient: { readonly clientId: string };
  /** The seeded confidential client of the realm `sipgate-apps`. */
  readonly appsClient: { readonly clientId: string; readonly clientSecret: string };
  /** Alice's account is a classic one; Bob's came over from there to the newer kind, Nina's began as one. */
  readonly users: { readonly alice: SandboxUser; readonly bob: SandboxUser; readonly nina: SandboxUser };
  /** Reaches the sandbox without a port. Knows no other host. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  /** What was requested so far, without anything secret; not the control API. */
  requests(): readonly LoggedRequest[];
  /**
   * What requests to the REST API did not fit its description, refused or not: paths and parameters it does not know,
   * values it does not take. Since the start, also over {@link reset}.
   */
  violations(): readonly ContractViolation[];
  /** Which token came from which, and which sessions are alive; fingerprints only. */
  tokens(): readonly SessionTrace[];
  /** Ends sessions, withdraws consent, shuts accounts. */
  readonly administrator: Administrator;
  /** A copy of everything but clock, faults and request log. Plain JSON, with the sandbox's secrets in it. */
  snapshot(): Snapshot;
  /** Puts a copy back: what a restored database does to a provider. Throws `TypeError` for what is no snapshot. */
  restore(snapshot: Snapshot): void;
  /** Begins anew: state, clock, faults and request log are as at the start. The signing keys stay. */
  reset(): void;
  /**
   * Plays a scenario from the field, to everybody or to one person.
   *
   * @returns what was done, in sentences.
   * @throws RangeError for a scenario or a person nobody knows.
   * @example
   * sandbox.play('lost-refresh');
   */
  play(scenario: ScenarioName, options?: { readonly username?: string }): readonly string[];
  /**
   * Plays a person with a browser and returns the callback URL, which is not opened.
   *
   * @throws SandboxSignInError when the sign-in ends on a page: wrong password, error page.
   * @example
   * const callback = await sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' });
   */
  signIn(request: SignInRequest): Promise<URL>;
  /**
   * Plays a person who confirms a device: types its code into the verification page, signs in and answers the consent
   * page.
   *
   * @throws SandboxSignInError when it ends otherwise: wrong or expired code, wrong password, consent refused.
   * @example
   * await sandbox.confirmDevice({ userCode: 'WDJB-MJHT', username: 'alice', password: 'sandbox' });
   */
  confirmDevice(request: ConfirmDeviceRequest): Promise<void>;
  /** Stops listening. A sandbox without a port has nothing to close. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox. Everything is in memory and gone with it; several can live in one process, each with its own time.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`) when the port cannot be had.
 * @throws SipgateKitError `invalid_configuration` for a host that other computers reach, without `allowNetwork`.
 * @example
 * const sandbox = await createSandbox({ port: 0 });
 * try {
 *   // point your application at sandbox.issuer and sandbox.apiUrl
 * } finally {
 *   await sandbox.close();
 * }
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  installClock();
  const { port, host, origin, allowNetwork = false } = options;
  if (origin !== undefined) assertOrigin(origin);
  const listener = port === undefined ? undefined : await listen({ port, host, allowNetwork });
  const url = origin ?? originOf({ host, port: listener?.port });
  const clock = createClock(options.now, options.frozenAt);
  const faults = createFaults(clock.now);
  const log = createRequestLog();
  const violations = createViolations();
  const remarks = createRemarks();
  const clients = createClientStore(seededClients(options));
  const directory = createDirectory([ALICE, BOB, NINA, ...crowd(options.people ?? 0)], SEEDED_ACCOUNTS);
  const companies = createCompanyStore(seedCompanies(clock.now()));
  const seed = options.seed === undefined ? undefined : String(options.seed);
  const random = seed === undefined ? systemRandom() : seededRandom(seed);
  const signing: Signing = { keys: await (seed === undefined ? signingKeys() : signingKeysOf(seed)) };
  const issuers = { 'third-party': issuerOf(url, 'third-party'), 'sipgate-apps': issuerOf(url, 'sipgate-apps') };
  const { allowRealHosts = false, redirectMatching = 'keycloak', createAnswersSecret = false } = options;
  const deviceFlow = deviceFlowOf(options);
  const realms = REALMS.map((realm) =>
    createRealm({
      realm,
      issuer: issuers[realm],
      state: createRealmState(realm),
      clients,
      directory,
      clock,
      signing,
      random,
      rules: { realm, clients, allowRealHosts, redirectMatching },
      remarks,
      deviceFlow,
    }),
  );
  const states = realms.map(({ state }) => state);
  const snapshotParts = { states, clients, companies, directory, signing };
  const tokens = () => states.flatMap((state) => traceSessions(state, directory, clock.now()));
  const snapshot = () => takeSnapshot(snapshotParts);
  const restore = (state: Snapshot) => restoreSnapshot(snapshotParts, state);
  const reset = () => {
    clock.reset();
    faults.clear();
    log.clear();
    random.restart();
    for (const state of states) clearRealmState(state);
    clients.replaceAll(seededClients(options));
    companies.replace(seedCompanies(clock.now()));
    for (const { masterSipId, featureScope } of SEEDED_ACCOUNTS) directory.setFeatureScope(masterSipId, featureScope);
  };
  const play: Sandbox['play'] = (name, { username } = {}) => {
    const scenario: Scenario | undefined = scenarios[name];
    if (scenario === undefined) throw new RangeError(`There is no scenario '${name}'.`);
    const users = directory.users.filter((user) => username === undefined || user.username === username);
    if (users.length === 0) throw new RangeError(`There is no person '${username}'.`);
    return scenario.play({ clock, faults, directory, states }, users);
  };

  const api = createApi({
    origin: url,
    realms,
    clients,
    directory,
    companies,
    clock,
    createAnswersSecret,
    violations,
    random,
  });
  const app = new Hono()
    .get('/', async (c) => (await webConsole())(c.req.raw))
    .all(`${CONSOLE_PATH}/*`, async (c) => (await webConsole())(c.req.raw))
    .all(`${API_PATH}/*`, (c) => api(c.req.raw))
    .all(`${CONTROL_PATH}/*`, async (c) => (await control())(c.req.raw));
  for (const realm of realms) app.route('/', realmRoutes(realm));
  app.all('/auth/realms/*', () => new ProtocolError(404, 'Realm does not exist').toResponse());
  const handler = withBodyLimit(
    createFrontDoor({
      origin: url,
      allowNetwork,
      clock,
      faults,
      log,
      violations,
      remarks,
      handle: (request) => app.fetch(request),
    }),
  );
  listener?.open(handler);
  const fetch = createInProcessFetch(url, handler);
  const signIn = createSignIn(url, fetch);
  const control = loadedOnce(async () => {
    const { createControlApi } = await import('./control/control-api.ts');
    return createControlApi({
      origin: url,
      clock,
      faults,
      log,
      violations,
      tokens,
      snapshot,
      restore,
      reset,
      play,
      signIn,
      allowRealHosts,
    });
  });
  const webConsole = loadedOnce(async () => {
    const { createConsole } = await import('./console/console.tsx');
    const facts = {
      url,
      apiUrl: `${url}${API_PATH}`,
      issuers,
      matching: redirectMatching,
    } as const;
    const endSessions = (clientId: string) => {
      for (const state of states) detachClient(state, clientId, 'client deleted', clock.now());
    };
    const neighbours = options.neighbours ?? (() => []);
    return createConsole({
      facts,
      neighbours,
      clients,
      directory,
      clock,
      random,
      faults,
      log,
      tokens,
      endSessions,
      play,
      reset,
    });
  });

  return {
    url,
    apiUrl: `${url}${API_PATH}`,
    issuer: issuers['third-party'],
    issuers,
    client: credentialsOf(CONFIDENTIAL_CLIENT),
    publicClient: { clientId: PUBLIC_CLIENT.clientId },
    appsClient: credentialsOf(APPS_CLIENT),
    users: { alice: ALICE, bob: BOB, nina: NINA },
    fetch,
    clock,
    faults,
    requests: log.list,
    violations: violations.list,
    tokens,
    administrator: createAdministrator(states, directory, clock),
    snapshot,
    restore,
    reset,
    play,
    signIn,
    confirmDevice: createConfirmDevice(`${issuers['third-party']}/device`, fetch),
    close: async () => listener?.close(),
  };
}

/** Loads what is seldom asked for with its first request: most sandboxes are controlled in process, or not at all. */
function loadedOnce(load: () => Promise<(request: Request) => Response | Promise<Response>>) {
  let loaded: ReturnType<typeof load> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

function issuerOf(url: string, realm: Realm): string {
  return `${url}/auth/realms/${realm}`;
}

function credentialsOf({ clientId, clientSecret = '' }: { clientId: string; clientSecret?: string }) {
  return { clientId, clientSecret };
}

function deviceFlowOf({ deviceFlow = true }: SandboxOptions): DeviceFlow | undefined {
  if (deviceFlow === false) return undefined;
  return { ...USUAL_DEVICE_FLOW, ...(deviceFlow === true ? {} : deviceFlow) };
}

function seededClients({ redirectUris = [], webOrigins = [] }: SandboxOptions) {
  return [
    { ...CONFIDENTIAL_CLIENT, redirectUris: [...CONFIDENTIAL_CLIENT.redirectUris, ...redirectUris] },
    PUBLIC_CLIENT,
    APPS_CLIENT,
  ].map((client) => ({ ...client, webOrigins: [...client.webOrigins, ...webOrigins] }));
}
