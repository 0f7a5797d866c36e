import * as oauth from 'oauth4webapi';
import { SipgateKitError } from '../errors.ts';
import { jsonObjectIn } from '../json-object.ts';
import { TokenSet } from '../tokens/token-set.ts';
import { cleanProviderText, ProviderError } from './provider-error.ts';
import { type Grant, tokenEndpointError } from './provider-refusals.ts';

/** Runs oauth4webapi's checks and turns its errors, whose causes carry tokens, into ours, which do not. */
export async function processTokenAnswer<Answer>(
  grant: Grant,
  secrets: readonly string[],
  check: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) {
      throw tokenEndpointError(grant, refusalIn(error.status, error.error, error.error_description, secrets));
    }
    if (error instanceof oauth.OperationProcessingError && ID_TOKEN_CODES.has(error.code ?? '')) {
      throw new SipgateKitError('id_token_invalid', `The ID token does not fit this sign-in (${error.message}).`, {
        hint: "Check that the issuer is the provider's own, and this machine's clock; then start again.",
      });
    }
    throw malformedAnswer(error, 'token endpoint');
  }
}

/** The error for an answer of `endpoint` that oauth4webapi can make nothing of. */
export function malformedAnswer(error: unknown, endpoint: string): ProviderError {
  const status =
    error instanceof oauth.OperationProcessingError && error.cause instanceof Response ? error.cause.status : undefined;
  return new ProviderError('malformed_response', `The answer of the provider's ${endpoint} does not have its form.`, {
    requestSent: true,
    ...(status !== undefined && { status }),
    hint: `Check the ${endpoint}'s URL.`,
  });
}

const ID_TOKEN_CODES: ReadonlySet<string> = new Set([oauth.JWT_CLAIM_COMPARISON, oauth.JWT_TIMESTAMP_CHECK]);

/** A provider's refusal, cleaned for people and logs. */
export function refusalIn(status: number, error: string, description: unknown, secrets: readonly string[]) {
  const errorDescription = cleanProviderText(typeof description === 'string' ? description : undefined, secrets);
  return {
    status,
    error: cleanProviderText(error, secrets) ?? 'unknown_error',
    ...(errorDescription !== undefined && { errorDescription }),
  };
}

/**
 * The token set in an answer. `issuedAt` is the provider's instant (milliseconds since the epoch) at which the request
 * left: expiry instants derived from it err on the safe side.
 */
export function tokenSetFrom(
  body: oauth.TokenEndpointResponse,
  context: { requestedScopes: readonly string[]; previous?: TokenSet; issuedAt: number },
): TokenSet {
  const { previous, issuedAt } = context;
  const idToken = body.id_token ?? previous?.idToken;
  const authTime = oauth.getValidatedIdTokenClaims(body)?.auth_time;
  const authenticatedAt =
    authTime === undefined ? previous?.authenticatedAt : Math.min(authTime * 1000, LAST_INSTANT_MS);
  return new TokenSet({
    accessToken: body.access_token,
    scopes: body.scope === undefined ? context.requestedScopes : body.scope.split(' ').filter(Boolean),
    issuedAt,
    ...(body.expires_in !== undefined && { accessTokenExpiresAt: issuedAt + lifetimeMs(body.expires_in) }),
    ...refreshTokenOf(body, previous, issuedAt),
    ...(idToken !== undefined && { idToken }),
    ...(authenticatedAt !== undefined && { authenticatedAt }),
  });
}

/** What a `Date` can hold. */
const LAST_INSTANT_MS = 8.64e15;

/** A hundred years, in seconds: nothing is believed to live longer. */
const LONGEST_LIFETIME_S = 3_155_760_000;

const lifetimeMs = (seconds: number): number => Math.min(seconds, LONGEST_LIFETIME_S) * 1000;

function refreshTokenOf(body: oauth.TokenEndpointResponse, previous: TokenSet | undefined, issuedAt: number) {
  const refreshToken = body.refresh_token ?? previous?.refreshToken;
  const kept = body.refresh_token === undefined;
  const lifetime = typeof body.refresh_expires_in === 'number' ? body.refresh_expires_in : 0;
  const expiresAt = kept ? previous?.refreshTokenExpiresAt : lifetime > 0 ? issuedAt + lifetimeMs(lifetime) : undefined;
  return {
    ...(refreshToken !== undefined && { refreshToken }),
    ...(expiresAt !== undefined && { refreshTokenExpiresAt: expiresAt }),
  };
}

/**
 * The answer of a refresh without its ID token. The pair has already been rotated: nothing about an ID token, which
 * says nothing new, may cost it.
 */
export async function withoutIdToken(answer: Response): Promise<Response> {
  if (!answer.ok) return answer;
  const text = await answer.text();
  const { id_token: _dropped, ...rest } = jsonObjectIn(text);
  // Some statuses may have no body, not even an empty one.
  return 'access_token' in rest ? Response.json(rest) : new Response(text || null, answer);
}
