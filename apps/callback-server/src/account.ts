import { createSipgateClient, SipgateKitError } from '@sipgate-kit/core';
import type { ResponseData } from '@sipgate-kit/core/operations';
import type { ServerContext } from './server-context.ts';

/** What the REST API says about the account of a connection. */
export interface Account {
  readonly company: string;
  readonly product: string;
  readonly verified: boolean;
}

/** Who the person is in that account. */
export interface Person {
  /** Account number; two people of one company share it. */
  readonly masterSipId: string;
  /** Name within the company, such as `w0`: every company has one of these. */
  readonly userId: string;
}

/** The account, or why there is none to show. */
export type AccountAnswer =
  | { readonly account: Account }
  /** The person did not grant any scope that allows the question. */
  | { readonly missingScope: string }
  | { readonly error: SipgateKitError };

/** What the REST API says about a connection. */
export interface Overview {
  readonly answer: AccountAnswer;
  /** Absent when the API did not say. */
  readonly person?: Person;
}

/** Only a new sign-in helps. */
const ENDING: ReadonlySet<string> = new Set(['needs_login', 'connection_not_found']);

/** A page is worth waiting this long for. Duration in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Asks the REST API for a connection's account and person, with a fresh access token.
 *
 * Everything that goes wrong is an answer, but for `needs_login` and `connection_not_found`: those are thrown, since
 * they end the session.
 */
export async function overviewOf({ manager, configuration }: ServerContext, connectionId: string): Promise<Overview> {
  const client = createSipgateClient({
    auth: manager.forConnection(connectionId),
    baseUrl: configuration.apiUrl,
    timeoutMs: PATIENCE_MS,
    // Whoever looks at the page repeats it by reloading.
    retry: false,
  });
  const [account, person] = await Promise.allSettled([client.GET('/account'), client.GET('/authorization/userinfo')]);
  return {
    answer: answerOf(account),
    ...(person.status === 'fulfilled' && {
      person: { masterSipId: person.value.data.masterSipId, userId: person.value.data.sub },
    }),
  };
}

function answerOf(result: PromiseSettledResult<{ data: ResponseData<'getAccount'> }>): AccountAnswer {
  if (result.status === 'fulfilled') {
    const { company, mainProductType, verified } = result.value.data;
    return { account: { company, product: mainProductType, verified } };
  }
  const error: unknown = result.reason;
  if (!(error instanceof SipgateKitError) || endsSession(error)) throw error;
  return error.code === 'insufficient_scope' ? { missingScope: 'account:read' } : { error };
}

/** Whether an error says that only a new sign-in helps; the sessions of the connection are over then. */
export const endsSession = (error: unknown): boolean => error instanceof SipgateKitError && ENDING.has(error.code);
