import { endSessionUrl, type SignOut } from '@sipgate-kit/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { SignOutPage } from '../pages/signed-out-page.tsx';
import type { Env } from '../request-log.ts';
import { sameOriginOnly } from '../same-origin.ts';
import type { ServerContext } from '../server-context.ts';
import { endConnection } from '../sign-out.ts';

/** The form has no fields. */
const LARGEST_BODY_BYTES = 1024;

/**
 * `POST /logout`: revokes the tokens, forgets the connection, ends its sessions in every browser; the page says whether
 * sipgate confirmed it. It links to sipgate's own sign-out instead of redirecting there: a form may lead to us only.
 */
export function logoutRoute(server: ServerContext) {
  const { configuration, origin, paths, presences } = server;
  const { provider, client } = configuration;
  const providerUrl =
    provider.endSessionEndpoint === undefined ? undefined : endSessionUrl(provider, { clientId: client.clientId }).href;

  return new Hono<Env>().post(
    paths.logout,
    sameOriginOnly(origin),
    bodyLimit({ maxSize: LARGEST_BODY_BYTES }),
    async (c) => {
      const presence = await presences.of(c.req.raw);
      let outcome: SignOut | undefined;
      if (presence.status === 'signed-in') {
        outcome = await endConnection(server, presence.connection.id, { requestId: c.var.requestId });
      }
      // Only now: whoever could not be signed out needs the cookie to try again.
      presences.forget(c);
      return c.html(`<!doctype html>${<SignOutPage paths={paths} outcome={outcome} providerUrl={providerUrl} />}`);
    },
  );
}
