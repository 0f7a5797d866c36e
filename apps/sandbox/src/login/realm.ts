import { Hono } from 'hono';
import type Provider from 'oidc-provider';
import type { Directory } from '../accounts.ts';
import type { ClientStore, Realm } from '../clients.ts';
import type { SandboxClock } from '../clock.ts';
import { preflight } from '../web-origins.ts';
import type { AuthorizationRules } from './authorization-check.ts';
import { authorizationEndpoint, completeAnswer, resumeEndpoint } from './authorization-endpoint.ts';
import { discoveryDocument } from './discovery.ts';
import { interactionRoutes } from './interaction.ts';
import { introspectionEndpoint } from './introspection-endpoint.ts';
import { logoutByBrowser, logoutByToken } from './logout-endpoint.ts';
import { createQueue } from './one-at-a-time.ts';
import { createProvider, PROTOCOL_PATH } from './provider.ts';
import type { RealmState } from './realm-state.ts';
import { revocationEndpoint } from './revocation-endpoint.ts';
import type { SigningKeys } from './signing-keys.ts';
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
  readonly keys: SigningKeys;
  readonly rules: AuthorizationRules;
  readonly provider: Provider;
  /** Makes token requests about one user session wait their turn. */
  readonly oneAtATime: ReturnType<typeof createQueue>;
}

/** Puts a realm together: its oidc-provider and what completes that into a Keycloak. */
export function createRealm(parts: Omit<RealmContext, 'provider' | 'oneAtATime'>): RealmContext {
  const provider = createProvider(parts);
  const realm: RealmContext = { ...parts, provider, oneAtATime: createQueue() };
  provider.on('authorization.success', (ctx, answer) => completeAnswer(realm, ctx, answer as Record<string, unknown>));
  return realm;
}

/** The realm's endpoints, at Keycloak's paths. */
export function realmRoutes(realm: RealmContext) {
  const routes = new Hono().basePath(new URL(realm.issuer).pathname);
  const protocol = PROTOCOL_PATH;
  return routes
    .get('/.well-known/openid-configuration', (c) =>
      c.json(discoveryDocument(realm.issuer), 200, { 'access-control-allow-origin': '*' }),
    )
    .get(`${protocol}/certs`, (c) =>
      c.json({ keys: [realm.keys.publicJwk] }, 200, { 'access-control-allow-origin': '*' }),
    )
    .on(['GET', 'POST'], `${protocol}/auth`, (c) => authorizationEndpoint(realm, c.req.raw))
    .get(`${protocol}/auth/:interaction`, (c) => resumeEndpoint(realm, c.req.raw, c.req.param('interaction')))
    .route('/login-actions', interactionRoutes(realm))
    .post(`${protocol}/token`, (c) => tokenEndpoint(realm, c.req.raw))
    .post(`${protocol}/token/introspect`, (c) => introspectionEndpoint(realm, c.req.raw))
    .post(`${protocol}/revoke`, (c) => revocationEndpoint(realm, c.req.raw))
    .on(['GET', 'POST'], `${protocol}/userinfo`, (c) => userinfoEndpoint(realm, c.req.raw))
    .get(`${protocol}/logout`, (c) => logoutByBrowser(realm, c.req.raw))
    .post(`${protocol}/logout`, (c) => logoutByToken(realm, c.req.raw))
    .options(`${protocol}/*`, (c) => preflight(c.req.raw, 'GET, HEAD, OPTIONS, POST'));
}
