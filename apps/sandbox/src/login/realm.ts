import { Hono } from 'hono';
import type Provider from 'oidc-provider';
import type { Directory } from '../accounts.ts';
import type { ClientStore, Realm } from '../clients.ts';
import type { SandboxClock } from '../clock.ts';
import { preflight, withCors } from '../cors.ts';
import type { Remarks } from '../door/remarks.ts';
import type { RandomSource } from '../random.ts';
import type { AuthorizationRules } from './authorization-check.ts';
import { authorizationEndpoint, completeAnswer, resumeEndpoint } from './authorization-endpoint.ts';
import type { DeviceFlow } from './device-codes.ts';
import { deviceAuthorizationEndpoint } from './device-endpoint.ts';
import { answerDeviceVerification, deviceStatus, deviceVerification } from './device-verification.ts';
import { discoveryDocument } from './discovery.ts';
import { interactionRoutes } from './interaction.ts';
import { introspectionEndpoint } from './introspection-endpoint.ts';
import { logoutByBrowser, logoutByToken } from './logout-endpoint.ts';
import { createQueue } from './one-at-a-time.ts';
import { ProtocolError } from './protocol-error.ts';
import { createProvider, PROTOCOL_PATH } from './provider.ts';
import { type AskProvider, createProviderBridge } from './provider-bridge.ts';
import type { RealmState } from './realm-state.ts';
import { revocationEndpoint } from './revocation-endpoint.ts';
import type { Signing } from './signing-keys.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { userinfoEndpoint } from './userinfo-endpoint.ts';

/** What every endpoint of a realm works with. */
export interface RealmContext {
  readonly realm: Realm;
  readonly issuer: string;
  readonly state: RealmState;
  readonly clients: ClientStore;
  readonly directory: Directory;
  readonly clock: SandboxClock;
  /** Exchanged as a whole when a snapshot of another process is restored. */
  readonly signing: Signing;
  readonly random: RandomSource;
  readonly rules: AuthorizationRules;
  readonly remarks: Remarks;
  /** How devices sign in; `undefined`: not at all. */
  readonly deviceFlow: DeviceFlow | undefined;
  readonly provider: Provider;
  readonly askProvider: AskProvider;
  /** Makes token requests about one user session wait their turn. */
  readonly oneAtATime: ReturnType<typeof createQueue>;
}

/** Puts a realm together: its oidc-provider and what completes that into a Keycloak. */
export function createRealm(parts: Omit<RealmContext, 'provider' | 'askProvider' | 'oneAtATime'>): RealmContext {
  const provider = createProvider(parts);
  const realm: RealmContext = {
    ...parts,
    provider,
    askProvider: createProviderBridge(provider),
    oneAtATime: createQueue(),
  };
  provider.on('authorization.success', (ctx, answer) => completeAnswer(realm, ctx, answer as Record<string, unknown>));
  return realm;
}

/** The realm's endpoints, at Keycloak's paths. */
export function realmRoutes(realm: RealmContext) {
  const { pathname } = new URL(realm.issuer);
  const protocol = new Hono()
    .on(['GET', 'POST'], '/auth', (c) => authorizationEndpoint(realm, c.req.raw))
    .get('/auth/device', (c) => deviceVerification(realm, c.req.raw))
    .get('/auth/:interaction', (c) => resumeEndpoint(realm, c.req.raw, c.req.param('interaction')))
    .post('/auth/device', (c) => deviceAuthorizationEndpoint(realm, c.req.raw))
    .post('/token', (c) => tokenEndpoint(realm, c.req.raw))
    .get('/token', () => new ProtocolError(405, 'HTTP 405 Method Not Allowed').toResponse())
    .post('/token/introspect', (c) => introspectionEndpoint(realm, c.req.raw))
    .post('/revoke', (c) => revocationEndpoint(realm, c.req.raw))
    .on(['GET', 'POST'], '/userinfo', (c) => userinfoEndpoint(realm, c.req.raw))
    .get('/certs', (c) => openToAll(c.req.raw, { keys: [realm.signing.keys.publicJwk] }))
    .get('/logout', (c) => logoutByBrowser(realm, c.req.raw))
    .post('/logout', (c) => logoutByToken(realm, c.req.raw))
    .on('OPTIONS', ['/auth', '/token/introspect'], () => new Response(null))
    .on('OPTIONS', ['/auth/device', '/token', '/revoke'], (c) => preflight(c.req.raw, 'POST, OPTIONS'))
    .options('/certs', (c) => preflight(c.req.raw, 'GET'))
    .on('OPTIONS', ['/userinfo', '/logout'], (c) => preflight(c.req.raw, 'GET, HEAD, OPTIONS'));
  const discovery = '/.well-known/openid-configuration';
  return new Hono()
    .basePath(pathname)
    .get(discovery, (c) =>
      openToAll(c.req.raw, discoveryDocument(realm.issuer, { deviceFlow: realm.deviceFlow !== undefined })),
    )
    .options(discovery, (c) => preflight(c.req.raw, 'GET'))
    .route(PROTOCOL_PATH, protocol)
    .get('/device', (c) => deviceVerification(realm, c.req.raw))
    .post('/device', (c) => answerDeviceVerification(realm, c.req.raw))
    .get('/device/status', (c) => deviceStatus(c.req.raw))
    .route('/login-actions', interactionRoutes(realm))
    .all('/*', () => new ProtocolError(404, 'HTTP 404 Not Found').toResponse());
}

/** What is no secret: any page may read it. */
function openToAll(request: Request, document: unknown): Response {
  const response = Response.json(document, { headers: { 'cache-control': 'no-store' } });
  const origin = request.headers.get('origin');
  return origin === null ? response : withCors(response, origin, null);
}
