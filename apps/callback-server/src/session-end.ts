import { SipgateKitError } from '@sipgate-kit/core';
import type { ServerContext } from './server-context.ts';

/**
 * Ends the browser sessions of a connection if the error says that only the person can help, and tells whether it did.
 */
export async function endsSession(
  { presences }: Pick<ServerContext, 'presences'>,
  connectionId: string,
  error: unknown,
): Promise<boolean> {
  const gone = error instanceof SipgateKitError && ['needs_login', 'connection_not_found'].includes(error.code);
  if (gone) await presences.endAll(connectionId);
  return gone;
}
