import { endSessionUrl, type SignOut, signOut } from '@sipgate-kit/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { SignOutPage } from '../pages/signed-out-page.tsx';
import type { Env } from '../request-log.ts';
import { sameOriginOnly } from '../same-origin.ts';
import type { ServerContext } from '../server-context.ts';

/** The form has no fields. */
const LARGEST_BODY_BYTES = 1024;

/**
 * `POST /logout`: revokes the tokens, forgets the connection, ends its sessions in every browser; the page says whether
 * sipgate confirmed it. It links to sipgate's own sign-out instead of redirecting there: a form may lead to us only.
 */
export function logoutRoute(server: ServerContext) {
  const { configuration, origin, paths, presences, vault, clock, fetch, log } = server;
  const { provider, client } = configuration;
  const providerUrl =
    provider.endSessionEndpoint === undefined ? undefined : endSessionUrl(provider, { clientId: client.clientId }).href;

  async function end(connectionId: string): Promise<SignOut> {
    try {
      return await signOut(provider, client, vault.connections, connectionId, { fetch, clock });
    } finally {
      await presences.endAll(connectionId);
    }
  }

  return new Hono<Env>().post(
    paths.logout,
    sameOriginOnly(origin),
    bodyLimit({ maxSize: LARGEST_BODY_BYTES }),
    async (c) => {
      const presence = await presences.of(c.req.raw);
      presences.forget(c);
      let outcome: SignOut = { revoked: true };
      if (presence.status === 'signed-in') {
        const connectionId = presence.connection.id;
        outcome = await end(connectionId);
        const { revoked, error } = outcome;
        log.info(
          { audit: 'sign-out', requestId: c.var.requestId, connectionId, revoked, code: error?.code },
          'signed out',
        );
      }
      return c.html(`<!doctype html>${<SignOutPage paths={paths} outcome={outcome} providerUrl={providerUrl} />}`);
    },
  );
}
