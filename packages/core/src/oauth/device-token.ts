import * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import { type Wait, waitOnTimer } from '../runtime.ts';
import type { SignIn } from './callback.ts';
import { clientAuthentication } from './client-authentication.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { type DeviceAuthorization, localClock } from './device-authorization.ts';
import { authorizationServer, type Provider } from './provider.ts';
import { createProviderClock } from './provider-clock.ts';
import { ProviderError } from './provider-error.ts';
import { authorizationError } from './provider-refusals.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';
import { processTokenAnswer, tokenSetFrom } from './token-answer.ts';
import { oauthClient, requestOptions } from './token-requests.ts';

/** What {@link finishDeviceAuthorization} can be told. */
export interface DeviceTokenOptions extends ProviderRequestOptions {
  readonly wait?: Wait;
}

/** RFC 8628 §3.5: what every `slow_down` adds. */
const SLOWER_BY_MS = 5_000;
/** However long the network is away, the person is not kept waiting longer than this once it is back. */
const LONGEST_BACK_OFF_MS = 60_000;

/** What the entry's `finishDeviceAuthorization` loads; described there. */
export async function finishDeviceAuthorization(
  provider: Provider,
  client: ClientCredentials,
  authorization: DeviceAuthorization,
  options: DeviceTokenOptions = {},
): Promise<SignIn> {
  assertSameParties(provider, client, authorization);
  const { wait = waitOnTimer, signal } = options;
  const now = localClock(options);
  let intervalMs = authorization.intervalMs;
  for (;;) {
    if (now() >= authorization.expiresAt) throw expired();
    await pause(wait, intervalMs, signal);
    try {
      return await requestToken(provider, client, authorization, options);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      intervalMs = nextInterval(error, intervalMs);
    }
  }
}

/** How long to wait before the next poll; throws what ends the sign-in. */
function nextInterval(error: ProviderError, intervalMs: number): number {
  switch (error.error) {
    case 'authorization_pending':
      return intervalMs;
    case 'slow_down':
      return intervalMs + SLOWER_BY_MS;
    case 'expired_token':
      throw expired();
    case 'access_denied':
      throw authorizationError({ error: 'access_denied' });
    default:
      if (error.code !== 'provider_unreachable' && error.code !== 'provider_unavailable') throw error;
      return Math.max(intervalMs, Math.min(intervalMs * 2, LONGEST_BACK_OFF_MS), error.retryAfterMs ?? 0);
  }
}

async function requestToken(
  provider: Provider,
  client: ClientCredentials,
  { deviceCode, codeVerifier, scopes }: DeviceAuthorization,
  options: ProviderRequestOptions,
): Promise<SignIn> {
  const clock = options.clock ?? createProviderClock(options.now);
  const server = authorizationServer(provider);
  const sentAt = clock.local();
  const answer = await oauth.deviceCodeGrantRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    deviceCode,
    {
      ...requestOptions(provider.tokenEndpoint, { ...options, clock }),
      additionalParameters: { code_verifier: codeVerifier },
    },
  );
  const secrets = [deviceCode, codeVerifier, client.clientSecret?.reveal() ?? ''];
  const body = await processTokenAnswer('device_code', secrets, () =>
    oauth.processDeviceCodeResponse(server, oauthClient(client, clock), answer),
  );
  const subject = oauth.getValidatedIdTokenClaims(body)?.sub;
  if (subject === undefined) {
    throw new SipgateKitError('id_token_invalid', 'The answer carries no ID token, so nobody knows who signed in.', {
      hint: 'Use a provider that knows the scope openid.',
    });
  }
  return {
    key: { issuer: provider.issuer, clientId: client.clientId, subject },
    tokenSet: tokenSetFrom(body, { requestedScopes: scopes, issuedAt: clock.fromLocal(sentAt) }),
  };
}

async function pause(wait: Wait, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new SipgateKitError('request_aborted', 'The device sign-in was given up before anybody confirmed it.', {
      hint: 'Start again to get a new code.',
    });
  }
}

function expired(): SipgateKitError {
  return new SipgateKitError('device_expired', 'Nobody confirmed the device code in time.', {
    hint: 'Start again, and enter the new code.',
  });
}

function assertSameParties(provider: Provider, client: ClientCredentials, authorization: DeviceAuthorization): void {
  if (authorization.issuer === provider.issuer && authorization.clientId === client.clientId) return;
  throw new SipgateKitError('issuer_mismatch', 'This sign-in was started with another provider or OAuth client.', {
    hint: 'Start again; finish a sign-in with the configuration it was started with.',
  });
}
