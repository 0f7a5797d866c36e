import * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import type { Clock } from '../runtime.ts';
import { secureUrl } from '../secure-url.ts';
import { clientAuthentication } from './client-authentication.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { authorizationServer, type Provider } from './provider.ts';
import { ProviderError } from './provider-error.ts';
import { tokenEndpointError } from './provider-refusals.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';
import { codeChallengeOf, randomValue } from './random-values.ts';
import { malformedAnswer, refusalIn } from './token-answer.ts';
import { requestOptions } from './token-requests.ts';

/**
 * A sign-in on a device without a browser, under way: what to show the person, and what to ask the provider with.
 * Plain data, and secret: who has the device code and the verifier gets the tokens.
 */
export interface DeviceAuthorization {
  /** What the person types in, as in `WDJB-MJHT`. */
  readonly userCode: string;
  /** Where they type it in: short enough to be read out. */
  readonly verificationUri: string;
  /** The same with the code in it, for a link or a QR code; not every provider has one. */
  readonly verificationUriComplete?: string;
  readonly deviceCode: string;
  /** PKCE (RFC 7636): RFC 8628 does not know it, Keycloak demands it of clients that have it enforced. */
  readonly codeVerifier: string;
  /** Requested scopes, `openid` included. */
  readonly scopes: readonly string[];
  readonly issuer: string;
  readonly clientId: string;
  /** After this instant the codes are worth nothing; our own clock, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** How long to wait between two polls, a duration in milliseconds. */
  readonly intervalMs: number;
}

/** What {@link startDeviceAuthorization} asks the provider for. */
export interface DeviceAuthorizationRequest {
  /** Scopes of the REST API. `openid` is always added, so that the answer says who signed in. */
  readonly scopes: readonly string[];
}

/** RFC 8628 §3.2: where the provider says nothing. */
const USUAL_INTERVAL_S = 5;

/** What the entry's `startDeviceAuthorization` loads; described there. */
export async function startDeviceAuthorization(
  provider: Provider,
  client: ClientCredentials,
  request: DeviceAuthorizationRequest,
  options: ProviderRequestOptions = {},
): Promise<DeviceAuthorization> {
  const endpoint = provider.deviceAuthorizationEndpoint;
  if (endpoint === undefined) throw notAnnounced(provider);
  const codeVerifier = randomValue();
  const scopes = [...new Set(['openid', ...request.scopes])];
  const server = authorizationServer(provider);
  const startedAt = localClock(options)();
  const answer = await oauth.deviceAuthorizationRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    {
      scope: scopes.join(' '),
      code_challenge: await codeChallengeOf(codeVerifier),
      code_challenge_method: 'S256',
    },
    requestOptions(endpoint, options),
  );
  const body = await processAnswer(server, client, answer);
  secureUrl(body.verification_uri, 'The verification URI');
  if (body.verification_uri_complete !== undefined) {
    secureUrl(body.verification_uri_complete, 'The complete verification URI');
  }
  return {
    userCode: body.user_code,
    verificationUri: body.verification_uri,
    ...(body.verification_uri_complete !== undefined && { verificationUriComplete: body.verification_uri_complete }),
    deviceCode: body.device_code,
    codeVerifier,
    scopes,
    issuer: provider.issuer,
    clientId: client.clientId,
    expiresAt: startedAt + body.expires_in * 1000,
    intervalMs: (body.interval ?? USUAL_INTERVAL_S) * 1000,
  };
}

/** The caller's own clock: what is waited for is a duration, and the provider's time does not matter. */
export function localClock({ clock, now }: ProviderRequestOptions): Clock {
  return clock?.local ?? now ?? Date.now;
}

async function processAnswer(server: oauth.AuthorizationServer, client: ClientCredentials, answer: Response) {
  try {
    return await oauth.processDeviceAuthorizationResponse(server, { client_id: client.clientId }, answer);
  } catch (error) {
    if (!(error instanceof oauth.ResponseBodyError)) throw malformedAnswer(error, 'device authorization endpoint');
    const refusal = refusalIn(error.status, error.error, error.error_description, [
      client.clientSecret?.reveal() ?? '',
    ]);
    throw isSwitchedOff(refusal) ? switchedOff(refusal) : tokenEndpointError('device_code', refusal);
  }
}

type Refusal = ReturnType<typeof refusalIn>;

/** Keycloak says `unauthorized_client` or, in some releases, `invalid_grant`, and a sentence about the grant. */
function isSwitchedOff({ error, errorDescription = '' }: Refusal): boolean {
  if (error === 'unauthorized_client') return !/credentials|secret/i.test(errorDescription);
  return error === 'unsupported_grant_type' || /device authorization grant/i.test(errorDescription);
}

const OTHER_WAYS = 'Sign in with a browser instead, or use a personal access token.';

function notAnnounced({ issuer }: Provider): SipgateKitError {
  return new SipgateKitError('device_unsupported', `The login at ${issuer} announces no device sign-in.`, {
    hint: OTHER_WAYS,
  });
}

function switchedOff(refusal: Refusal): ProviderError {
  const said = refusal.errorDescription ?? refusal.error;
  return new ProviderError('device_unsupported', `This OAuth client may not sign in devices (${said})`, {
    ...refusal,
    requestSent: true,
    hint: OTHER_WAYS,
  });
}
