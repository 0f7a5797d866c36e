import { createSipgateClient, SipgateKitError } from '@sipgate-kit/core';
import type { ServerContext } from './server-context.ts';

/** What the REST API says about the account of a connection. */
export interface Account {
  readonly company: string;
  readonly product: string;
  readonly verified: boolean;
}

/** The account, or why there is none to show. */
export type AccountAnswer =
  | { readonly account: Account }
  /** The person did not grant any scope that allows the question. */
  | { readonly missingScope: string }
  | { readonly error: SipgateKitError };

/** A page is worth waiting this long for. Duration in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Asks the REST API for a connection's account, with a fresh access token.
 *
 * Everything that goes wrong is an answer, but for `needs_login`: that one is thrown, since it ends the session.
 */
export async function accountOf(
  { manager, configuration }: ServerContext,
  connectionId: string,
): Promise<AccountAnswer> {
  const client = createSipgateClient({
    auth: manager.forConnection(connectionId),
    baseUrl: configuration.apiUrl,
    timeoutMs: PATIENCE_MS,
  });
  try {
    const { data } = await client.GET('/account');
    return {
      account: { company: data.company, product: data.mainProductType, verified: data.verified },
    };
  } catch (error) {
    if (!(error instanceof SipgateKitError) || error.code === 'needs_login') throw error;
    return error.code === 'insufficient_scope' ? { missingScope: 'account:read' } : { error };
  }
}
