import { SipgateKitError } from '../errors.ts';
import type { FeatureScope, OperationId } from '../operations.ts';
import { ApiError } from './api-error.ts';
import type { Called } from './calls.ts';

/** What is known of who calls, to tell before a request what cannot succeed. */
export interface Allowance {
  /** The scopes of the token. */
  readonly scopes?: readonly string[] | undefined;
  /** The kind of the account. */
  readonly featureScope?: FeatureScope | undefined;
}

/** @throws ApiError `insufficient_scope`, `classic_account_required` or `neo_account_required`: nothing is sent then. */
export function assertAllowed(operation: Called, { scopes, featureScope }: Allowance): void {
  if (scopes !== undefined && !suffices(operation, scopes)) {
    const [narrowest] = operation.scopes;
    throw new ApiError(
      'insufficient_scope',
      operation,
      `was not sent: it needs the scope ${operation.scopes.join(' or ')}, and the token has ${scopes.join(' ') || 'none'}.`,
      { hint: `Ask for ${narrowest} at the next sign-in, or tick it in the personal access token.` },
    );
  }
  if (featureScope !== undefined && operation.featureScope !== undefined && operation.featureScope !== featureScope) {
    const [code, kind] =
      featureScope === 'NEO_PBX'
        ? (['classic_account_required', 'of the newer kind, which does not have it'] as const)
        : (['neo_account_required', 'a classic one, which does not have it'] as const);
    throw new ApiError(code, operation, `was not sent: the account is ${kind}.`, {
      hint: alternativeHint(operation.neoAlternative),
    });
  }
}

/** What to do instead on an account of the newer kind. */
export function alternativeHint(neoAlternative: OperationId | undefined): string {
  return neoAlternative === undefined
    ? 'Use an operation that works on both kinds of account; no scope and no other token helps.'
    : `Call ${neoAlternative} instead, which does the job on accounts of the newer kind.`;
}

/** @throws SipgateKitError `insufficient_scope` naming what is missing. */
export function assertScopes(needed: readonly string[], granted: readonly string[] | undefined): void {
  const missing = needed.filter((scope) => !has(granted, scope));
  if (missing.length === 0) return;
  throw new SipgateKitError('insufficient_scope', `The token lacks the scope ${missing.join(' ')}.`, {
    hint: 'Ask for it at the next sign-in, or tick it in the personal access token.',
  });
}

/** Whether a token with these scopes has this one, by name or by `all`; where they are unknown, it may. */
export function has(granted: readonly string[] | undefined, scope: string): boolean {
  return granted === undefined || granted.includes(scope) || (granted.includes('all') && scope !== 'internal');
}

function suffices({ scopes }: Called, granted: readonly string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => granted.includes(scope));
}
