import { generateKeyPairSync } from 'node:crypto';
import type Provider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { Check, Prompt } from 'oidc-provider/lib/helpers/interaction_policy/index.js';
import { Provider as OidcProvider } from 'oidc-provider/lib/provider.js';
import type { Directory } from '../accounts.ts';
import type { ClientStore, Realm } from '../clients.ts';
import type { RandomSource } from '../random.ts';
import { createAdapterFactory } from './adapter.ts';
import { needsConsent } from './consents.ts';
import type { DeviceFlow } from './device-codes.ts';
import type { RealmState } from './realm-state.ts';
import { ACCESS_TOKEN_LIFETIME_S, REFRESH_TOKEN_LIFETIME_S } from './token-minting.ts';

/** Keycloak's path below the realm. */
export const PROTOCOL_PATH = '/protocol/openid-connect';

/** Seconds an authorization code is good for. */
export const CODE_LIFETIME_S = 60;
/** Seconds a login or consent page waits for the person. */
const INTERACTION_LIFETIME_S = 30 * 60;
const FOREVER_S = 100 * 365 * 86_400;

/** Parameter that carries the scopes of a request through oidc-provider, which itself only hears of `openid`. */
export const SCOPES_PARAMETER = 'sandbox_scopes';
/** Parameter that carries the PKCE challenge when its method is `plain`, which oidc-provider does not know. */
export const PLAIN_CHALLENGE_PARAMETER = 'sandbox_plain_challenge';
/** Parameter that carries the user code of a device, whose sign-in it then is. */
export const DEVICE_PARAMETER = 'sandbox_device';
/** The request did not say where to send the browser. */
export const REDIRECT_URI_OMITTED_PARAMETER = 'sandbox_redirect_uri_omitted';

export interface ProviderDependencies {
  readonly realm: Realm;
  readonly issuer: string;
  readonly state: RealmState;
  readonly clients: ClientStore;
  readonly directory: Directory;
  readonly deviceFlow: DeviceFlow | undefined;
  readonly random: RandomSource;
}

/**
 * The realm's oidc-provider: it keeps browser sessions, runs login and consent, makes codes and rotates refresh tokens.
 * Requests reach it only after Keycloak's own checks, so it knows every client as public and every redirect URI as good.
 */
export function createProvider(dependencies: ProviderDependencies): Provider {
  const { realm, issuer, state, clients, directory, deviceFlow, random } = dependencies;
  const provider = new OidcProvider(issuer, configurationOf());
  provider.Client.prototype.redirectUriAllowed = () => true;
  // They are the ids in our tokens; as long as its own are.
  Object.assign(provider.RefreshToken.prototype, { generateTokenId: () => random.bytes(32).toString('base64url') });
  return provider;

  function configurationOf(): Configuration {
    return {
      adapter: createAdapterFactory(state, clients),
      jwks: { keys: [throwAwayKey()] },
      clientDefaults: { id_token_signed_response_alg: 'ES256' },
      scopes: ['openid'],
      responseTypes: ['code'],
      extraParams: [SCOPES_PARAMETER, PLAIN_CHALLENGE_PARAMETER, DEVICE_PARAMETER, REDIRECT_URI_OMITTED_PARAMETER],
      clockTolerance: 0,
      routes: {
        authorization: `${PROTOCOL_PATH}/auth`,
        token: `${PROTOCOL_PATH}/token`,
        jwks: `${PROTOCOL_PATH}/certs`,
      },
      cookies: cookiesOf(issuer, realm),
      features: {
        devInteractions: { enabled: false },
        dPoP: { enabled: false },
        pushedAuthorizationRequests: { enabled: false },
        resourceIndicators: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        userinfo: { enabled: false },
      },
      pkce: { required: () => false },
      ttl: {
        AccessToken: ACCESS_TOKEN_LIFETIME_S,
        AuthorizationCode: ({ oidc }) =>
          oidc.params?.[DEVICE_PARAMETER] === undefined ? CODE_LIFETIME_S : (deviceFlow?.codeLifespanS ?? 0),
        IdToken: ACCESS_TOKEN_LIFETIME_S,
        Interaction: INTERACTION_LIFETIME_S,
        Session: REFRESH_TOKEN_LIFETIME_S,
        // How old a refresh token may get is judged by its record, before oidc-provider hears of it; a client session
        // ends by being detached.
        RefreshToken: FOREVER_S,
        Grant: FOREVER_S,
      },
      expiresWithSession: async () => false,
      issueRefreshToken: async () => true,
      rotateRefreshToken: true,
      findAccount: async (_ctx, sub) =>
        directory.userBySub(sub) === undefined ? undefined : { accountId: sub, claims: async () => ({ sub }) },
      loadExistingGrant: grantOfClientSession,
      interactions: {
        url: async (_ctx, interaction) => `${new URL(issuer).pathname}/login-actions/${interaction.uid}`,
        policy: [loginPrompt(), consentPrompt(state)],
      },
      renderError: async (ctx, out) => {
        ctx.type = 'json';
        ctx.body = out;
      },
    };
  }
}

/** oidc-provider signs ID tokens of its own, which nobody gets to see: a key that is quick to make and to sign with. */
function throwAwayKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' };
}

/** The name carries realm and port: cookies of a host are shared by all its ports. */
function cookiesOf(issuer: string, realm: Realm): NonNullable<Configuration['cookies']> {
  const { pathname, port } = new URL(issuer);
  const prefix = `sandbox_${realm}_${port}`;
  return {
    names: { session: `${prefix}_session`, interaction: `${prefix}_login`, resume: `${prefix}_resume` },
    long: { httpOnly: true, sameSite: 'lax', path: `${pathname}/` },
    short: { httpOnly: true, sameSite: 'lax' },
  };
}

/** The scopes the client asked for. */
export function requestedScopes(parameters: Readonly<Record<string, unknown>>): readonly string[] {
  const joined = parameters[SCOPES_PARAMETER];
  return typeof joined === 'string' && joined !== '' ? joined.split(' ') : [];
}

/** A grant of oidc-provider stands for a client session: the attached one, or a new one after the old was detached. */
async function grantOfClientSession(ctx: KoaContextWithOIDC) {
  const { client, session, account, provider } = ctx.oidc;
  if (client === undefined || account === undefined) return undefined;
  const grantId = session?.grantIdFor(client.clientId);
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (existing !== undefined && existing.accountId === account.accountId) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

function loginPrompt() {
  return new Prompt(
    { name: 'login', requestable: true },
    new Check('no_session', 'not signed in', 'login_required', (ctx) => ctx.oidc.session?.accountId === undefined),
    new Check('max_age', 'signed in too long ago', 'login_required', (ctx) => {
      const { params, session, result } = ctx.oidc;
      if (params?.max_age === undefined || result?.login !== undefined) return false;
      return session === undefined || session.past(params.max_age as number);
    }),
  );
}

function consentPrompt(state: RealmState) {
  return new Prompt(
    { name: 'consent', requestable: true },
    new Check('scopes_not_granted', 'consent is needed', 'interaction_required', (ctx) => {
      const { client, account, params } = ctx.oidc;
      if (client === undefined || account === undefined) return false;
      return needsConsent(state, account.accountId, client.clientId, requestedScopes(params ?? {}));
    }),
  );
}
