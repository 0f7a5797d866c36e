import type { ConnectionState } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';
import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import type { CookieStyle } from './cookie-names.ts';

/**
 * Whether somebody is signed in in a browser. `ended`: there was a session, and it is over: expired, signed out
 * elsewhere, or the provider asks for a new sign-in.
 */
export type Presence =
  | { readonly status: 'signed-in'; readonly connection: ConnectionState }
  | { readonly status: 'signed-out' | 'ended' };

/** Browser sessions: who is at the other end. */
export interface Presences {
  of(request: Request): Promise<Presence>;
  /** A new session id at every sign-in; the browser's old one is dead from then on (session fixation). */
  begin(c: Context, connectionId: string): Promise<void>;
  /** Signs every browser out of the connection. */
  endAll(connectionId: string): Promise<void>;
  /**
   * Takes the cookie away: at sign-out only. An answer to a session that has ended elsewhere must not do it, for it may
   * arrive after the answer that brought a new session.
   */
  forget(c: Context): void;
}

/** As long as the vault keeps a session at most, in seconds. */
const SESSION_COOKIE_AGE_S = 30 * 24 * 60 * 60;

/** An honest id has 43 characters; longer ones are not even looked up. */
const LONGEST_SESSION_ID = 100;

/** Makes {@link Presences} over a vault. */
export function createPresences(vault: Vault, { session: name, secure }: CookieStyle): Presences {
  const attributes = { httpOnly: true, secure, sameSite: 'Lax', path: '/' } as const;

  function sessionIdOf(request: Request): string | undefined {
    const sessionId = parse(request.headers.get('cookie') ?? '', name)[name];
    return sessionId === undefined || sessionId === '' ? undefined : sessionId.slice(0, LONGEST_SESSION_ID);
  }

  return {
    async of(request) {
      const sessionId = sessionIdOf(request);
      if (sessionId === undefined) return { status: 'signed-out' };
      const session = await vault.sessions.read(sessionId);
      if (session === undefined) return { status: 'ended' };
      const [connection] = await vault.connections.readStates([session.connectionId]);
      if (connection !== undefined && connection.status !== 'needs_login') return { status: 'signed-in', connection };
      await vault.sessions.deleteByConnection(session.connectionId);
      return { status: 'ended' };
    },

    async begin(c, connectionId) {
      const before = sessionIdOf(c.req.raw);
      const sessionId = await vault.sessions.create({ connectionId });
      if (before !== undefined) await vault.sessions.delete(before);
      setCookie(c, name, sessionId, { ...attributes, maxAge: SESSION_COOKIE_AGE_S });
    },

    endAll: (connectionId) => vault.sessions.deleteByConnection(connectionId),

    forget: (c) => setCookie(c, name, '', { ...attributes, maxAge: 0 }),
  };
}
