import type { CallbackServer, Configuration } from '@sipgate-kit/callback-server';
import { createSipgateClient, type SipgateClient, SipgateKitError } from '@sipgate-kit/core';
import { createOAuthClients, type OAuthClients } from '@sipgate-kit/core/clients';
import type { MiddlewareHandler } from 'hono';

/** Whoever is signed in, and what can be done on their behalf. */
export interface Visitor {
  /** Who it is, at sipgate: the same person has the same one after every sign-in. */
  readonly person: string;
  /** The REST API with a fresh token at every call. */
  readonly sipgate: SipgateClient;
  readonly clients: OAuthClients;
}

/** What every page knows. */
export interface Env {
  Variables: { visitor?: Visitor };
}

/** Nobody waits longer for a page. A duration in milliseconds. */
const PATIENCE_MS = 10_000;

/** Finds out who sent the request. The session cookie, the vault and the tokens behind it are the kit's. */
export function findVisitor(signIn: CallbackServer, { apiUrl }: Configuration): MiddlewareHandler<Env> {
  return async function findVisitor(c, next) {
    const connection = await signIn.currentConnection(c.req.raw);
    if (connection !== undefined) {
      const auth = signIn.manager.forConnection(connection.id);
      const sipgate = createSipgateClient({ auth, baseUrl: apiUrl, timeoutMs: PATIENCE_MS });
      c.set('visitor', { person: connection.key.subject, sipgate, clients: createOAuthClients(sipgate) });
    }
    await next();
  };
}

/** Nobody is signed in, or not any more. */
export const signedOut = () =>
  new SipgateKitError('needs_login', 'Your sign-in has ended.', { hint: 'Sign in again; nothing has been changed.' });

/** Whether only a new sign-in helps. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof SipgateKitError && ['needs_login', 'connection_not_found'].includes(error.code);

/** Where to sign in, and to come back from; `scope` asks for more than what was allowed so far. */
export function signInPath(returnTo: string, scope?: string): string {
  return `/sipgate/login?${new URLSearchParams({ return_to: returnTo, ...(scope !== undefined && { scope }) })}`;
}
