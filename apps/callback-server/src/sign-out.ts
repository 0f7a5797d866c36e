import { type SignOut, SipgateKitError, signOut } from '@sipgate-kit/core';
import type { LogFields } from './log.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Ends a connection: revokes its tokens at sipgate, forgets them, and signs out every browser; even if sipgate does not
 * confirm. `who` says in the audit log on whose behalf.
 *
 * @throws SipgateKitError `store_unavailable`: nothing has ended here then, and it can be tried again
 */
export async function endConnection(server: ServerContext, connectionId: string, who: LogFields): Promise<SignOut> {
  const { configuration, presences, vault, clock, fetch, log } = server;
  const { provider, client } = configuration;
  const outcome = await signOut(provider, client, vault.connections, connectionId, { fetch, clock }).catch(
    async (error: unknown) => {
      // A vault that is back in a moment lets the person try again; what lasts must not keep them signed in.
      if (!(error instanceof SipgateKitError && error.retryable)) await presences.endAll(connectionId);
      throw error;
    },
  );
  await presences.endAll(connectionId);
  const { revoked, error } = outcome;
  log.info({ audit: 'sign-out', ...who, connectionId, revoked, code: error?.code }, 'signed out');
  return outcome;
}
