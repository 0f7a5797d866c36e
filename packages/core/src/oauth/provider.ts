import type * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import { secureUrl } from '../secure-url.ts';

/** sipgate's two realms for OAuth clients. New clients live in `third-party`. */
export type Realm = 'third-party' | 'sipgate-apps';

/** The authorization server: who issues, and where its endpoints are. Plain data. */
export interface Provider {
  /** Exact string that `iss` has in ID tokens and callbacks. */
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** RFC 7009. */
  readonly revocationEndpoint?: string;
  /** OpenID Connect RP-initiated logout; on Keycloak also the target of the logout POST. */
  readonly endSessionEndpoint?: string;
  readonly userinfoEndpoint?: string;
  /** RFC 8628; only where the provider announces it. */
  readonly deviceAuthorizationEndpoint?: string;
  /** Whether the provider promises `iss` in every callback (RFC 9207); then a callback without it is refused. */
  readonly issParameterSupported: boolean;
  /** PKCE methods the discovery document names, such as `S256`; absent when it names none or was not read. */
  readonly codeChallengeMethods?: readonly string[];
  /** Scopes the discovery document names; providers may leave some out (RFC 8414 §2). */
  readonly scopesSupported?: readonly string[];
}

/** sipgate's login server, up to and including Keycloak's base path. */
export const SIPGATE_LOGIN_URL = 'https://login.sipgate.com/auth';

/** The realm an OAuth client's id names behind its colon, as in `2556404-0-…:third-party`; `undefined` without one. */
export function realmOf(clientId: string): Realm | undefined {
  const suffix = clientId.slice(clientId.lastIndexOf(':') + 1);
  return suffix === 'third-party' || suffix === 'sipgate-apps' ? suffix : undefined;
}

/**
 * sipgate's own login: the given realm, else the one in the client id's suffix, else `third-party`.
 *
 * A client used in the wrong realm is unknown there, so an explicit realm that contradicts the suffix is refused.
 *
 * @throws SipgateKitError `invalid_configuration` when realm and clientId's suffix differ; `insecure_url`.
 * @example
 * const provider = sipgateProvider({ clientId: '2556404-0-dc848ae6-085c-11e8-92a6-31b99c83912e:third-party' });
 */
export function sipgateProvider(options: { clientId?: string; realm?: Realm; loginUrl?: string } = {}): Provider {
  const named = options.clientId === undefined ? undefined : realmOf(options.clientId);
  if (options.realm !== undefined && named !== undefined && options.realm !== named) {
    throw new SipgateKitError(
      'invalid_configuration',
      `The OAuth client belongs to the realm "${named}", but the realm "${options.realm}" was asked for.`,
      { hint: 'Leave the realm out: it follows from the client id.' },
    );
  }
  const realm = options.realm ?? named ?? 'third-party';
  return keycloakProvider(`${options.loginUrl ?? SIPGATE_LOGIN_URL}/realms/${realm}`);
}

/**
 * Any Keycloak realm, with its endpoints at Keycloak's paths; no request is made.
 *
 * @example
 * const provider = keycloakProvider('http://127.0.0.1:8090/auth/realms/third-party');
 */
export function keycloakProvider(issuer: string): Provider {
  const base = `${issuer}/protocol/openid-connect`;
  return explicitProvider({
    issuer,
    authorizationEndpoint: `${base}/auth`,
    tokenEndpoint: `${base}/token`,
    revocationEndpoint: `${base}/revoke`,
    endSessionEndpoint: `${base}/logout`,
    userinfoEndpoint: `${base}/userinfo`,
  });
}

/** What {@link explicitProvider} takes: a {@link Provider} whose issuer may be missing. */
export type ExplicitProvider = Omit<Provider, 'issuer' | 'issParameterSupported'> &
  Partial<Pick<Provider, 'issuer' | 'issParameterSupported'>>;

const KEYCLOAK_AUTHORIZATION_PATH = /\/protocol\/openid-connect\/auth$/;

/**
 * A provider given by its endpoints. Without `issuer`, the endpoints must follow Keycloak's paths: the issuer and the
 * endpoints left out are derived from them.
 *
 * @throws SipgateKitError `insecure_url` for plain http beyond loopback; `invalid_configuration` when there is no issuer to be had.
 */
export function explicitProvider(given: ExplicitProvider): Provider {
  const provider = given.issuer === undefined ? deriveFromKeycloakPaths(given) : given;
  secureUrl(provider.issuer ?? '', 'The issuer');
  secureUrl(provider.authorizationEndpoint, 'The authorization endpoint');
  secureUrl(provider.tokenEndpoint, 'The token endpoint');
  if (provider.revocationEndpoint !== undefined) secureUrl(provider.revocationEndpoint, 'The revocation endpoint');
  if (provider.endSessionEndpoint !== undefined) secureUrl(provider.endSessionEndpoint, 'The end-session endpoint');
  if (provider.userinfoEndpoint !== undefined) secureUrl(provider.userinfoEndpoint, 'The userinfo endpoint');
  if (provider.deviceAuthorizationEndpoint !== undefined) {
    secureUrl(provider.deviceAuthorizationEndpoint, 'The device authorization endpoint');
  }
  return { ...provider, issuer: provider.issuer ?? '', issParameterSupported: given.issParameterSupported ?? false };
}

function deriveFromKeycloakPaths(given: ExplicitProvider): ExplicitProvider {
  if (!KEYCLOAK_AUTHORIZATION_PATH.test(given.authorizationEndpoint)) {
    throw new SipgateKitError(
      'invalid_configuration',
      'The issuer is missing, and the authorization endpoint does not tell it.',
      {
        hint: 'Name the issuer, as in https://login.sipgate.com/auth/realms/third-party.',
      },
    );
  }
  const issuer = given.authorizationEndpoint.replace(KEYCLOAK_AUTHORIZATION_PATH, '');
  const base = `${issuer}/protocol/openid-connect`;
  return {
    revocationEndpoint: `${base}/revoke`,
    endSessionEndpoint: `${base}/logout`,
    userinfoEndpoint: `${base}/userinfo`,
    ...given,
    issuer,
  };
}

/** The provider in oauth4webapi's own terms. */
export function authorizationServer(provider: Provider): oauth.AuthorizationServer {
  return {
    issuer: provider.issuer,
    authorization_endpoint: provider.authorizationEndpoint,
    token_endpoint: provider.tokenEndpoint,
    ...(provider.revocationEndpoint !== undefined && { revocation_endpoint: provider.revocationEndpoint }),
    ...(provider.deviceAuthorizationEndpoint !== undefined && {
      device_authorization_endpoint: provider.deviceAuthorizationEndpoint,
    }),
    authorization_response_iss_parameter_supported: provider.issParameterSupported,
  };
}
