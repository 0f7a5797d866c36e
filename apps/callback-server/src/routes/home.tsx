import { Hono } from 'hono';
import { type AccountAnswer, accountOf } from '../account.ts';
import { SignedInPage, SignedOutPage } from '../pages/home-page.tsx';
import { ICON } from '../pages/icon.ts';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { endsSession } from '../session-end.ts';

/** The start page: sign in, or who is signed in and how the connection is doing. */
export function homeRoute(server: ServerContext) {
  const { paths, presences, vault, clock } = server;
  return new Hono<Env>()
    .get(paths.home, async (c) => {
      const signedOut = (ended: boolean) => {
        if (ended) presences.forget(c);
        return c.html(`<!doctype html>${<SignedOutPage paths={paths} ended={ended} />}`);
      };
      const presence = await presences.of(c.req.raw);
      if (presence.status !== 'signed-in') return signedOut(presence.status === 'ended');
      let account: AccountAnswer;
      try {
        account = await accountOf(server, presence.connection.id);
      } catch (error) {
        if (!(await endsSession(server, presence.connection.id, error))) throw error;
        return signedOut(true);
      }
      const connection = await vault.connections.read(presence.connection.id);
      if (connection === undefined) return signedOut(true);
      return c.html(
        `<!doctype html>${<SignedInPage paths={paths} connection={connection} account={account} now={clock.now()} />}`,
      );
    })
    .get(paths.icon, (c) =>
      c.body(ICON, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
    );
}
