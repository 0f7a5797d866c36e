import * as oauth from 'oauth4webapi';
import type { AuthorizationTransaction } from './authorization.ts';
import type { Callback, SignIn } from './callback.ts';
import { clientAuthentication } from './client-authentication.ts';
import type { ClientCredentials } from './client-credentials.ts';
import { authorizationServer, type Provider } from './provider.ts';
import type { ProviderClock } from './provider-clock.ts';
import { authorizationError } from './provider-refusals.ts';
import type { ProviderRequestOptions } from './provider-request-options.ts';
import { processTokenAnswer, tokenSetFrom } from './token-answer.ts';
import { oauthClient, requestOptions } from './token-requests.ts';

/**
 * The second half of `finishAuthorization`, for a callback that belongs to its transaction: throws the provider's error,
 * else trades the code and validates the ID token. Pages load it when somebody comes back from the provider.
 */
export async function finishSignIn(
  provider: Provider,
  client: ClientCredentials,
  transaction: AuthorizationTransaction,
  callback: Callback,
  options: ProviderRequestOptions & { readonly clock: ProviderClock },
): Promise<SignIn> {
  if (callback.error !== undefined) {
    const { error, errorDescription } = callback;
    throw authorizationError({ error, ...(errorDescription !== undefined && { errorDescription }) });
  }
  const { clock } = options;
  const code = callback.code ?? '';
  const server = authorizationServer(provider);
  const verified = oauth.validateAuthResponse(
    server,
    { client_id: client.clientId },
    new URLSearchParams({
      code,
      state: transaction.state,
      ...(callback.issuer !== undefined && { iss: callback.issuer }),
    }),
    transaction.state,
  );
  const secrets = [code, transaction.codeVerifier, transaction.state, client.clientSecret?.reveal() ?? ''];
  const sentAt = clock.local();
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    verified,
    transaction.redirectUri,
    transaction.codeVerifier,
    requestOptions(provider.tokenEndpoint, options),
  );
  const body = await processTokenAnswer('authorization_code', secrets, () =>
    oauth.processAuthorizationCodeResponse(server, oauthClient(client, clock), answer, {
      expectedNonce: transaction.nonce,
      requireIdToken: true,
    }),
  );
  const subject = oauth.getValidatedIdTokenClaims(body)?.sub ?? '';
  return {
    key: { issuer: provider.issuer, clientId: client.clientId, subject },
    tokenSet: tokenSetFrom(body, { requestedScopes: transaction.scopes, issuedAt: clock.fromLocal(sentAt) }),
  };
}
