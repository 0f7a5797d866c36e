import { type SignOut, signOut } from '@sipgate-kit/core';
import type { LogFields } from './log.ts';
import type { ServerContext } from './server-context.ts';

/**
 * Ends a connection: revokes its tokens at sipgate, forgets them, and signs out every browser; even if sipgate does not
 * confirm. `who` says in the audit log on whose behalf.
 */
export async function endConnection(server: ServerContext, connectionId: string, who: LogFields): Promise<SignOut> {
  const { configuration, presences, vault, clock, fetch, log } = server;
  const { provider, client } = configuration;
  let outcome: SignOut;
  try {
    outcome = await signOut(provider, client, vault.connections, connectionId, { fetch, clock });
  } finally {
    await presences.endAll(connectionId);
  }
  const { revoked, error } = outcome;
  log.info({ audit: 'sign-out', ...who, connectionId, revoked, code: error?.code }, 'signed out');
  return outcome;
}
