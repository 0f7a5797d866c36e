import type { SipgateKitError } from '../errors.ts';
import { TokenSet } from '../tokens/token-set.ts';
import { startAuthorization } from './authorization.ts';
import { finishAuthorization } from './callback.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { refreshTokenSet } from './on-first-call.ts';
import type { Provider } from './provider.ts';
import { ProviderError } from './provider-error.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';

/** What the provider said about a client. `refusal` is why it does not accept it. */
export type ClientProbe =
  | { readonly accepted: true; readonly provider: ProviderError }
  | { readonly accepted: false; readonly refusal: SipgateKitError };

/** No provider has issued it. */
const MADE_UP = 'made-up-by-sipgate-kit-to-see-whether-the-client-is-known';

/**
 * Whether the provider accepts a client's id and secret, without a person and without changing anything: it is asked to
 * refresh a token that never existed. The client is looked at first (RFC 6749 §5.2), so that `invalid_grant` means all is
 * well, `invalid_client` that it is unknown, and `unauthorized_client` that the secret is wrong or missing.
 *
 * @throws ProviderError when there was no answer to that: `provider_unreachable`, `provider_unavailable`, `malformed_response`.
 * @example
 * const probe = await probeClient(provider, client);
 * if (!probe.accepted) console.error(probe.refusal.message, probe.refusal.hint);
 */
export function probeClient(
  provider: Provider,
  client: ClientCredentials,
  options: ProviderRequestOptions = {},
): Promise<ClientProbe> {
  const tokenSet = new TokenSet({ accessToken: MADE_UP, refreshToken: MADE_UP, scopes: [], issuedAt: 0 });
  return probed('refresh_refused', () => refreshTokenSet(provider, client, tokenSet, options));
}

/**
 * Whether a client may trade authorization codes: it is tried with a code that never existed, which a provider answers
 * with "Code not valid". Anything else would stop every sign-in at its last step.
 *
 * @throws ProviderError as {@link probeClient}.
 */
export async function probeCodeExchange(
  provider: Provider,
  client: ClientCredentials,
  redirectUri: string,
  options: ProviderRequestOptions = {},
): Promise<ClientProbe> {
  const now = options.clock?.local ?? options.now;
  const { transaction } = await startAuthorization(provider, {
    clientId: client.clientId,
    redirectUri,
    scopes: [],
    ...(now && { now }),
  });
  const callback = new URLSearchParams({ state: transaction.state, code: MADE_UP, iss: provider.issuer });
  return probed('code_invalid', () => finishAuthorization(provider, client, transaction, callback, options));
}

/** Refusals that say something about the client. */
const ABOUT_THE_CLIENT = new Set(['unknown_client', 'wrong_client_secret', 'client_disabled', 'token_request_failed']);

async function probed(expected: ProviderError['code'], request: () => Promise<unknown>): Promise<ClientProbe> {
  try {
    await request();
  } catch (error) {
    if (error instanceof ProviderError && error.code === expected) return { accepted: true, provider: error };
    if (error instanceof ProviderError && ABOUT_THE_CLIENT.has(error.code)) return { accepted: false, refusal: error };
    throw error;
  }
  throw new ProviderError('malformed_response', 'The provider took a made-up token for a real one.', {
    requestSent: true,
    hint: 'Check the token endpoint: whatever answers there is no login.',
  });
}
