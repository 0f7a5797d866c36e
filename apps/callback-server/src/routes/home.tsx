import { Hono } from 'hono';
import { endsSession, type Overview, overviewOf } from '../account.ts';
import { SignedInPage, SignedOutPage } from '../pages/home-page.tsx';
import { ICON } from '../pages/icon.ts';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';

/** The start page: sign in, or who is signed in and how the connection is doing. */
export function homeRoute(server: ServerContext) {
  const { configuration, paths, presences, vault, clock } = server;
  return new Hono<Env>()
    .get(paths.home, async (c) => {
      const signedOut = (ended: boolean) =>
        c.html(`<!doctype html>${<SignedOutPage paths={paths} scopes={configuration.scopes} ended={ended} />}`);
      const presence = await presences.of(c.req.raw);
      if (presence.status !== 'signed-in') return signedOut(presence.status === 'ended');
      let overview: Overview;
      try {
        overview = await overviewOf(server, presence.connection.id);
      } catch (error) {
        if (!endsSession(error)) throw error;
        return signedOut(true);
      }
      const connection = await vault.connections.read(presence.connection.id);
      if (connection === undefined) return signedOut(true);
      return c.html(
        `<!doctype html>${<SignedInPage paths={paths} connection={connection} overview={overview} now={clock.now()} />}`,
      );
    })
    .get(paths.icon, (c) =>
      c.body(ICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
    );
}
