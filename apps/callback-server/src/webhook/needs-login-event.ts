import { createHash } from 'node:crypto';
import type { RefreshEvent } from '@sipgate-kit/core';

/** What a webhook's body says, as JSON: only the person can help this connection. Nothing in it is secret. */
export interface NeedsLoginEvent {
  /** The same for every copy of this message, whichever instance sends it: what came before need not be done again. */
  readonly id: string;
  readonly type: 'connection.needs_login';
  readonly connectionId: string;
  readonly reason: string;
  /** When it was found out: ISO 8601, UTC. */
  readonly at: string;
}

/** The message about a refresh that ended with `needs-login`. Its id follows from connection and generation. */
export function needsLoginEvent({ connectionId, generation, detail, at }: RefreshEvent): NeedsLoginEvent {
  const digest = createHash('sha256').update(`needs_login ${connectionId} ${generation}`).digest('base64url');
  return {
    id: `msg_${digest.slice(0, 27)}`,
    type: 'connection.needs_login',
    connectionId,
    reason: detail ?? 'refused',
    at: new Date(at).toISOString(),
  };
}
