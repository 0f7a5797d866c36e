import { Hono } from 'hono';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { beginSignIn } from '../sign-in.ts';
import { parseStepUp } from '../step-up.ts';

/** Marks a request that was already sent to the right host, so that a proxy which changes `Host` cannot make it circle. */
const MOVED = 'moved';

/**
 * `GET /login?return_to=&scope=`: remembers the sign-in, then sends the browser to sipgate. `scope` asks for more than
 * every sign-in does; what the person in this browser has granted before is asked for again, or they would lose it.
 *
 * On another host than the redirect URI's (127.0.0.1 instead of localhost) it first sends the browser there: a cookie set
 * here would not come back to the callback.
 */
export function loginRoute(server: ServerContext) {
  const { configuration, origin, paths, presences, returnTargets, vault } = server;
  const home = new URL(origin);
  return new Hono<Env>().get(paths.login, async (c, next) => {
    if (c.req.method !== 'GET') return next();
    const returnTo = returnTargets.parse(c.req.queries('return_to') ?? []);
    const further = parseStepUp(c.req.queries('scope') ?? [], configuration.scopes);
    if (new URL(c.req.url).hostname !== home.hostname && c.req.query(MOVED) === undefined) {
      const moved = new URL(paths.login, origin);
      moved.searchParams.set('return_to', returnTo);
      if (further.length > 0) moved.searchParams.set('scope', further.join(' '));
      moved.searchParams.set(MOVED, '1');
      return c.redirect(moved.href, 303);
    }
    const granted = further.length > 0 ? await grantedIn(c.req.raw) : [];
    return c.redirect((await beginSignIn(server, c, { returnTo, further: [...granted, ...further] })).href, 303);
  });

  async function grantedIn(request: Request): Promise<readonly string[]> {
    const presence = await presences.of(request);
    if (presence.status !== 'signed-in') return [];
    return (await vault.connections.read(presence.connection.id))?.tokenSet.scopes ?? [];
  }
}
