import { SipgateKitError } from '../errors.ts';
import type { Connection } from '../tokens/token-store.ts';

/** Only the person can help. */
export function signInAgain(reason: string | undefined): SipgateKitError {
  return new SipgateKitError('needs_login', `The person has to sign in again${reason ? ` (${reason})` : ''}.`, {
    hint: 'Send them through the sign-in once more; often that is a single redirect without a password.',
  });
}

/** There is nothing under this id. */
export function connectionNotFound(id: string): SipgateKitError {
  return new SipgateKitError('connection_not_found', `There is no connection "${id}".`, {
    hint: 'It may have been signed out: let the person sign in again.',
  });
}

/** The connection if it can be worked with, else the error that says why not. */
export function usable(connection: Connection | undefined, id: string): Connection {
  if (connection === undefined) throw connectionNotFound(id);
  if (connection.status === 'needs_login') throw signInAgain(connection.reason);
  if (connection.status === 'paused') {
    throw new SipgateKitError(
      'provider_unavailable',
      `The connection is paused (${connection.reason ?? 'by the operator'}).`,
      {
        hint: 'The operator resumes it once the cause is gone; the tokens are kept.',
      },
    );
  }
  return connection;
}

/** For a refresh that would only begin now: the end of the process would have to wait for it. */
export function stopping(): SipgateKitError {
  return new SipgateKitError(
    'provider_unavailable',
    'The access token has to be renewed, but this process is stopping.',
    {
      retryable: true,
      hint: 'Call again: another process, or this one after its start, renews it. Nothing was lost.',
    },
  );
}
