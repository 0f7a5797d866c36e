import { unverifiedPayload } from '../jwt-payload.ts';
import type { FeatureScope } from '../operations.ts';
import { ApiError } from './api-error.ts';
import type { CallOptions } from './call-options.ts';
import type { SipgateClient } from './client.ts';

/**
 * The kind of account that an access token says it is for (claim `featureScope`), unverified: good for a hint, not for
 * trust. `undefined` where the token does not say, as a personal access token never does.
 */
export function featureScopeOf(accessToken: string): FeatureScope | undefined {
  const claim = unverifiedPayload(accessToken)?.['featureScope'];
  if (typeof claim !== 'string') return undefined;
  if (claim.startsWith('CLASSIC')) return 'CLASSIC_PBX';
  return claim.startsWith('NEO') ? 'NEO_PBX' : undefined;
}

/**
 * Finds out the kind of the account: from the access token if it says, else by asking for the groups, which classic
 * accounts have and the newer ones refuse. Asking needs the scope `groups:read`.
 *
 * @returns `undefined` when it stays unknown: the refusal can as well be about a scope that the token lacks.
 * @throws ApiError when the API could not be asked.
 * @example
 * const featureScope = await findFeatureScope(sipgate, { accessToken: tokenSet.accessToken });
 * const knowing = createSipgateClient({ auth, featureScope });
 */
export async function findFeatureScope(
  sipgate: SipgateClient<'groups:read'>,
  { accessToken = '', ...options }: CallOptions & { readonly accessToken?: string } = {},
): Promise<FeatureScope | undefined> {
  const said = featureScopeOf(accessToken);
  if (said !== undefined) return said;
  try {
    await sipgate.call('getGroups', options);
    return 'CLASSIC_PBX';
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    const sureOfTheScope = sipgate.scopes !== undefined && sipgate.hasScopes(['groups:read']);
    return error.code === 'classic_account_required' || sureOfTheScope ? 'NEO_PBX' : undefined;
  }
}
